/** What a deletion means on this kind of server, and why one failed: told by the profile's preset, else by the port. */
import type { Api } from '../api/client.ts';
import { isModelNotFound, isUnrouted } from '../api/reason.ts';
import { modelIn, readValue } from '../api/value.ts';
import { shellWord } from '../config/text.ts';
import { CliError } from '../errors/error.ts';
import { nearestIds } from '../errors/nearest.ts';
import { lookUp } from '../query/lookup.ts';
import { serverAtPort } from '../servers/recognize.ts';
import { type Server, serverOf } from '../servers/servers.ts';

/** What a person must know before they say yes. */
export function deletionEffect(api: Api, several = false): string {
  return serverBehind(api)?.effect ?? `${several ? 'They' : 'It'} cannot be brought back.`;
}

/** What a refusal comes to: the error to show, and what it says of the model. */
export interface Refused {
  error: CliError;
  outcome: 'gone' | 'not-found' | 'not-supported' | 'failed';
  /** How a model that is not there any more is known to have gone. */
  reason?: string;
}

export interface Asked {
  id: string;
  /** This run saw the model on the server's list. */
  listed: boolean;
  /** An earlier try of this run may have reached its aim. */
  landed: boolean;
  /** Whether the list may be asked for where it is not known if the model is on it. */
  mayList: boolean;
}

/**
 * What a server's refusal to delete means. A 404 of a server without such a route must not read as a missing model,
 * some servers call a missing model a bad request, and a model that another run deleted a moment ago is no mistake of
 * this one: the list tells them apart.
 */
export async function explainRefusal(api: Api, asked: Asked, error: CliError<'server'>): Promise<Refused> {
  const { status } = error.args;
  const { id, listed, landed, mayList } = asked;
  const unrouted = status === 503 && error.body !== undefined && isUnrouted(error.body);
  if (status === 405 || status === 501 || unrouted)
    return { error: noDeletion(api, id, error), outcome: 'not-supported' };
  if (status === 400 && mayList && !listed) {
    const missing = await whyNotFound(api, id, error);
    return missing?.code === 'not-listed' ? { error: missing, outcome: 'not-found' } : { error, outcome: 'failed' };
  }
  if (status !== 404) return { error, outcome: 'failed' };
  if (landed || listed) return explainMissing(api, asked, error);
  const missing = mayList ? await whyNotFound(api, id, error) : error;
  if (missing) return { error: missing, outcome: 'not-found' };
  return { error: noDeletion(api, id, error), outcome: 'not-supported' };
}

const GONE_BEFORE = 'an earlier try had deleted it already, though its answer was lost';
const GONE_MEANWHILE = 'it was on the list when this run began and no longer is: something else deleted it';

/** A 404 about a model that was there. */
async function explainMissing(api: Api, { id, landed, listed }: Asked, error: CliError<'server'>): Promise<Refused> {
  const knows = saysNoModel(error);
  if (landed && knows) return { error, outcome: 'gone', reason: GONE_BEFORE };
  const ids = await idsOf(api, id);
  if (ids && !ids.includes(id)) return { error, outcome: 'gone', reason: landed ? GONE_BEFORE : GONE_MEANWHILE };
  if (!ids && landed) return { error, outcome: 'gone', reason: GONE_BEFORE };
  if (!knows && (ids || listed)) return { error: noDeletion(api, id, error), outcome: 'not-supported' };
  return { error, outcome: ids ? 'failed' : 'not-found' };
}

/** Docker Model Runner lists `docker.io/ai/tiny:latest`, and shows it as `ai/tiny`. */
async function goesByShortName(api: Api, id: string, ids: readonly string[]): Promise<boolean> {
  if (!ids.some((listed) => listed.includes(id))) return false;
  try {
    modelIn(await readValue((await api.retrieve(id)).body));
    return true;
  } catch {
    return false;
  }
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
  const args = error.args;
  const ids = await idsOf(api, id);
  if (!ids) return error;
  if (!saysNoModel(error) && (ids.includes(id) || (await goesByShortName(api, id, ids)))) return undefined;
  const nearest = nearestIds(id, ids, 3).filter((other) => other !== id);
  if (args.status === 404) return new CliError('server', { ...args, nearest }, error.body);
  return new CliError('not-listed', { model: id, listed: ids.length, nearest, reason: args.reason }, error.body);
}

/** Every id of the list; `undefined` where it cannot be had. */
function idsOf(api: Api, id: string): Promise<readonly string[] | undefined> {
  return lookUp(api, id).then(
    (found) => found.ids,
    () => undefined,
  );
}

/** The error of a server that has the model, and no way to delete it. */
function noDeletion(api: Api, id: string, error: CliError<'server'>): CliError {
  const { status, reason } = error.args;
  return new CliError('no-deletion', { model: id, status, reason, hint: ownDeletion(api, id) }, error.body);
}

/** What this kind of server offers instead, as a line to type. */
export function ownDeletion(api: Api, id: string): string | undefined {
  const own = serverBehind(api)?.deletes;
  if (!own) return undefined;
  const root = api.baseUrl.replace(/\/v1$/, '');
  const address = (text: string) =>
    shellWord(text.replace('ROOT', () => root).replace('MODEL', () => encodeURIComponent(id)));
  const command = own.command.replace(/^curl/, () => `curl${authorization(api)}`);
  const words = command.split(' ').map((word) => (word.startsWith('ROOT') ? address(word) : word));
  return `${own.where}: ${words.map((word) => (word === 'MODEL' ? shellWord(id) : word)).join(' ')}`;
}

/** The key as the shell has it: its name, never the key. */
function authorization({ keyOrigin }: Api): string {
  if (keyOrigin === undefined) return '';
  const variable = /^[A-Z][A-Z0-9_]*/.exec(keyOrigin)?.[0] ?? 'OPENAI_API_KEY';
  return ` -H "Authorization: Bearer $${variable}"`;
}

function serverBehind({ preset, baseUrl }: Api): Server | undefined {
  const name = preset ?? serverAtPort(new URL(baseUrl).port);
  return name && serverOf(name);
}
