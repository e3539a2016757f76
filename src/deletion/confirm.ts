/** Confirmation prompts before a deletion. */
import type { Api } from '../api/client.ts';
import { findModelRange, readJsonBody } from '../api/value.ts';
import { CliError, isFailure } from '../errors/error.ts';
import { visibleId } from '../models/id.ts';
import { Model } from '../models/model.ts';
import { formatAge } from '../models/time.ts';
import { span } from '../output/terminal-text.ts';
import { wrapLine } from '../output/width.ts';
import { findInWholeList } from '../query/lookup.ts';
import { promptLine } from '../session/ask.ts';
import type { Session } from '../session/session.ts';
import { describeEffect, explainNotFound } from './advice.ts';
import { type PlannedModel, type PlanResult, planTable, planView } from './plan.ts';
import { STDIN } from './request.ts';
import type { DeletionTarget } from './target.ts';

type Where = Pick<DeletionTarget, 'api' | 'endpointName'>;

/**
 * Whether to ask for confirmation. A script that names a single id is not asked.
 * @param named whether the only id was given on the command line
 * @throws CliError `needs-confirmation` if it should ask and cannot
 */
export async function needsConfirmation({ flags, args, ctx }: Session, named: boolean): Promise<boolean> {
  if (flags.yes) return false;
  if (named && !ctx.stdin.isTTY) return false;
  const what = named ? 'deleting a model' : 'deleting several models';
  const refused = (why: string) =>
    new CliError('needs-confirmation', { what, why, flag: '--yes', ...(!named && { preview: '--dry-run' }) });
  if (!(await ctx.terminal?.isThere()))
    throw refused(args.includes(STDIN) ? 'standard input is used for the ids' : 'there is no terminal to ask on');
  if (!ctx.stderr.isTTY) throw refused('standard error is not a terminal');
  if (flags['no-input']) throw refused('--no-input is set');
  return true;
}

/**
 * Asks about a model of which only the id is known so far.
 * @returns the error if there is no such model, in which case it does not ask
 * @throws CliError `declined`, and the errors of looking the model up
 */
export async function confirmNamed(session: Session, target: Where, id: string): Promise<CliError | undefined> {
  const { model, missing } = await retrieveForPrompt(target.api, id);
  if (!missing) await confirmOne(session, target, id, model);
  return missing;
}

/**
 * Shows the plan and asks for the number of models. For a single model it asks as for a named one.
 * @throws CliError `declined`
 */
export async function confirmPlan(session: Session, target: Where, planned: PlanResult): Promise<void> {
  const { err, ctx } = session;
  const { targets } = planned.plan;
  const [first] = targets;
  if (targets.length === 1 && first) return confirmOne(session, target, first.id, first.model);
  const count = targets.length.toLocaleString('en-US');
  const space = { width: ctx.stderr.columns ?? 80, now: ctx.now() / 1000 };
  const { view, notes } = await planView(session, planned, target.api, space);
  await err.write(...planTable(targets, view));
  await err.write(notes.map((line) => [span('dim', line)]));
  const prompt = [`${count} models will be deleted at ${target.endpointName}.`, describeEffect(target.api, true)];
  await err.write(prompt.flatMap((text) => wrapLine([text], space.width)));
  await readConfirmationReply(session, `Type ${targets.length} to delete them: `, [String(targets.length), count]);
}

async function confirmOne(
  session: Session,
  target: Where,
  id: PlannedModel['id'],
  model: Model | undefined,
): Promise<void> {
  const old = model && formatAge(model.created, session.ctx.now() / 1000);
  const facts = [model?.owner && `owner ${model.owner}`, old && `created ${old} ago`].filter(Boolean);
  const about = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  const prompt = [`Delete ${visibleId(id)}${about} at ${target.endpointName}?`, describeEffect(target.api)];
  const width = session.ctx.stderr.columns ?? 80;
  await session.err.write(prompt.flatMap((text) => wrapLine([text], width)));
  await readConfirmationReply(session, 'Type y to delete it [y/N]: ', ['y', 'yes']);
}

async function readConfirmationReply(
  { ctx, err }: Session,
  question: string,
  wanted: readonly string[],
): Promise<void> {
  const reply = (await promptLine(ctx, err, question))?.trim().toLowerCase();
  if (ctx.signal.aborted) {
    await err.write('\n');
    throw new CliError('interrupted', {});
  }
  if (reply === undefined || !wanted.includes(reply)) throw new CliError('declined', {});
}

/** The model, if the server shows it or lists it. A rejected key is thrown. */
async function retrieveForPrompt(api: Api, id: string): Promise<{ model?: Model; missing?: CliError }> {
  try {
    const value = await readJsonBody((await api.retrieve(id)).body);
    const { start, end } = findModelRange(value);
    return { model: new Model(value.bytes, start, end) };
  } catch (error) {
    if (!isFailure(error)) throw error;
    const status = error.code === 'server' ? error.args.status : undefined;
    if (error.code !== 'not-json' && error.code !== 'no-model' && (status === undefined || status === 401)) throw error;
    // A server that cannot show a model may still list and delete it.
    const found = await findInWholeList(api, id).catch(() => undefined);
    if (found?.text) return { model: new Model(found.text, 0, found.text.length) };
    if (error.code !== 'server' || status !== 404) return {};
    const missing = await explainNotFound(api, id, error);
    return missing ? { missing } : {};
  }
}
