/** Recognizes a well-known server by its profile's preset, its URL, or its responses. */
import { findServer, type Server, type Signs, serverOf } from './servers.ts';
import { SERVER_NAMES, type ServerName } from './titles.ts';

/** The only server that uses this port by default; `undefined` if there are several, as at 8080, or none. */
export function serverAtPort(port: string): ServerName | undefined {
  const names = SERVER_NAMES.filter((name) => new URL(serverOf(name).baseUrl).port === port);
  return port !== '' && names.length === 1 ? names[0] : undefined;
}

/** A provider in the details; `local` for a server whose ids say nothing; `undefined` if only the id can tell. */
export type Provider = string | undefined;

/**
 * The provider of a server's models, by its base URL or by the preset that its profile was made from. Several local
 * servers use the same port. If they do not agree, only the id can tell.
 */
export function providerOf(baseUrl: string, preset?: string): Provider {
  if (preset !== undefined && findServer(preset)) return providerAt(preset as ServerName);
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url) return undefined;
  const host = hostOf(url);
  const found = new Set(SERVER_NAMES.filter((name) => isAt(serverOf(name), url, host)).map(providerAt));
  return found.size === 1 ? [...found][0] : undefined;
}

function providerAt(name: ServerName): Provider {
  const { runs, provider } = serverOf(name);
  if (runs === 'own') return 'local';
  return runs === 'gateway' ? undefined : (provider ?? name);
}

/** A server whose base URL is only a pattern is recognized by its host. */
function isAt({ baseUrl, ownAddress, looksLike }: Server, url: URL, host: string): boolean {
  return ownAddress ? fitsHost(looksLike?.host, url.hostname) : hostOf(new URL(baseUrl)) === host;
}

function hostOf(url: URL): string {
  return url.host.replace(/^(?:localhost|\[::1\])(?=:|$)/, '127.0.0.1');
}

/** What a server reveals to someone who lists its models. */
export interface ServerClues {
  host: string;
  port: string;
  /** The `Server` header. */
  server: string | null;
  /** The first model of the list. */
  model: Listed | undefined;
}

interface Listed {
  readonly owner: string | undefined;
  has(field: string): boolean;
  string(field: string): string | undefined;
}

/** Tests in order of certainty: its host, what only its models have, what they share with others, its port. */
const CRITERIA_BY_PRECISION: readonly ((signs: Signs, clues: ServerClues) => boolean)[] = [
  (signs, { host }) => fitsHost(signs.host, host),
  (signs, { server, model }) =>
    (signs.server !== undefined && signs.server === server) ||
    (signs.owner !== undefined && signs.owner === model?.owner) ||
    (signs.field !== undefined && (model?.has(signs.field) ?? false)),
  (signs, { model }) => signs.type !== undefined && signs.type === model?.string('type'),
  (signs, { port }) => signs.port !== undefined && signs.port === port,
];

/** The kind of server, or `undefined`. Makes no uncertain guess. */
export function guessServer(clues: ServerClues): string | undefined {
  for (const tells of CRITERIA_BY_PRECISION) {
    for (const name of SERVER_NAMES) {
      const { looksLike, title } = serverOf(name);
      if (looksLike && tells(looksLike, clues)) return looksLike.name ?? title;
    }
  }
  return undefined;
}

function fitsHost(pattern: string | undefined, host: string): boolean {
  if (pattern === undefined) return false;
  return pattern.startsWith('*') ? host.endsWith(pattern.slice(1)) : host === pattern;
}
