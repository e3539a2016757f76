/**
 * Where the key of a run comes from. The choice is pure; reading comes after it, and only the chosen source is touched.
 *
 * 1. `--api-key` always wins.
 * 2. A profile's own source, or its `auth: none`: then OPENAI_API_KEY is not even looked at. It belongs to another
 *    account or to another server, and a key must not go where it was not meant to go.
 * 3. OPENAI_API_KEY.
 * 4. At OpenAI's own address, what `openai login` stored without a profile.
 *
 * A profile's source counts only at its own server: under another base URL the run is as one without a profile.
 */
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { FlagValues } from '../spec/flags.ts';
import { NO_PROFILE, type Profile } from '../spec/profile.ts';
import { checkKey } from './key.ts';
import { type Setting, textSetting } from './origin.ts';
import type { ActiveProfile } from './profile.ts';

export type KeySource =
  | { kind: 'given'; key: Setting<string> }
  | { kind: 'variable'; name: string; profile: string }
  | { kind: 'file'; path: string; profile: string }
  | { kind: 'command'; line: string; profile: string }
  /** What `openai login` stored; for the settings without a profile it may be missing. */
  | { kind: 'stored'; account: string }
  | { kind: 'none' };

/** A key that was found, and what a person should know about the place. */
export interface FoundKey {
  key: Setting<string> | undefined;
  warnings: readonly string[];
}

const NO_KEY: FoundKey = { key: undefined, warnings: [] };

/**
 * @param profile the profile in use, if the run talks to its server
 * @param stored whether what `openai login` stored without a profile may count
 */
export function chooseKeySource(
  flags: FlagValues,
  env: Context['env'],
  profile: ActiveProfile | undefined,
  stored: boolean,
): KeySource {
  const flag = textSetting(flags, {}, 'api-key');
  if (flag) return { kind: 'given', key: flag };
  const own = profile && ownSource(profile.name, profile.settings);
  if (own) return own;
  const given = textSetting({}, env, 'api-key');
  if (given) return { kind: 'given', key: given };
  return stored ? { kind: 'stored', account: NO_PROFILE } : { kind: 'none' };
}

/** The source that the profile itself names; `undefined` where it names none. */
export function ownSource(name: string, settings: Profile): KeySource | undefined {
  if (settings.auth === 'none') return { kind: 'none' };
  if (settings.key_env !== undefined) return { kind: 'variable', name: settings.key_env, profile: name };
  if (settings.key_file !== undefined) return { kind: 'file', path: settings.key_file, profile: name };
  if (settings.key_command !== undefined) return { kind: 'command', line: settings.key_command, profile: name };
  return settings.keychain ? { kind: 'stored', account: name } : undefined;
}

/** The source in a few words, without looking into it. */
export function describeSource(source: KeySource | undefined): string {
  switch (source?.kind) {
    case undefined:
      return 'OPENAI_API_KEY';
    case 'given':
      return source.key.origin;
    case 'variable':
      return source.name;
    case 'file':
      return `the file ${source.path}`;
    case 'command':
      return 'a command';
    case 'stored':
      return 'openai login';
    default:
      return 'none';
  }
}

/**
 * The key from the chosen source.
 * @throws CliError `key-source`, `no-stored-key`, `bad-key`
 */
export async function readKey(source: KeySource, ctx: Context): Promise<FoundKey> {
  const found = await readSource(source, ctx);
  return { ...found, key: found.key && checkKey(found.key) };
}

async function readSource(source: KeySource, ctx: Context): Promise<FoundKey> {
  switch (source.kind) {
    case 'given':
      return { key: source.key, warnings: [] };
    case 'variable':
      return { key: fromVariable(source.name, source.profile, ctx.env), warnings: [] };
    case 'file':
      return (await import('./key-file.ts')).keyFromFile(source.path, source.profile, ctx);
    case 'command': {
      const { keyFromCommand } = await import('./key-command.ts');
      const origin = `the key_command of profile ${source.profile}`;
      return { key: { value: await keyFromCommand(source.line, origin, ctx), origin }, warnings: [] };
    }
    case 'stored':
      return fromStore(source.account, ctx);
    default:
      return NO_KEY;
  }
}

function fromVariable(name: string, profile: string, env: Context['env']): Setting<string> {
  const value = env[name];
  if (value !== undefined && value !== '') return { value, origin: `${name} (profile ${profile})` };
  throw new CliError('key-source', {
    source: `the variable ${name}, which profile ${profile} names,`,
    problem: value === undefined ? 'is not set' : 'is empty',
    next: `Set ${name}, or store a key: openai login --profile ${profile}`,
  });
}

async function fromStore(account: string, ctx: Context): Promise<FoundKey> {
  const { findStoredKey } = await import('./stored-key.ts');
  const { key, warnings, problem } = await findStoredKey(account, ctx);
  if (!key && account !== NO_PROFILE) throw new CliError('no-stored-key', { profile: account, problem });
  return { key, warnings };
}
