/** `models retrieve`: one model, from its own address or, where a server has none, from the list. */
import type { Api } from '../api/client.ts';
import { isModelNotFound } from '../api/reason.ts';
import { modelIn, readValue } from '../api/value.ts';
import { CliError, type ErrorArguments } from '../errors.ts';
import { nearestAll } from '../nearest.ts';
import type { ShownFormat } from '../output/formats.ts';
import { connect } from './connect.ts';
import { checkOneFlags } from './list-flags.ts';
import { lookUp, nearestIds } from './lookup.ts';
import { modelId } from './model-id.ts';
import { chosenFormat, note, type Session } from './session.ts';
import { type Shown, showOne } from './show.ts';

export async function modelsRetrieve(session: Session): Promise<0> {
  const id = modelId(session, 'models retrieve');
  const { flags } = session;
  const format = chosenFormat(session, 'one');
  checkOneFlags(flags, format);
  if (flags.columns?.includes('help')) {
    const { showColumns } = await import('./column-help.ts');
    return showColumns(session);
  }
  const api = await connect(session);
  const shown = await find(session, api, id);
  if (flags.columns || flags['no-headers'] || flags.details || (format === 'card' && !flags.transform)) {
    const { planOne } = await import('./one-plan.ts');
    const plan = await planOne(session, format, api, shown);
    await showOne(session, plan.shown, plan.view);
    await sayBelow(session, format, plan.footer);
  } else await showOne(session, shown);
  return 0;
}

/** Notes for a person at a terminal. */
async function sayBelow(session: Session, format: ShownFormat, lines: readonly string[]): Promise<void> {
  if (!session.ctx.stdout.isTTY || !['card', 'table', 'pretty'].includes(format)) return;
  await session.close();
  await note(session, ...lines.map((line) => [line]));
}

async function find(session: Session, api: Api, id: string): Promise<Shown> {
  try {
    const value = await readValue((await api.retrieve(id)).body);
    return { body: value.bytes, range: modelIn(value), kind: 'model' };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    if (isKnownMissing(error)) throw withNearest(error, await nearestIds(api, id));
    if (!mayLackRoute(error)) throw error;
    return fromList(session, api, id, error);
  }
}

/** The server knows the route and says that the model is not there. */
function isKnownMissing(error: CliError): error is CliError<'server'> {
  return error.code === 'server' && statusOf(error) === 404 && error.body !== undefined && isModelNotFound(error.body);
}

/** Answers of servers that have no route for one model, or whose route breaks on this id. */
function mayLackRoute(error: CliError): boolean {
  if (error.code === 'no-model') return true;
  return error.code === 'server' && [200, 400, 404, 405, 501].includes(statusOf(error));
}

function statusOf(error: CliError): number {
  return (error.args as ErrorArguments['server']).status;
}

function withNearest(error: CliError<'server'>, nearest: string[]): CliError {
  return new CliError('server', { ...error.args, nearest }, error.body);
}

/** Picks the model out of the list; `cause` is why, and what is thrown where the list is no help either. */
async function fromList(session: Session, api: Api, id: string, cause: CliError): Promise<Shown> {
  const { text, ids } = await lookUp(api, id).catch(() => {
    throw cause;
  });
  if (text) {
    await note(session, [`The server does not show ${id} by itself; it was taken from the list.`]);
    return { body: text, range: { start: 0, end: text.length }, kind: 'model' };
  }
  const reason = cause.code === 'server' ? (cause.args as ErrorArguments['server']).reason : undefined;
  throw new CliError(
    'not-listed',
    { model: id, listed: ids.length, nearest: nearestAll(id, ids, 3), reason },
    cause.body,
  );
}
