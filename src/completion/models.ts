/**
 * Ids of models at the cursor: from the cache, which another run of this program renews aside. What is offered is at
 * most ten minutes old; nobody waits longer than 300 ms, and trouble means no ids.
 */
import { isLoopback } from '../config/key.ts';
import { textSetting } from '../config/origin.ts';
import { configFolder, joinPath } from '../config/paths.ts';
import { parseSalt, saltedText, saltPath, shortened } from '../config/salt.ts';
import { usesSandbox } from '../config/sandbox-choice.ts';
import { SECRET_NAME } from '../config/secrets.ts';
import type { FlagName, FlagValues } from '../spec/flags.ts';
import { NO_PROFILE } from '../spec/profile.ts';
import { accountText, keyAt, type Target, targetOf } from './account.ts';
import { askedPath, cachePath, type KnownModels, parseKnown } from './cache.ts';
import type { Candidate } from './candidate.ts';
import type { TypedLine } from './line.ts';
import type { World } from './world.ts';

/** Times in milliseconds. What is older than `usable` is not offered; from `fresh` on it is renewed. */
const AGE = { fresh: 5 * 60_000, usable: 10 * 60_000 };
const MOST_WAIT = 300;
const STEP = 10;
/** A server that did not answer is not asked again at every Tab. */
const PAUSE = 30_000;

/** Flags that decide which models there are. */
const CHOOSING = ['profile', 'base-url', 'organization', 'project'] as const satisfies readonly FlagName[];
/** Flags that carry credentials: as long as a line is only typed, they are not used. */
const CREDENTIALS = ['api-key', 'header', 'mtls-client-cert-file', 'mtls-client-key-file'] as const;

export async function modelCandidates(line: TypedLine, world: World): Promise<readonly Candidate[]> {
  try {
    const flags = choosingFlags(line);
    // What the shell has yet to expand is no value.
    const typed = [...Object.values(flags), line.flags.get('api-key')];
    if (typed.some((value) => typeof value === 'string' && /[$`]/.test(value))) return [];
    // Whose list a credential in a header leads to, only the run itself will see.
    if (SECRET_NAME.test(line.flags.get('header')?.split(':', 1)[0] ?? '')) return [];
    if (usesSandbox(flags, world.env)) return await (await import('./practice.ts')).practiceModels(world);
    return await knownModels(flags, line, world);
  } catch {
    // A profile that does not exist, a URL that is half typed: the run itself will say it.
    return [];
  }
}

function choosingFlags({ flags }: TypedLine): FlagValues {
  const values: FlagValues = Object.fromEntries(CHOOSING.filter((n) => flags.has(n)).map((n) => [n, flags.get(n)]));
  const sandbox = flags.get('sandbox');
  return sandbox === undefined ? values : { ...values, sandbox: sandbox === 'true' || sandbox === '1' };
}

async function knownModels(flags: FlagValues, line: TypedLine, world: World): Promise<readonly Candidate[]> {
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
async function targetAt(flags: FlagValues, { flags: typed }: TypedLine, world: World): Promise<Target> {
  const key = typed.get('api-key');
  const all = key === undefined ? flags : { ...flags, 'api-key': key };
  const folder = configFolder(world);
  const config = folder === undefined ? undefined : await world.readText(joinPath(folder, 'config.yaml'));
  const named = textSetting(flags, world.env, 'profile');
  if (config !== undefined || (named && named.value !== NO_PROFILE))
    return (await import('./configured.ts')).configuredTarget(all, world);
  return targetOf(all, world.env, undefined);
}

/** Where the ids of the target are kept, for the key that it would be asked with. */
async function pathOf(target: Target, world: World): Promise<string | undefined> {
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
async function askAside(path: string | undefined, flags: FlagValues, world: World): Promise<boolean> {
  const last = path === undefined ? 0 : Number((await world.readText(askedPath(path))) ?? 0);
  if (Math.abs(world.now() - last) < PAUSE) return false;
  const said = CHOOSING.flatMap((name) => (flags[name] === undefined ? [] : [`--${name}=${flags[name]}`]));
  await world.startAside(['__remember-models', '--timeout=5', '--max-retries=0', '--no-input', ...said]);
  return true;
}

/** The models, once the file is another than the one of the time `before`. */
async function waitFor(
  target: Target,
  before: number | undefined,
  typed: string,
  world: World,
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

async function read(path: string, typed: string, world: World): Promise<KnownModels | undefined> {
  const text = await world.readText(path);
  return text === undefined ? undefined : parseKnown(text, typed);
}
