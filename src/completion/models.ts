/**
 * Ids of models at the cursor: from the cache, which another run of this program renews aside. What is offered is at
 * most ten minutes old; nobody waits longer than 300 ms, and trouble means no ids.
 */
import { checkBaseUrl, isLoopback } from '../config/key.ts';
import { textSetting } from '../config/origin.ts';
import { configFolder, joinPath } from '../config/paths.ts';
import { usesSandbox } from '../config/sandbox-choice.ts';
import { baseUrlSetting } from '../config/settings.ts';
import type { FlagName, FlagValues } from '../spec/flags.ts';
import { NO_PROFILE } from '../spec/profile.ts';
import { askedPath, cachePath, type Endpoint, type KnownModels, parseKnown } from './cache.ts';
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
    if (Object.values(flags).some((value) => typeof value === 'string' && /[$`]/.test(value))) return [];
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
  const path = cachePath(await endpointOf(flags, world), world);
  if (path === undefined) return [];
  const known = await read(path, line.typed, world);
  const age = known ? world.now() - known.asked : Number.POSITIVE_INFINITY;
  const usable = age >= 0 && age <= AGE.usable;
  if (usable && age <= AGE.fresh) return known?.models ?? [];
  const asked = mayAsk(line, flags) && (await askAside(path, flags, world));
  if (usable) return known?.models ?? [];
  return asked ? waitFor(path, known?.asked, line.typed, world) : [];
}

/** The endpoint that the line is about. */
async function endpointOf(flags: FlagValues, world: World): Promise<Endpoint> {
  const folder = configFolder(world);
  const config = folder === undefined ? undefined : await world.readText(joinPath(folder, 'config.yaml'));
  const named = textSetting(flags, world.env, 'profile');
  if (config !== undefined || (named && named.value !== NO_PROFILE))
    return (await import('./configured.ts')).configuredEndpoint(flags, world);
  return {
    profile: undefined,
    baseUrl: checkBaseUrl(baseUrlSetting(flags, world.env, undefined)).url,
    organization: textSetting(flags, world.env, 'organization')?.value.trim(),
    project: textSetting(flags, world.env, 'project')?.value.trim(),
  };
}

/** Whether the line may lead to a request. An address that is only typed gets none, unless it is this machine. */
function mayAsk({ flags: typed }: TypedLine, flags: FlagValues): boolean {
  if (CREDENTIALS.some((name) => typed.has(name))) return false;
  const url = flags['base-url'];
  return url === undefined || (URL.canParse(url) && isLoopback(new URL(url).hostname));
}

/** Has the cache renewed by another run of the program, unless that was tried a moment ago. */
async function askAside(path: string, flags: FlagValues, world: World): Promise<boolean> {
  const last = Number((await world.readText(askedPath(path))) ?? 0);
  if (Math.abs(world.now() - last) < PAUSE) return false;
  const said = CHOOSING.flatMap((name) => (flags[name] === undefined ? [] : [`--${name}=${flags[name]}`]));
  await world.startAside(['__remember-models', '--timeout=5', '--max-retries=0', '--no-input', ...said]);
  return true;
}

/** The models, once the file is another than the one of the time `before`. */
async function waitFor(
  path: string,
  before: number | undefined,
  typed: string,
  world: World,
): Promise<readonly Candidate[]> {
  for (const end = world.now() + MOST_WAIT; world.now() < end; ) {
    await world.sleep(STEP);
    const known = await read(path, typed, world);
    if (known && known.asked !== before) return known.models;
  }
  return [];
}

async function read(path: string, typed: string, world: World): Promise<KnownModels | undefined> {
  const text = await world.readText(path);
  return text === undefined ? undefined : parseKnown(text, typed);
}
