/**
 * Ids of models at the cursor: from the cache, which another run of this program renews aside. What is offered is at
 * most ten minutes old; nobody waits longer than 300 ms, and trouble means no ids.
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

/** Times in milliseconds. What is older than `usable` is not offered; from `fresh` on it is renewed. */
const AGE = { fresh: 5 * 60_000, usable: 10 * 60_000 };
const MOST_WAIT = 300;
const STEP = 10;
/** A server that did not answer is not asked again at every Tab. */
const PAUSE = 30_000;

/** Whether the text of an {@link askedPath} file names a time so near to `now` that the server is left alone. */
export function askedLately(text: string | undefined, now: number): boolean {
  return Math.abs(now - Number(text ?? 0)) < PAUSE;
}

/** Flags that decide which models there are. */
const CHOOSING = ['profile', 'base-url', 'organization', 'project'] as const satisfies readonly FlagName[];
/** Flags that carry credentials: as long as a line is only typed, they are not used. */
const CREDENTIALS = ['api-key', 'header', 'mtls-client-cert-file', 'mtls-client-key-file'] as const;

export async function modelCandidates(line: TypedLine, world: CompletionContext): Promise<readonly Candidate[]> {
  try {
    const flags = choosingFlags(line);
    // What the shell has yet to expand is no value.
    for (const name of [...CHOOSING, 'api-key'] as const) if (mayExpand(line.flags.get(name))) return [];
    // Whose list a credential in a header leads to, only the run itself will see.
    const header = line.flags.get('header');
    if (header !== undefined && SECRET_NAME.test(header.split(':', 1)[0] ?? '')) return [];
    if (usesSandbox(flags, world.env)) return await (await import('./sandbox-models.ts')).practiceModels(world);
    return await knownModels(flags, line, world);
  } catch {
    // A profile that does not exist, a URL that is half typed: the run itself will say it.
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
  // Without a salt nothing was ever kept: what is started aside makes one.
  if (path === undefined && saltPath(world) === undefined) return [];
  const known = path === undefined ? undefined : await read(path, line.typed, world);
  const age = known ? world.now() - known.asked : Number.POSITIVE_INFINITY;
  const usable = age >= 0 && age <= AGE.usable;
  if (usable && age <= AGE.fresh) return known?.models ?? [];
  const asked = mayAsk(line, flags) && (await askAside(path, flags, world));
  if (usable) return known?.models ?? [];
  return asked ? waitFor(target, known?.asked, line.typed, world) : [];
}

/** What the line is about. A key on the line counts, though it is not used. */
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

/** Where the ids of the target are kept, for the key that it would be asked with. */
async function pathOf(target: EndpointAccess, world: CompletionContext): Promise<string | undefined> {
  const at = saltPath(world);
  const salt = at === undefined ? undefined : parseSalt(await world.readText(at));
  if (salt === undefined) return undefined;
  const text = accountText(await keyAt(target.source, world), target);
  const fingerprint = shortened(await world.sha256(saltedText(salt, text)));
  return cachePath({ ...target.endpoint, fingerprint }, world);
}

/** Whether the line may lead to a request. An address that is only typed gets none, unless it is this machine. */
function mayAsk({ flags: typed }: TypedLine, flags: FlagValues): boolean {
  if (CREDENTIALS.some((name) => typed.has(name))) return false;
  const url = flags['base-url'];
  return url === undefined || (URL.canParse(url) && isLoopback(new URL(url).hostname));
}

/** Has the cache renewed by another run of the program, unless that was tried a moment ago. */
async function askAside(path: string | undefined, flags: FlagValues, world: CompletionContext): Promise<boolean> {
  if (path !== undefined && askedLately(await world.readText(askedPath(path)), world.now())) return false;
  const said = CHOOSING.flatMap((name) => (flags[name] === undefined ? [] : [`--${name}=${flags[name]}`]));
  await world.startAside(['__remember-models', '--timeout=5', '--max-retries=0', '--no-input', ...said]);
  return true;
}

/** The models, once the file is another than the one of the time `before`. */
async function waitFor(
  target: EndpointAccess,
  before: number | undefined,
  typed: string,
  world: CompletionContext,
): Promise<readonly Candidate[]> {
  let path: string | undefined;
  for (const end = world.now() + MOST_WAIT; world.now() < end; ) {
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

// The ids that completion offers: a file for each endpoint, profile and key, in the state folder. A line with the time, in
// milliseconds since 1970, then a line for each model: its id, a tab, one line about it. It holds neither keys nor
// addresses.

/** The same for one key, whose fingerprint is known. */
export interface Account extends Endpoint {
  fingerprint: string;
}

export interface KnownModels {
  /** When the server was asked, in milliseconds since 1970. */
  asked: number;
  models: readonly Candidate[];
}

/** More than this no shell shows; the rest of a longer list is left out. */
export const MOST_MODELS = 20_000;

/** Where the ids of an account are kept; `undefined` without a home. */
export function cachePath(
  account: Account,
  ctx: Pick<CompletionContext, 'env' | 'home' | 'platform'>,
): string | undefined {
  const folder = stateFolder(ctx);
  const { profile, baseUrl, organization, project, fingerprint } = account;
  const name = digest([profile ?? '', baseUrl, organization ?? '', project ?? '', fingerprint].join('\n'));
  return folder === undefined ? undefined : joinPath(folder, 'completion', `${name}.txt`);
}

/** The file that says when the server was asked last, whatever came of it. */
export function askedPath(path: string): string {
  return path.replace(/txt$/, 'asked');
}

export function formatKnown({ asked, models }: KnownModels): string {
  const lines = models.slice(0, MOST_MODELS).map(({ value, hint }) => `${value}\t${hint ?? ''}\n`);
  return `${asked}\n${lines.join('')}`;
}

/**
 * The models whose lines hold `typed`, whatever the case of its letters: a long list has to be quick too.
 * @returns `undefined` for a text that is no such file
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

/** 64 bits of FNV-1a, in two halves: names for files, and no way back to an address. */
function digest(text: string): string {
  return half(text, 0x811c9dc5) + half(text, 0x9747b28c);
}

function half(text: string, seed: number): string {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
