/**
 * Completes model ids from a cache that another run of this program updates in the background. Ids are at most ten
 * minutes old when offered, completion waits at most 300 ms, and on any problem it offers no ids.
 */

import { isLoopback } from '../config/key.ts';
import { parseSalt, saltedText, saltPath, shortened } from '../config/salt.ts';
import { SECRET_NAME } from '../config/secrets.ts';
import { textSetting, usesSandbox } from '../config/setting.ts';
import { configFolder, joinPath, stateFolder } from '../fs/paths.ts';
import type { FlagName, FlagValues } from '../spec/flags.ts';
import { NO_PROFILE } from '../spec/profile.ts';
import type { Endpoint } from './account.ts';
import { accessOf, accountText, type EndpointAccess, keyAt } from './account.ts';
import type { TypedLine } from './line.ts';
import type { Candidate, CompletionContext } from './reply.ts';

/** Times in milliseconds. Ids older than `usable` are not offered; those older than `fresh` are updated. */
const AGE = { fresh: 5 * 60_000, usable: 10 * 60_000 };
const MAX_WAIT = 300;
const STEP = 10;
/** Shortest time between two requests to a server, so that not every Tab sends one to a server that does not respond. */
const PAUSE = 30_000;

/** Whether the time in the text of an {@link askedPath} file is so close to `now` that the server is left alone. */
export function askedLately(text: string | undefined, now: number): boolean {
  return Math.abs(now - Number(text ?? 0)) < PAUSE;
}

/** Flags that decide which models there are. */
const CHOOSING = ['profile', 'base-url', 'organization', 'project'] as const satisfies readonly FlagName[];
/** Flags with credentials, which are not used before the line is run. */
const CREDENTIALS = ['api-key', 'header', 'mtls-client-cert-file', 'mtls-client-key-file'] as const;

export async function modelCandidates(line: TypedLine, world: CompletionContext): Promise<readonly Candidate[]> {
  try {
    const flags = choosingFlags(line);
    // Text that the shell has yet to expand is not a value.
    for (const name of [...CHOOSING, 'api-key'] as const) if (mayExpand(line.flags.get(name))) return [];
    // Only the run itself can tell which account a credential in a header belongs to.
    const header = line.flags.get('header');
    if (header !== undefined && SECRET_NAME.test(header.split(':', 1)[0] ?? '')) return [];
    if (usesSandbox(flags, world.env)) return await (await import('./sandbox-models.ts')).practiceModels(world);
    return await knownModels(flags, line, world);
  } catch {
    // A profile that does not exist, or a half-typed URL: the run itself will report it.
    return [];
  }
}

function mayExpand(value = ''): boolean {
  return value.includes('$') || value.includes('`');
}

function choosingFlags({ flags }: TypedLine): FlagValues {
  const values: FlagValues = {};
  for (const name of CHOOSING) {
    const value = flags.get(name);
    if (value !== undefined) values[name] = value;
  }
  const sandbox = flags.get('sandbox');
  if (sandbox !== undefined) values.sandbox = sandbox === 'true' || sandbox === '1';
  return values;
}

async function knownModels(
  flags: FlagValues,
  line: TypedLine,
  world: CompletionContext,
): Promise<readonly Candidate[]> {
  const target = await targetAt(flags, line, world);
  const path = await pathOf(target, world);
  // Without a home folder, nothing can be cached. If only the salt is missing, the background run creates it.
  if (path === undefined && saltPath(world) === undefined) return [];
  const known = path === undefined ? undefined : await read(path, line.typed, world);
  const age = known ? world.now() - known.asked : Number.POSITIVE_INFINITY;
  const usable = age >= 0 && age <= AGE.usable;
  if (usable && age <= AGE.fresh) return known?.models ?? [];
  const asked = mayAsk(line, flags) && (await askAside(path, flags, world));
  if (usable) return known?.models ?? [];
  return asked ? waitFor(target, known?.asked, line.typed, world) : [];
}

/** The endpoint of the line. A key on the line counts, although it is not used. */
async function targetAt(
  flags: FlagValues,
  { flags: typed }: TypedLine,
  world: CompletionContext,
): Promise<EndpointAccess> {
  const key = typed.get('api-key');
  const all = key === undefined ? flags : { ...flags, 'api-key': key };
  const folder = configFolder(world);
  const config = folder === undefined ? undefined : await world.readText(joinPath(folder, 'config.yaml'));
  const named = textSetting(flags, world.env, 'profile');
  if (config !== undefined || (named && named.value !== NO_PROFILE))
    return (await import('./configured.ts')).configuredTarget(all, world);
  return accessOf(all, world.env, undefined);
}

/** The cache file for the target, with the key that would be sent to it. */
async function pathOf(target: EndpointAccess, world: CompletionContext): Promise<string | undefined> {
  const at = saltPath(world);
  const salt = at === undefined ? undefined : parseSalt(await world.readText(at));
  if (salt === undefined) return undefined;
  const text = accountText(await keyAt(target.source, world), target);
  const fingerprint = shortened(await world.sha256(saltedText(salt, text)));
  return cachePath({ ...target.endpoint, fingerprint }, world);
}

/** Whether the line may cause a request. A URL that is only typed gets none, unless it is on this machine. */
function mayAsk({ flags: typed }: TypedLine, flags: FlagValues): boolean {
  if (CREDENTIALS.some((name) => typed.has(name))) return false;
  const url = flags['base-url'];
  return url === undefined || (URL.canParse(url) && isLoopback(new URL(url).hostname));
}

/** Starts another run of the program to update the cache, unless that was tried a moment ago. */
async function askAside(path: string | undefined, flags: FlagValues, world: CompletionContext): Promise<boolean> {
  if (path !== undefined && askedLately(await world.readText(askedPath(path)), world.now())) return false;
  const said = CHOOSING.flatMap((name) => (flags[name] === undefined ? [] : [`--${name}=${flags[name]}`]));
  await world.startAside(['__remember-models', '--timeout=5', '--max-retries=0', '--no-input', ...said]);
  return true;
}

/** The models, once the cache file has a different time than `before`. */
async function waitFor(
  target: EndpointAccess,
  before: number | undefined,
  typed: string,
  world: CompletionContext,
): Promise<readonly Candidate[]> {
  let path: string | undefined;
  for (const end = world.now() + MAX_WAIT; world.now() < end; ) {
    await world.sleep(STEP);
    path ??= await pathOf(target, world);
    const known = path === undefined ? undefined : await read(path, typed, world);
    if (known && known.asked !== before) return known.models;
  }
  return [];
}

async function read(path: string, typed: string, world: CompletionContext): Promise<KnownModels | undefined> {
  const text = await world.readText(path);
  return text === undefined ? undefined : parseKnown(text, typed);
}

// The cache of model ids: one file per endpoint, profile and key, in the state folder. A line with the time, in
// milliseconds since 1970, then a line per model: its id, a tab, a short description. It contains neither keys nor
// URLs.

/** An endpoint along with one key, of which only the fingerprint is known. */
export interface Account extends Endpoint {
  fingerprint: string;
}

export interface KnownModels {
  /** When the server was asked, in milliseconds since 1970. */
  asked: number;
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
export function askedPath(path: string): string {
  return path.replace(/txt$/, 'asked');
}

export function formatKnown({ asked, models }: KnownModels): string {
  const lines = models.slice(0, MAX_MODELS).map(({ value, hint }) => `${value}\t${hint ?? ''}\n`);
  return `${asked}\n${lines.join('')}`;
}

/**
 * The models whose lines contain `typed`, ignoring case. Filters here, so that a long list is fast too.
 * @returns `undefined` if the text is not such a file
 */
export function parseKnown(text: string, typed: string): KnownModels | undefined {
  const lines = text.split('\n');
  const asked = Number(lines[0] || 'none');
  if (!Number.isSafeInteger(asked) || asked < 0) return undefined;
  const wanted = typed.toLowerCase();
  const models: Candidate[] = [];
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i] as string;
    if (line === '' || !line.toLowerCase().includes(wanted)) continue;
    const tab = line.indexOf('\t');
    models.push({ value: line.slice(0, tab), hint: line.slice(tab + 1) });
  }
  return { asked, models };
}

/** 64 bits of FNV-1a, in two halves: for file names that do not reveal a URL. */
function digest(text: string): string {
  return half(text, 0x811c9dc5) + half(text, 0x9747b28c);
}

function half(text: string, seed: number): string {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
