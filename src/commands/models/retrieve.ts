/** `models retrieve`: one model, from its own address or, where a server has none, from the list. */
import { type Api, checkModelId } from '../../api/client.ts';
import { isModelNotFound } from '../../api/reason.ts';
import { withKeyOrigin } from '../../api/refusal.ts';
import { isNamed, modelIn, readValue } from '../../api/value.ts';
import { CliError, type Failure, isFailure } from '../../errors/error.ts';
import { nearestIds } from '../../errors/nearest.ts';
import { Model } from '../../models/model.ts';
import { lookUp, nearestListed } from '../../query/lookup.ts';
import { checkOneFlags } from '../../query/query.ts';
import { connect } from '../../session/connect.ts';
import { chosenFormat, note, type Session } from '../../session/session.ts';
import { type Shown, showOne } from '../../session/show.ts';
import type { CommandName } from '../../spec/commands.ts';
import { isForPeople, type ShownFormat } from '../../spec/formats.ts';

export async function modelsRetrieve(session: Session): Promise<0> {
  const id = modelId(session, 'models retrieve');
  const { flags } = session;
  const format = chosenFormat(session, 'one');
  checkOneFlags(flags, format);
  if (flags.columns?.includes('help')) {
    const { showColumns } = await import('../../query/columns.ts');
    return showColumns(session);
  }
  const api = await connect(session);
  const shown = await find(session, api, id);
  if (flags.columns || flags['no-headers'] || flags.details || (format === 'card' && !flags.transform)) {
    const { planOne } = await import('../../query/one.ts');
    const plan = await planOne(session, format, api, shown);
    await showOne(session, plan.shown, plan.view);
    await sayBelow(session, format, plan.footer);
  } else await showOne(session, shown);
  return 0;
}

/** Notes for a person at a terminal. */
async function sayBelow(session: Session, format: ShownFormat, lines: readonly string[]): Promise<void> {
  if (!session.ctx.stdout.isTTY || !isForPeople(format)) return;
  await session.close();
  await note(session, ...lines.map((line) => [line]));
}

async function find(session: Session, api: Api, id: string): Promise<Shown> {
  let unnamed: Shown | undefined;
  try {
    const value = await readValue((await api.retrieve(id)).body);
    const shown: Shown = { body: value.bytes, range: modelIn(value, id), kind: 'model' };
    if (isNamed(shown.body, shown.range)) {
      await sayOther(session, shown, id);
      return shown;
    }
    unnamed = shown;
    throw new CliError('no-model', { found: 'an object that does not say which model it is' }, value.bytes);
  } catch (thrown) {
    const error = withKeyOrigin(thrown, api);
    if (!isFailure(error)) throw error;
    if (isKnownMissing(error)) throw withNearest(error, await nearestListed(api, id));
    if (!mayLackRoute(error)) throw error;
    return fromList(session, api, { id, cause: error, unnamed });
  }
}

/** That a server answers about another model than was asked for is said: it may be an alias, or a mistake. */
async function sayOther(session: Session, { body, range }: Shown, id: string): Promise<void> {
  const { id: other } = new Model(body, range.start, range.end);
  if (other === undefined || other === id || other === `models/${id}`) return;
  await note(session, [`The server answered about ${other}, not about ${id}.`]);
}

/** The server knows the route and says that the model is not there. */
function isKnownMissing(error: Failure): error is CliError<'server'> {
  return (
    error.code === 'server' && error.args.status === 404 && error.body !== undefined && isModelNotFound(error.body)
  );
}

/** Answers of servers that have no route for one model, or whose route breaks on this id. */
function mayLackRoute(error: Failure): boolean {
  if (error.code === 'no-model') return true;
  if (error.code === 'not-json') return error.args.html;
  return error.code === 'server' && [200, 400, 404, 405, 501].includes(error.args.status);
}

function withNearest(error: CliError<'server'>, nearest: string[]): CliError {
  return new CliError('server', { ...error.args, nearest }, error.body);
}

interface Sought {
  id: string;
  /** Why it is looked for in the list, and what is thrown where the list is no help either. */
  cause: Failure;
  /** What the server showed for the id, if that did not say which model it is (Xinference). */
  unnamed: Shown | undefined;
}

/** Picks the model out of the list. */
async function fromList(session: Session, api: Api, { id, cause, unnamed }: Sought): Promise<Shown> {
  const { text, ids } = await lookUp(api, id).catch((error: unknown) => {
    if (unnamed) return { text: undefined, ids: [] };
    throw moreTelling(error, cause);
  });
  if (text) {
    await note(session, [`The server does not show ${id} by itself; it was taken from the list.`]);
    return { body: text, range: { start: 0, end: text.length }, kind: 'model' };
  }
  if (unnamed) return unnamed;
  const reason = cause.code === 'server' ? cause.args.reason : undefined;
  throw new CliError(
    'not-listed',
    { model: id, listed: ids.length, nearest: nearestIds(id, ids, 3), reason },
    cause.body,
  );
}

/** What the list fails with says more where it is about the key, or where the list is not found either. */
function moreTelling(error: unknown, cause: Failure): unknown {
  if (!isFailure(error) || error.code === 'interrupted') return error;
  const status = error.code === 'server' ? error.args.status : undefined;
  if (status === 401 || status === 403) return error;
  if (status !== 404 || cause.code !== 'server') return cause;
  return new CliError('server', { ...cause.args, noList: true }, cause.body);
}

/**
 * The one model a command is about: `--model ID`, or the id as its argument.
 * @throws CliError `missing-model`, `bad-model-id`, `conflict`
 */
export function modelId({ flags, args }: Session, command: CommandName): string {
  if (flags.model !== undefined && args[0] !== undefined && flags.model !== args[0])
    throw new CliError('conflict', { flags: ['--model', `the argument '${args[0]}'`] });
  const id = flags.model ?? args[0];
  if (id === undefined) throw new CliError('missing-model', { command });
  return checkModelId(id);
}
