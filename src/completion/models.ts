/**
 * Completes model ids from a cache that another run of this program updates in the background. Ids are at most ten
 * minutes old when offered, completion waits at most 300 ms, and on any problem it offers no ids.
 */

import { isLoopback } from '../config/key.ts';
import { parseSalt, saltPath, shortenHash, withSalt } from '../config/salt.ts';
import { SECRET_NAME } from '../config/secrets.ts';
import { textSetting, usesSandbox } from '../config/setting.ts';
import { configFolder, joinPath, stateFolder } from '../fs/paths.ts';
import type { FlagName, FlagValues } from '../spec/flags.ts';
import { NO_PROFILE } from '../spec/profile.ts';
import type { Endpoint } from './account.ts';
import { accountText, type EndpointAccess, resolveAccess, resolveKey } from './account.ts';
import type { TypedLine } from './line.ts';
import type { Candidate, CompletionContext } from './reply.ts';

/** Times in milliseconds. Ids older than `usable` are not offered; those older than `fresh` are updated. */
const AGE = { fresh: 5 * 60_000, usable: 10 * 60_000 };
const MAX_WAIT = 300;
const POLL_INTERVAL = 10;
/** Shortest time between two requests to a server, so that not every Tab sends one to a server that does not respond. */
const MIN_REQUEST_INTERVAL = 30_000;

/** Whether the time in the text of an {@link requestTimePath} file is so close to `now` that the server is left alone. */
export function isRecentlyRequested(text: string | undefined, now: number): boolean {
  return Math.abs(now - Number(text ?? 0)) < MIN_REQUEST_INTERVAL;
}

/** Flags that decide which models there are. */
const ENDPOINT_FLAG_NAMES = ['profile', 'base-url', 'organization', 'project'] as const satisfies readonly FlagName[];
/** Flags with credentials, which are not used before the line is run. */
const CREDENTIAL_FLAGS = ['api-key', 'header', 'mtls-client-cert-file', 'mtls-client-key-file'] as const;

export async function modelCandidates(line: TypedLine, ctx: CompletionContext): Promise<readonly Candidate[]> {
  try {
    const flags = endpointFlags(line);
    // Text that the shell has yet to expand is not a value.
    for (const name of [...ENDPOINT_FLAG_NAMES, 'api-key'] as const) if (mayExpand(line.flags.get(name))) return [];
    // Only the run itself can tell which account a credential in a header belongs to.
    const header = line.flags.get('header');
    if (header !== undefined && SECRET_NAME.test(header.split(':', 1)[0] ?? '')) return [];
    if (usesSandbox(flags, ctx.env)) return await (await import('./sandbox-models.ts')).sandboxModels(ctx);
    return await cachedModels(flags, line, ctx);
  } catch {
    // A profile that does not exist, or a half-typed URL: the run itself will report it.
    return [];
  }
}

function mayExpand(value = ''): boolean {
  return value.includes('$') || value.includes('`');
}

function endpointFlags({ flags }: TypedLine): FlagValues {
  const values: FlagValues = {};
  for (const name of ENDPOINT_FLAG_NAMES) {
    const value = flags.get(name);
    if (value !== undefined) values[name] = value;
  }
  const sandbox = flags.get('sandbox');
  if (sandbox !== undefined) values.sandbox = sandbox === 'true' || sandbox === '1';
  return values;
}

async function cachedModels(flags: FlagValues, line: TypedLine, ctx: CompletionContext): Promise<readonly Candidate[]> {
  const target = await resolveTarget(flags, line, ctx);
  const path = await cachePathFor(target, ctx);
  // Without a home folder, nothing can be cached. If only the salt is missing, the background run creates it.
  if (path === undefined && saltPath(ctx) === undefined) return [];
  const cache = path === undefined ? undefined : await readCache(path, line.typed, ctx);
  const age = cache ? ctx.now() - cache.requestedAt : Number.POSITIVE_INFINITY;
  const isUsable = age >= 0 && age <= AGE.usable;
  if (isUsable && age <= AGE.fresh) return cache?.models ?? [];
  const isRefreshing = mayRefresh(line, flags) && (await startRefresh(path, flags, ctx));
  if (isUsable) return cache?.models ?? [];
  return isRefreshing ? waitForRefresh(target, cache?.requestedAt, line.typed, ctx) : [];
}

/** The endpoint of the line. A key on the line counts, although it is not used. */
async function resolveTarget(
  flags: FlagValues,
  { flags: typed }: TypedLine,
  ctx: CompletionContext,
): Promise<EndpointAccess> {
  const key = typed.get('api-key');
  const all = key === undefined ? flags : { ...flags, 'api-key': key };
  const folder = configFolder(ctx);
  const config = folder === undefined ? undefined : await ctx.readText(joinPath(folder, 'config.yaml'));
  const named = textSetting(flags, ctx.env, 'profile');
  if (config !== undefined || (named && named.value !== NO_PROFILE))
    return (await import('./configured.ts')).resolveConfiguredAccess(all, ctx);
  return resolveAccess(all, ctx.env, undefined);
}

/** The cache file for the target, with the key that would be sent to it. */
async function cachePathFor(target: EndpointAccess, ctx: CompletionContext): Promise<string | undefined> {
  const saltFile = saltPath(ctx);
  const salt = saltFile === undefined ? undefined : parseSalt(await ctx.readText(saltFile));
  if (salt === undefined) return undefined;
  const text = accountText(await resolveKey(target.source, ctx), target);
  const fingerprint = shortenHash(await ctx.sha256(withSalt(salt, text)));
  return cachePath({ ...target.endpoint, fingerprint }, ctx);
}

/** Whether the line may cause a request. A URL that is only typed gets none, unless it is on this machine. */
function mayRefresh({ flags: typed }: TypedLine, flags: FlagValues): boolean {
  if (CREDENTIAL_FLAGS.some((name) => typed.has(name))) return false;
  const url = flags['base-url'];
  return url === undefined || (URL.canParse(url) && isLoopback(new URL(url).hostname));
}

/** Starts another run of the program to update the cache, unless that was tried a moment ago. */
async function startRefresh(path: string | undefined, flags: FlagValues, ctx: CompletionContext): Promise<boolean> {
  if (path !== undefined && isRecentlyRequested(await ctx.readText(requestTimePath(path)), ctx.now())) return false;
  const endpointArgs = ENDPOINT_FLAG_NAMES.flatMap((name) =>
    flags[name] === undefined ? [] : [`--${name}=${flags[name]}`],
  );
  await ctx.spawnInBackground(['__remember-models', '--timeout=5', '--max-retries=0', '--no-input', ...endpointArgs]);
  return true;
}

/** The models, once the cache file has a different time than `before`. */
async function waitForRefresh(
  target: EndpointAccess,
  previousTime: number | undefined,
  typed: string,
  ctx: CompletionContext,
): Promise<readonly Candidate[]> {
  let path: string | undefined;
  for (const deadline = ctx.now() + MAX_WAIT; ctx.now() < deadline; ) {
    await ctx.sleep(POLL_INTERVAL);
    path ??= await cachePathFor(target, ctx);
    const cache = path === undefined ? undefined : await readCache(path, typed, ctx);
    if (cache && cache.requestedAt !== previousTime) return cache.models;
  }
  return [];
}

async function readCache(path: string, typed: string, ctx: CompletionContext): Promise<ModelCache | undefined> {
  const text = await ctx.readText(path);
  return text === undefined ? undefined : parseModelCache(text, typed);
}

// The cache of model ids: one file per endpoint, profile and key, in the state folder. A line with the time, in
// milliseconds since 1970, then a line per model: its id, a tab, a short description. It contains neither keys nor
// URLs.

/** An endpoint along with one key, of which only the fingerprint is known. */
export interface Account extends Endpoint {
  fingerprint: string;
}

export interface ModelCache {
  /** When the server was asked, in milliseconds since 1970. */
  requestedAt: number;
  models: readonly Candidate[];
}

/** No shell shows more than this. The rest of a longer list is dropped. */
export const MAX_MODELS = 20_000;

/** The cache file of an account; `undefined` without a home folder. */
export function cachePath(
  account: Account,
  ctx: Pick<CompletionContext, 'env' | 'home' | 'platform'>,
): string | undefined {
  const folder = stateFolder(ctx);
  const { profile, baseUrl, organization, project, fingerprint } = account;
  const name = digest([profile ?? '', baseUrl, organization ?? '', project ?? '', fingerprint].join('\n'));
  return folder === undefined ? undefined : joinPath(folder, 'completion', `${name}.txt`);
}

/** The file with the time of the last request, whatever its outcome. */
export function requestTimePath(path: string): string {
  return path.replace(/txt$/, 'asked');
}

export function formatModelCache({ requestedAt, models }: ModelCache): string {
  const lines = models.slice(0, MAX_MODELS).map(({ value, hint }) => `${value}\t${hint ?? ''}\n`);
  return `${requestedAt}\n${lines.join('')}`;
}

/**
 * The models whose lines contain `typed`, ignoring case. Filters here, so that a long list is fast too.
 * @returns `undefined` if the text is not such a file
 */
export function parseModelCache(text: string, typed: string): ModelCache | undefined {
  const lines = text.split('\n');
  const requestedAt = Number(lines[0] || 'none');
  if (!Number.isSafeInteger(requestedAt) || requestedAt < 0) return undefined;
  const query = typed.toLowerCase();
  const models: Candidate[] = [];
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i] as string;
    if (line === '' || !line.toLowerCase().includes(query)) continue;
    const tab = line.indexOf('\t');
    models.push({ value: line.slice(0, tab), hint: line.slice(tab + 1) });
  }
  return { requestedAt, models };
}

/** 64 bits of FNV-1a, in two halves: for file names that do not reveal a URL. */
function digest(text: string): string {
  return fnv1a(text, 0x811c9dc5) + fnv1a(text, 0x9747b28c);
}

function fnv1a(text: string, seed: number): string {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
