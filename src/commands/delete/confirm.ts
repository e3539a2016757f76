/** The questions before a deletion. */
import type { Api } from '../../api/client.ts';
import { modelIn, readValue } from '../../api/value.ts';
import type { Plan, Target } from '../../deletion/plan.ts';
import { CliError, type ErrorArguments } from '../../errors.ts';
import { visibleId } from '../../models/id-text.ts';
import { Model } from '../../models/model.ts';
import { age } from '../../output/when.ts';
import { deletionEffect, whyNotFound } from '../deletion-hint.ts';
import type { Session } from '../session.ts';
import { STDIN } from './order.ts';
import type { Place } from './place.ts';
import { planTable } from './plan-table.ts';

type Where = Pick<Place, 'api' | 'where'>;

/**
 * Whether somebody is to be asked. A script that names one id is taken at its word.
 * @param named the one id stands on the command line
 * @throws CliError `needs-confirmation` where somebody should be asked and cannot be
 */
export async function mustAsk({ flags, args, ctx }: Session, named: boolean): Promise<boolean> {
  if (flags.yes) return false;
  if (named && !ctx.stdin.isTTY) return false;
  const what = named ? 'deleting a model' : 'deleting several models';
  const refused = (why: string) =>
    new CliError('needs-confirmation', { what, why, flag: '--yes', ...(!named && { preview: '--dry-run' }) });
  if (!(await ctx.terminal?.isThere()))
    throw refused(args.includes(STDIN) ? 'standard input holds the ids' : 'there is no terminal to ask on');
  if (!ctx.stderr.isTTY) throw refused('standard error, where it would ask, is no terminal');
  if (flags['no-input']) throw refused('--no-input forbids asking');
  return true;
}

/**
 * Asks about a model of which nothing but the id is known yet.
 * @throws CliError `declined`, and the errors of looking the model up
 */
export async function confirmNamed(session: Session, place: Where, id: string): Promise<void> {
  await askOne(session, place, id, await lookAt(place.api, id));
}

/**
 * Shows the plan and asks for the number of models; a single one is asked about like a named one.
 * @throws CliError `declined`
 */
export async function confirmPlan(session: Session, place: Where, { targets }: Plan): Promise<void> {
  const { err, ctx } = session;
  const [first] = targets;
  if (targets.length === 1 && first) return askOne(session, place, first.id, first.model);
  const count = targets.length.toLocaleString('en-US');
  await err.write(...planTable(targets, { width: ctx.stderr.columns ?? 80, now: ctx.now() / 1000 }));
  await err.write([[`${count} models will be deleted at ${place.where}.`], [deletionEffect(place.api, true)]]);
  await answer(session, `Type ${targets.length} to delete them: `, [String(targets.length), count]);
}

async function askOne(session: Session, place: Where, id: Target['id'], model: Model | undefined): Promise<void> {
  const old = model && age(model.created, session.ctx.now() / 1000);
  const facts = [model?.owner && `owner ${model.owner}`, old && `made ${old} ago`].filter(Boolean);
  const about = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  await session.err.write([[`Delete ${visibleId(id)}${about} at ${place.where}?`], [deletionEffect(place.api)]]);
  await answer(session, 'Type y to delete it [y/N]: ', ['y', 'yes']);
}

async function answer({ ctx, err }: Session, question: string, wanted: readonly string[]): Promise<void> {
  const readLine = await ctx.terminal?.listen();
  await err.write(question);
  await err.flush();
  const reply = (await readLine?.())?.trim().toLowerCase();
  if (ctx.signal.aborted) {
    await err.write('\n');
    throw new CliError('interrupted', {});
  }
  if (reply === undefined || !wanted.includes(reply)) throw new CliError('declined', {});
}

/** The model, where the server shows it. One that is not there, and a refused key, end here. */
async function lookAt(api: Api, id: string): Promise<Model | undefined> {
  try {
    const value = await readValue((await api.retrieve(id)).body);
    const { start, end } = modelIn(value);
    return new Model(value.bytes, start, end);
  } catch (error) {
    if (error instanceof CliError && mayStillDelete(error)) return undefined;
    if (!(error instanceof CliError) || !isNotFound(error)) throw error;
    const missing = await whyNotFound(api, id, error);
    if (missing) throw missing;
    return undefined;
  }
}

/** A server that cannot show a model may still delete it; a missing model or a refused key ends here. */
function mayStillDelete(error: CliError): boolean {
  if (error.code === 'not-json' || error.code === 'no-model') return true;
  return error.code === 'server' && ![401, 404].includes((error.args as ErrorArguments['server']).status);
}

/** Of a server that shows no single models, or of one that has no such model. */
function isNotFound(error: CliError): error is CliError<'server'> {
  return error.code === 'server' && (error.args as ErrorArguments['server']).status === 404;
}
