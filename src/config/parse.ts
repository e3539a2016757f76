/**
 * Parses the text of the config file into a checked value. The check is our own rather than a schema library's: it
 * works from the table of keys in `src/spec/profile.ts`, and every error names a place in the file and the nearest
 * valid word.
 */
import { loadAll, YAMLException } from 'js-yaml';
import { CliError, isFailure } from '../errors/error.ts';
import { nearest as nearestOf } from '../errors/nearest.ts';
import { AUTH_NAMES, SERVER_NAMES } from '../servers/titles.ts';
import {
  CONFIG_KEYS,
  KEY_SOURCES,
  NO_PROFILE,
  PROFILE_KEY_NAMES,
  PROFILE_KEYS,
  type Profile,
  type ProfileKey,
} from '../spec/profile.ts';
import { parseHeader } from './key.ts';

/** A place in the file: the keys that lead to it. */
type KeyPath = readonly string[];

/** A problem in the file, and where. `key`: at the name of the last key rather than at its value. */
class ConfigProblem extends Error {
  readonly place: KeyPath;
  readonly at: 'key' | 'value';
  readonly nearest: string | undefined;

  constructor(place: KeyPath, at: 'key' | 'value', message: string, near?: string) {
    super(message);
    this.place = place;
    this.at = at;
    this.nearest = near;
  }
}

/** @throws CliError `bad-config` with line and column */
export async function parseConfig(text: string, path: string): Promise<Config> {
  try {
    return check(load(text, path));
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    // Only the editing parser knows positions, and only an invalid file needs it.
    const { locate } = await import('./locate.ts');
    throw toConfigError(error, text, path, locate);
  }
}

/** Finds line and column of a place in a YAML text. */
export type Locate = (text: string, place: KeyPath, at: 'key' | 'value') => { line?: number; column?: number };

/** The same synchronously, for callers that have loaded the editing parser anyway. */
export function parseConfigSync(text: string, path: string, locate: Locate): Config {
  try {
    return check(load(text, path));
  } catch (error) {
    throw error instanceof ConfigProblem ? toConfigError(error, text, path, locate) : error;
  }
}

function toConfigError(
  { place, at, message, nearest }: ConfigProblem,
  text: string,
  path: string,
  locate: Locate,
): CliError {
  return new CliError('bad-config', { path, ...locate(text, place, at), problem: message, nearest });
}

function load(text: string, path: string): unknown {
  try {
    const documents = loadAll(text);
    if (documents.length > 1) throw new CliError('bad-config', { path, problem: 'has more than one YAML document' });
    return documents[0] ?? {};
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { reason, mark } = error;
    throw new CliError('bad-config', {
      path,
      ...(mark && { line: mark.line + 1, column: mark.column + 1 }),
      problem: `is not valid YAML: ${reason}`,
    });
  }
}

function check(value: unknown): Config {
  const top = requireMapping(value, []);
  rejectUnknownKeys(top, [], Object.keys(CONFIG_KEYS));
  const profiles: Record<string, Profile> = {};
  const found = top.profiles === undefined || top.profiles === null ? {} : requireMapping(top.profiles, ['profiles']);
  for (const [name, profile] of Object.entries(found)) profiles[name] = checkProfile(profile, name);
  if (top.profile === undefined || top.profile === null) return { profiles };
  return { profile: requireText(top.profile, ['profile']), profiles };
}

function checkProfile(value: unknown, name: string): Profile {
  const place = ['profiles', name];
  const wrongName = profileNameProblem(name);
  if (wrongName) throw new ConfigProblem(place, 'key', `invalid profile name '${name}': ${wrongName}`);
  const settings = value === null ? {} : requireMapping(value, place);
  rejectUnknownKeys(settings, place, PROFILE_KEY_NAMES);
  const profile: Record<string, unknown> = {};
  for (const key of Object.keys(settings) as ProfileKey[]) profile[key] = checkKey(key, settings[key], [...place, key]);
  const [first, second] = KEY_SOURCES.filter((source) => source in profile);
  if (first && second)
    throw new ConfigProblem([...place, second], 'key', `a profile can have only one key source: ${first} or ${second}`);
  // The preset does not imply its own URL: without base_url, the profile would lead to OpenAI.
  if ('preset' in profile && !('base_url' in profile))
    throw new ConfigProblem([...place, 'preset'], 'key', 'preset also needs base_url');
  return profile;
}

function checkKey(key: ProfileKey, value: unknown, place: KeyPath): unknown {
  switch (PROFILE_KEYS[key].type) {
    case 'true':
      if (value !== true) throw new ConfigProblem(place, 'value', `${key} must be true or omitted`);
      return true;
    case 'headers':
      return checkHeaders(value, place);
    case 'preset': {
      const name = requireText(value, place);
      if ((SERVER_NAMES as readonly string[]).includes(name)) return name;
      throw new ConfigProblem(place, 'value', `no preset '${name}'`, nearestOf(name, SERVER_NAMES));
    }
    case 'auth': {
      const style = requireText(value, place);
      if ((AUTH_NAMES as readonly string[]).includes(style)) return style;
      throw new ConfigProblem(
        place,
        'value',
        `${key} must be one of ${AUTH_NAMES.join(', ')}`,
        nearestOf(style, AUTH_NAMES),
      );
    }
    default:
      return requireText(value, place);
  }
}

function checkHeaders(value: unknown, place: KeyPath): Record<string, string> {
  const headers = requireMapping(value, place);
  for (const [name, content] of Object.entries(headers)) {
    const line = `${name}: ${requireText(content, [...place, name])}`;
    try {
      parseHeader(line, 'the config file');
    } catch (error) {
      if (!isFailure(error) || error.code !== 'bad-header') throw error;
      throw new ConfigProblem([...place, name], 'key', `a header ${error.args.problem}`);
    }
  }
  return headers as Record<string, string>;
}

function requireMapping(value: unknown, place: KeyPath): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ConfigProblem(
    place,
    'value',
    `${place.at(-1) ?? 'the file'} must contain keys and values, as in 'name: value'`,
  );
}

/** Text that is not empty. A number gets its own message, because YAML reads `project: 0123` as one. */
function requireText(value: unknown, place: KeyPath): string {
  const key = place.at(-1);
  if (typeof value === 'string' && value.trim() !== '') return value;
  const problem =
    typeof value === 'number' || typeof value === 'boolean' ? 'must be text: put it in quotes' : 'is empty';
  throw new ConfigProblem(
    place,
    'value',
    `${key} ${typeof value === 'object' && value !== null ? 'must be text' : problem}`,
  );
}

function rejectUnknownKeys(value: Record<string, unknown>, place: KeyPath, known: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const near = nearestOf(key, known);
    throw new ConfigProblem(
      [...place, key],
      'key',
      `unknown key '${key}'${near ? '' : `; the keys are ${known.join(', ')}`}`,
      near,
    );
  }
}

export interface Config {
  /** The profile in use. */
  profile?: string;
  profiles: Readonly<Record<string, Profile>>;
}

const MAX_LENGTH = 64;

/** Why a profile cannot have this name, or `undefined`. Names are also file names, so they are plain. */
export function profileNameProblem(name: string): string | undefined {
  if (name === NO_PROFILE) return `'${NO_PROFILE}' means no profile`;
  if (name.length > MAX_LENGTH) return `use at most ${MAX_LENGTH} characters`;
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return undefined;
  return 'use letters, digits, and . _ - inside';
}
