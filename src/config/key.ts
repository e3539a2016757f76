/** Checks keys, headers and base URLs before anything is sent. A rejected value is never shown. */

import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import type { FlagValues } from '../spec/flags.ts';
import { NO_PROFILE, type Profile } from '../spec/profile.ts';
import type { ActiveProfile, FoundKey } from './setting.ts';
import { type Setting, textSetting } from './setting.ts';

/**
 * A key as it goes into a header. Blanks and line breaks around it (a file read with `$(cat key)` on Windows, a pasted
 * line) are dropped. Anything else that is not allowed in a header is rejected.
 */
export function checkKey(key: Setting<string>): Setting<string> {
  const value = key.value.trim();
  if (value === '' || !/^[\x20-\x7e]+$/.test(value)) throw new CliError('bad-key', { origin: key.origin });
  return { value, origin: key.origin };
}

/** Matches nearly every key, with nothing around it. */
const BARE = /^[\w.-]+$/;
/** What should not be around a key, and how to say so. */
const WRAPPERS: readonly { pattern: RegExp; problem: string }[] = [
  { pattern: /^(?:export\s+)?[A-Z_][A-Z0-9_]*=/, problem: "begins with a variable's name and =" },
  { pattern: /^bearer\s+/i, problem: "begins with 'Bearer', which is added automatically" },
  { pattern: /^["'`]+|["'`]+$/, problem: 'is in quotes (env files keep them; docker --env-file does)' },
];
/** A placeholder that a shell, a template or a build should have replaced. */
const PLACEHOLDERS = /^(?:\$\{.*\}|\$\(.*\)|\$[A-Z_][A-Z0-9_]*|%[A-Z_][A-Z0-9_]*%|\{\{.*\}\}|<.*>)$/i;

/**
 * The key without what people and files leave around it, and what that was. The key is still sent as given, because
 * another server may want exactly that.
 */
export function unwrapKey(value: string): { key: string; problem: string | undefined } {
  let key = value.trim();
  if (BARE.test(key)) return { key, problem: undefined };
  let problem: string | undefined;
  for (let again = true; again; ) {
    again = false;
    for (const { pattern, problem: label } of WRAPPERS) {
      const bare = key.replace(pattern, '');
      if (bare === key || bare === '') continue;
      key = bare;
      problem ??= label;
      again = true;
    }
  }
  if (PLACEHOLDERS.test(key)) problem = 'is an unreplaced placeholder';
  else if (/\s/.test(key)) problem ??= 'contains a blank';
  return { key, problem };
}

export interface Header {
  name: string;
  value: string;
  /** Where it came from. */
  origin: string;
}

/**
 * Reads `Name: value`.
 * @throws CliError `bad-header`, which does not show the value
 */
export function parseHeader(line: string, origin: string): Header {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0)).trim();
  const value = line.slice(colon + 1).trim();
  if (colon < 0) throw new CliError('bad-header', { origin, problem: 'has no colon' });
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name))
    throw new CliError('bad-header', { origin, problem: 'has an invalid name' });
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    throw new CliError('bad-header', { origin, problem: `(${name}) has a value with invalid characters` });
  return { name, value, origin };
}

/**
 * The base URL without its query and trailing slashes, and the query that goes with every request (Azure's
 * api-version).
 */
export interface BaseUrl {
  url: string;
  query: Record<string, string>;
}

export function checkBaseUrl(setting: Setting<string>): BaseUrl {
  const { origin } = setting;
  const text = setting.value.trim();
  const wrong = (problem: string) => new CliError('bad-base-url', { origin, problem });
  const scheme = text.slice(0, 8).toLowerCase();
  if (!scheme.startsWith('http://') && scheme !== 'https://') throw wrong('does not begin with http:// or https://');
  if (!URL.canParse(text)) throw wrong('is not a valid URL');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    throw wrong('contains a user name or password; use --header for those');
  if (url.hash !== '') throw wrong('contains a # fragment');
  const whole = url.origin + url.pathname;
  return {
    url: whole.endsWith('/') ? whole.replace(/\/+$/, '') : whole,
    query: url.search === '' ? {} : Object.fromEntries(url.searchParams),
  };
}

/** Whether a host is this machine. */
export function isLoopback(hostname: string): boolean {
  if (hostname === '127.0.0.1') return true;
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  // The unspecified addresses lead to this machine too. The last form is an IPv4 address written as IPv6.
  return (
    host === '::1' ||
    host === '::' ||
    /^(?:127\.\d+\.\d+\.\d+|0\.0\.0\.0|::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})$/.test(host)
  );
}

// Where the key of a run comes from. The choice itself reads nothing. Afterward, only the chosen source is read.
//
// 1. `--api-key` always wins.
// 2. A profile's own source, or its `auth: none`. OPENAI_API_KEY is then ignored: it belongs to another account or
//    another server, and a key must not go where it was not meant to go.
// 3. OPENAI_API_KEY.
// 4. At OpenAI's own URL and without a profile, the key that `openai login` stored.
//
// A profile's source counts only at its own server. Under another base URL, step 2 is skipped.

export type KeySource =
  | { kind: 'given'; key: Setting<string> }
  | { kind: 'variable'; name: string; profile: string }
  | { kind: 'file'; path: string; profile: string }
  | { kind: 'command'; line: string; profile: string }
  /** What `openai login` stored. It may be missing for the settings without a profile. */
  | { kind: 'stored'; account: string }
  | { kind: 'none' };

const NO_KEY: FoundKey = { key: undefined, warnings: [] };

/**
 * @param profile the profile in use, if the run talks to its server
 * @param stored whether the key that `openai login` stored without a profile may be used
 */
export function chooseKeySource(
  flags: FlagValues,
  env: Context['env'],
  profile: ActiveProfile | undefined,
  stored: boolean,
): KeySource {
  const flag = textSetting(flags, {}, 'api-key');
  if (flag) return { kind: 'given', key: flag };
  const profileSource = profile && profileKeySource(profile.name, profile.settings);
  if (profileSource) return profileSource;
  const explicitKey = textSetting({}, env, 'api-key');
  if (explicitKey) return { kind: 'given', key: explicitKey };
  return stored ? { kind: 'stored', account: NO_PROFILE } : { kind: 'none' };
}

/** The source that the profile itself names, or `undefined` if it names none. */
export function profileKeySource(name: string, settings: Profile): KeySource | undefined {
  if (settings.auth === 'none') return { kind: 'none' };
  if (settings.key_env !== undefined) return { kind: 'variable', name: settings.key_env, profile: name };
  if (settings.key_file !== undefined) return { kind: 'file', path: settings.key_file, profile: name };
  if (settings.key_command !== undefined) return { kind: 'command', line: settings.key_command, profile: name };
  return settings.keychain ? { kind: 'stored', account: name } : undefined;
}

/** The source in a few words, without reading it. */
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
      return { key: readVariable(source.name, source.profile, ctx.env), warnings: [] };
    case 'file':
      return (await import('./key-file.ts')).keyFromFile(source.path, source.profile, ctx);
    case 'command': {
      const { keyFromCommand } = await import('./key-command.ts');
      const origin = `the key_command of profile ${source.profile}`;
      return { key: { value: await keyFromCommand(source.line, origin, ctx), origin }, warnings: [] };
    }
    case 'stored':
      return readStored(source.account, ctx);
    default:
      return NO_KEY;
  }
}

function readVariable(name: string, profile: string, env: Context['env']): Setting<string> {
  const value = env[name];
  if (value !== undefined && value !== '') return { value, origin: `${name} (profile ${profile})` };
  throw new CliError('key-source', {
    source: `the variable ${name} of profile ${profile}`,
    problem: value === undefined ? 'is not set' : 'is empty',
    next: `Set ${name}, or store a key: openai login --profile ${profile}`,
  });
}

async function readStored(account: string, ctx: Context): Promise<FoundKey> {
  const { findStoredKey } = await import('./keychain.ts');
  const { key, warnings, problem } = await findStoredKey(account, ctx);
  if (!key && account !== NO_PROFILE) throw new CliError('no-stored-key', { profile: account, problem });
  return { key, warnings };
}
