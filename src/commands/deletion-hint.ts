/** What a deletion means on this kind of server, and why one failed: told by the profile's preset, else by the port. */
import type { Api } from '../api/client.ts';
import { isModelNotFound } from '../api/reason.ts';
import { CliError, type ErrorArguments } from '../errors.ts';
import { nearestAll } from '../nearest.ts';
import type { PresetName } from '../spec/presets.ts';
import { DELETION_EFFECTS, OWN_DELETIONS, presetAtPort } from '../spec/servers.ts';
import { lookUp } from './lookup.ts';

type Refusal = ErrorArguments['server'];

/** What a person must know before they say yes. */
export function deletionEffect(api: Api, several = false): string {
  const kind = kindOf(api);
  return (kind && DELETION_EFFECTS[kind]) ?? `${several ? 'They' : 'It'} cannot be brought back.`;
}

/**
 * The error to show in place of a server's refusal to delete. A 404 of a server without such a route must not read as
 * a missing model, and some servers call a missing model a bad request: the list tells one from the other.
 */
export async function whyNotDeleted(api: Api, id: string, error: CliError<'server'>): Promise<CliError> {
  const { status } = error.args as Refusal;
  const hint = ownDeletion(api, id);
  if (status === 405 || status === 501)
    return hint ? new CliError('server', { ...(error.args as Refusal), hint }, error.body) : error;
  if (status !== 404 && status !== 400) return error;
  return (await whyNotFound(api, id, error)) ?? (status === 400 ? error : withoutRoute(id, hint, error));
}

/** The same for a model of which is known whether the server lists it: nothing is asked. */
export function whyRefused(api: Api, { id, listed }: { id: string; listed: boolean }, error: CliError): CliError {
  if (!isRefusal(error)) return error;
  const { status } = error.args;
  const hint = ownDeletion(api, id);
  if (status === 404 && listed && !saysNoModel(error)) return withoutRoute(id, hint, error);
  return hint && (status === 405 || status === 501)
    ? new CliError('server', { ...error.args, hint }, error.body)
    : error;
}

function isRefusal(error: CliError): error is CliError<'server'> {
  return error.code === 'server';
}

/** The server knows its models, and this one is none. */
function saysNoModel({ args, body }: CliError<'server'>): boolean {
  return args.status === 404 && body !== undefined && isModelNotFound(body);
}

/**
 * The error for a model that the server did not find, or refused as if there were none; `undefined` where it lists
 * the model all the same. Without a list it is the error itself.
 */
export async function whyNotFound(api: Api, id: string, error: CliError<'server'>): Promise<CliError | undefined> {
  const args = error.args as Refusal;
  const ids = await lookUp(api, id).then(
    (found) => found.ids,
    () => undefined,
  );
  if (!ids) return error;
  if (ids.includes(id) && !saysNoModel(error)) return undefined;
  const nearest = nearestAll(id, ids, 3).filter((other) => other !== id);
  if (args.status === 404) return new CliError('server', { ...args, nearest }, error.body);
  return new CliError('not-listed', { model: id, listed: ids.length, nearest, reason: args.reason }, error.body);
}

/**
 * Whether a 404 after a try whose answer was lost means that the server has no such route, and not that the model is
 * gone: it does not speak of the model, and the list still holds it.
 */
export async function isStillThere(api: Api, id: string, error: CliError): Promise<boolean> {
  if (!isRefusal(error) || saysNoModel(error)) return false;
  return lookUp(api, id).then(
    ({ ids }) => ids.includes(id),
    () => false,
  );
}

function withoutRoute(id: string, hint: string | undefined, error: CliError<'server'>): CliError {
  const { status, reason } = error.args as Refusal;
  return new CliError('no-deletion', { model: id, status, reason, hint }, error.body);
}

/** What this kind of server offers instead, as a line to type. */
function ownDeletion(api: Api, id: string): string | undefined {
  const kind = kindOf(api);
  const own = kind && OWN_DELETIONS[kind];
  if (!own) return undefined;
  const root = api.baseUrl.replace(/\/v1$/, '');
  const address = (text: string) =>
    quoteWord(text.replace('ROOT', () => root).replace('MODEL', () => encodeURIComponent(id)));
  const words = own.command.split(' ').map((word) => (word.startsWith('ROOT') ? address(word) : word));
  return `${own.where}: ${words.map((word) => (word === 'MODEL' ? quoteWord(id) : word)).join(' ')}`;
}

function kindOf({ preset, baseUrl }: Api): PresetName | undefined {
  return preset ?? presetAtPort(new URL(baseUrl).port);
}

/** A word that a shell takes as it is: an id may hold spaces, quotes and worse. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
