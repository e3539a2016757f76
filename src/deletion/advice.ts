/**
 * Advice on deletions for the kind of server: what one does, and why one failed. The server is known by the profile's
 * preset, else by its port.
 */
import type { Api } from '../api/client.ts';
import { isModelNotFound, isUnrouted } from '../api/reason.ts';
import { findModelRange, readJsonBody } from '../api/value.ts';
import { quoteShellWord } from '../config/text.ts';
import { CliError } from '../errors/error.ts';
import { nearestIds } from '../errors/nearest.ts';
import { findInWholeList } from '../query/lookup.ts';
import { serverAtPort } from '../servers/recognize.ts';
import { type Server, serverOf } from '../servers/servers.ts';

/** What a person must know before confirming. */
export function describeEffect(api: Api, several = false): string {
  return serverBehind(api)?.effect ?? `${several ? 'They' : 'It'} cannot be brought back.`;
}

/** The meaning of an error response: the error to show, and what it says about the model. */
export interface InterpretedError {
  error: CliError;
  outcome: 'gone' | 'not-found' | 'not-supported' | 'failed';
  /** For a model that no longer exists: how we know that it is gone. */
  reason?: string;
}

export interface DeletionContext {
  id: string;
  /** Whether this run saw the model on the server's list. */
  wasListed: boolean;
  /** Whether an earlier attempt of this run may have succeeded. */
  mayHaveTakenEffect: boolean;
  /** Whether the list may be requested when it is unknown whether the model is on it. */
  canList: boolean;
}

/**
 * What a server's error response to a DELETE means. A 404 from a server without such a route must not read as a missing
 * model, some servers respond 400 for a missing model, and a model that another run just deleted is not a mistake of
 * this run. The list tells these cases apart.
 */
export async function interpretError(
  api: Api,
  context: DeletionContext,
  error: CliError<'server'>,
): Promise<InterpretedError> {
  const { status } = error.args;
  const { id, wasListed, mayHaveTakenEffect, canList } = context;
  const unrouted = status === 503 && error.body !== undefined && isUnrouted(error.body);
  if (status === 405 || status === 501 || unrouted)
    return { error: noDeletionError(api, id, error), outcome: 'not-supported' };
  if (status === 400 && canList && !wasListed) {
    const missing = await explainNotFound(api, id, error);
    return missing?.code === 'not-listed' ? { error: missing, outcome: 'not-found' } : { error, outcome: 'failed' };
  }
  if (status !== 404) return { error, outcome: 'failed' };
  if (mayHaveTakenEffect || wasListed) return explainMissing(api, context, error);
  const missing = canList ? await explainNotFound(api, id, error) : error;
  if (missing) return { error: missing, outcome: 'not-found' };
  return { error: noDeletionError(api, id, error), outcome: 'not-supported' };
}

const GONE_BEFORE = 'an earlier try had already deleted it, but the response was lost';
const GONE_MEANWHILE = 'it was listed when this run began but no longer is: something else deleted it';

/** Explains a 404 for a model that did exist. */
async function explainMissing(
  api: Api,
  { id, mayHaveTakenEffect, wasListed }: DeletionContext,
  error: CliError<'server'>,
): Promise<InterpretedError> {
  const knows = reportsMissingModel(error);
  if (mayHaveTakenEffect && knows) return { error, outcome: 'gone', reason: GONE_BEFORE };
  const ids = await idsOf(api, id);
  if (ids && !ids.includes(id))
    return { error, outcome: 'gone', reason: mayHaveTakenEffect ? GONE_BEFORE : GONE_MEANWHILE };
  if (!ids && mayHaveTakenEffect) return { error, outcome: 'gone', reason: GONE_BEFORE };
  if (!knows && (ids || wasListed)) return { error: noDeletionError(api, id, error), outcome: 'not-supported' };
  return { error, outcome: ids ? 'failed' : 'not-found' };
}

/** Docker Model Runner lists `docker.io/ai/tiny:latest`, but shows it as `ai/tiny`. */
async function isListedByShortName(api: Api, id: string, ids: readonly string[]): Promise<boolean> {
  if (!ids.some((listed) => listed.includes(id))) return false;
  try {
    findModelRange(await readJsonBody((await api.retrieve(id)).body));
    return true;
  } catch {
    return false;
  }
}

/** Whether the server says that it has no such model, as opposed to no such route. */
function reportsMissingModel({ args, body }: CliError<'server'>): boolean {
  return args.status === 404 && body !== undefined && isModelNotFound(body);
}

/**
 * The error for a model that the server did not find, or whose 400 may mean the same. `undefined` if the server lists
 * the model anyway; `error` itself if there is no list.
 */
export async function explainNotFound(api: Api, id: string, error: CliError<'server'>): Promise<CliError | undefined> {
  const args = error.args;
  const ids = await idsOf(api, id);
  if (!ids) return error;
  if (!reportsMissingModel(error) && (ids.includes(id) || (await isListedByShortName(api, id, ids)))) return undefined;
  const nearest = nearestIds(id, ids, 3).filter((other) => other !== id);
  if (args.status === 404) return new CliError('server', { ...args, nearest }, error.body);
  return new CliError('not-listed', { model: id, listed: ids.length, nearest, reason: args.reason }, error.body);
}

/** Every id on the list, or `undefined` if the list is not available. */
function idsOf(api: Api, id: string): Promise<readonly string[] | undefined> {
  return findInWholeList(api, id).then(
    (found) => found.ids,
    () => undefined,
  );
}

/** The error for a server that has the model but no way to delete it. */
function noDeletionError(api: Api, id: string, error: CliError<'server'>): CliError {
  const { status, reason } = error.args;
  return new CliError('no-deletion', { model: id, status, reason, hint: alternativeCommand(api, id) }, error.body);
}

/** The alternative that this kind of server offers, as a line to type. */
export function alternativeCommand(api: Api, id: string): string | undefined {
  const own = serverBehind(api)?.deletes;
  if (!own) return undefined;
  const root = api.baseUrl.replace(/\/v1$/, '');
  const address = (text: string) =>
    quoteShellWord(text.replace('ROOT', () => root).replace('MODEL', () => encodeURIComponent(id)));
  const command = own.command.replace(/^curl/, () => `curl${authorization(api)}`);
  const words = command.split(' ').map((word) => (word.startsWith('ROOT') ? address(word) : word));
  return `${own.where}: ${words.map((word) => (word === 'MODEL' ? quoteShellWord(id) : word)).join(' ')}`;
}

/** Refers to the key by the name of its shell variable, never by its value. */
function authorization({ keyOrigin }: Api): string {
  if (keyOrigin === undefined) return '';
  const variable = /^[A-Z][A-Z0-9_]*/.exec(keyOrigin)?.[0] ?? 'OPENAI_API_KEY';
  return ` -H "Authorization: Bearer $${variable}"`;
}

function serverBehind({ preset, baseUrl }: Api): Server | undefined {
  const name = preset ?? serverAtPort(new URL(baseUrl).port);
  return name && serverOf(name);
}
