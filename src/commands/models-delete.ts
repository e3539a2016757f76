/** `models delete`: asks on a terminal, deletes, and says what the server answered. */
import type { Api } from '../api/client.ts';
import { modelIn, readValue, type Value } from '../api/value.ts';
import { CliError, type ErrorArguments } from '../errors.ts';
import { encode } from '../json/bytes.ts';
import { kindOf, type Range } from '../json/members.ts';
import { Model } from '../models/model.ts';
import { age } from '../output/when.ts';
import { connect } from './connect.ts';
import { deletionEffect, whyNotDeleted, whyNotFound } from './deletion-hint.ts';
import { modelId } from './model-id.ts';
import { note, type Session } from './session.ts';
import { showOne } from './show.ts';

export async function modelsDelete(session: Session): Promise<0> {
  const id = modelId(session, 'models delete');
  const api = await connect(session);
  await confirm(session, api, id);

  const outcome = await remove(session, api, id);
  const { bytes, range, received } = outcome;
  await showOne(session, { body: bytes, range, kind: 'outcome', deleted: id, ...(received && { received }) });
  return 0;
}

interface Outcome {
  bytes: Uint8Array;
  range: Range;
  /** The body that the server sent instead of an object. */
  received?: Uint8Array;
}

async function remove(session: Session, api: Api, id: string): Promise<Outcome> {
  try {
    return outcomeOf(await readValue((await api.remove(id)).body), id);
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'server') throw error;
    const args = error.args as ErrorArguments['server'];
    if (args.status === 404 && (args.tries ?? 1) > 1) {
      await note(session, [`An earlier try had deleted ${id} already: it is gone, though its answer was lost.`]);
      return madeUp(id);
    }
    throw await whyNotDeleted(api, id, error as CliError<'server'>);
  }
}

/** An outcome in the API's shape, for a success that came without one. */
function madeUp(id: string): Outcome {
  const bytes = encode(JSON.stringify({ id, object: 'model', deleted: true }));
  return { bytes, range: { start: 0, end: bytes.length } };
}

/** Somebody at a terminal is asked; a script that names one id is taken at its word. */
async function confirm(session: Session, api: Api, id: string): Promise<void> {
  const { ctx, flags, err } = session;
  if (flags.yes || !ctx.stdin.isTTY || !ctx.stderr.isTTY) return;
  if (flags['no-input']) throw new CliError('needs-confirmation', { what: 'deleting a model', flag: '--yes' });
  await err.write([[`Delete ${id}${await describe(session, api, id)}? ${deletionEffect(api)}`]]);
  await err.write('Type y to delete it [y/N]: ');
  await err.flush();
  const reply = (await ctx.stdin.readLine())?.trim().toLowerCase();
  if (reply !== 'y' && reply !== 'yes') throw new CliError('declined', {});
}

/** Owner and age, where the server tells. */
async function describe({ ctx }: Session, api: Api, id: string): Promise<string> {
  try {
    const value = await readValue((await api.retrieve(id)).body);
    const { start, end } = modelIn(value);
    const model = new Model(value.bytes, start, end);
    const old = age(model.created, ctx.now() / 1000);
    const facts = [model.owner && `owner ${model.owner}`, old && `made ${old} ago`].filter(Boolean);
    return facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  } catch (error) {
    if (error instanceof CliError && mayStillDelete(error)) return '';
    if (!(error instanceof CliError) || !isNotFound(error)) throw error;
    const missing = await whyNotFound(api, id, error);
    if (missing) throw missing;
    return '';
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

/** What to show: the server's object, or one in its shape where a success came without a body (204, `null`). */
function outcomeOf({ bytes, range }: Value, id: string): Outcome {
  if (range && kindOf(bytes, range) === 'object') {
    const { start, end } = modelIn({ bytes, range });
    if (new Model(bytes, start, end).raw('deleted') === 'false') throw new CliError('not-deleted', { id }, bytes);
    return { bytes, range };
  }
  if (range && kindOf(bytes, range) !== 'null')
    throw new CliError(
      'not-json',
      { what: 'with one object', problem: 'the answer is a bare value', html: false },
      bytes,
    );
  return { ...madeUp(id), received: bytes };
}
