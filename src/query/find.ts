/** Finds one model by its id: at its own URL or, if the server has no such route, in the list. */
import type { Api } from '../api/client.ts';
import { isModelNotFound } from '../api/reason.ts';
import { withKeyOrigin } from '../api/refusal.ts';
import { findModelRange, hasModelId, readJsonBody } from '../api/value.ts';
import { CliError, type Failure, isFailure } from '../errors/error.ts';
import { nearestIds } from '../errors/nearest.ts';
import { Model } from '../models/model.ts';
import type { Session } from '../session/session.ts';
import type { ShownObject } from '../session/show.ts';
import { goneText } from './gone.ts';
import { findInWholeList, nearestListed } from './lookup.ts';

export interface FoundModel {
  shown: ShownObject;
  /** What a person should know about how it was found. */
  notes: readonly string[];
}

/** @throws CliError of the server, with similar ids if it has no such model */
export async function findModel(session: Session, api: Api, id: string): Promise<FoundModel> {
  let unnamed: ShownObject | undefined;
  try {
    const value = await readJsonBody((await api.retrieve(id)).body);
    const shown: ShownObject = { body: value.bytes, range: findModelRange(value, id), kind: 'model' };
    if (hasModelId(shown.body, shown.range)) {
      return { shown, notes: mismatchNote(shown, id) };
    }
    unnamed = shown;
    throw new CliError('no-model', { found: 'an object without a model id' }, value.bytes);
  } catch (thrown) {
    const error = withKeyOrigin(thrown, api);
    if (!isFailure(error)) throw error;
    if (isKnownMissing(error))
      throw new CliError(
        'server',
        { ...error.args, nearest: await nearestListed(api, id), gone: await goneText(session, api, id) },
        error.body,
      );
    if (!mayLackRoute(error)) throw error;
    return findInList(session, api, { id, cause: error, unnamed });
  }
}

/** Notes that the server responded with another model than requested, which may be an alias or a mistake. */
function mismatchNote({ body, range }: ShownObject, id: string): string[] {
  const { id: other } = new Model(body, range.start, range.end);
  if (other === undefined || other === id || other === `models/${id}`) return [];
  return [`The server returned ${other}, not ${id}.`];
}

/** Whether the server has the route and says that there is no such model. */
function isKnownMissing(error: Failure): error is CliError<'server'> {
  return (
    error.code === 'server' && error.args.status === 404 && error.body !== undefined && isModelNotFound(error.body)
  );
}

/** Responses of servers that have no route for one model, or whose route fails on this id. */
function mayLackRoute(error: Failure): boolean {
  if (error.code === 'no-model') return true;
  if (error.code === 'not-json') return error.args.html;
  return error.code === 'server' && [200, 400, 404, 405, 501].includes(error.args.status);
}

interface ListLookup {
  id: string;
  /** Why it is looked up in the list, and the error to throw if the list does not help. */
  cause: Failure;
  /** What the server returned for the id, if that did not say which model it is (Xinference). */
  unnamed: ShownObject | undefined;
}

/** Picks the model from the list. */
async function findInList(session: Session, api: Api, { id, cause, unnamed }: ListLookup): Promise<FoundModel> {
  const { text, ids } = await findInWholeList(api, id).catch((error: unknown) => {
    if (unnamed) return { text: undefined, ids: [] };
    throw moreInformative(error, cause);
  });
  if (text) {
    const shown: ShownObject = { body: text, range: { start: 0, end: text.length }, kind: 'model' };
    return { shown, notes: [`The server cannot retrieve ${id} by itself, so it comes from the list.`] };
  }
  if (unnamed) return { shown: unnamed, notes: [] };
  const reason = cause.code === 'server' ? cause.args.reason : undefined;
  throw new CliError(
    'not-listed',
    { model: id, listed: ids.length, nearest: nearestIds(id, ids, 3), gone: await goneText(session, api, id), reason },
    cause.body,
  );
}

/**
 * The more informative error: that of the list if it is about the key or the list is not found either, else `cause`.
 */
function moreInformative(error: unknown, cause: Failure): unknown {
  if (!isFailure(error) || error.code === 'interrupted') return error;
  const status = error.code === 'server' ? error.args.status : undefined;
  if (status === 401 || status === 403) return error;
  if (status !== 404 || cause.code !== 'server') return cause;
  return new CliError('server', { ...cause.args, noList: true }, cause.body);
}
