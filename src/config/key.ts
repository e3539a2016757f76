/** What may be a key, a header or a base URL: checked before anything is sent, and never shown when refused. */
import { CliError } from '../errors.ts';
import type { Setting } from './origin.ts';

/**
 * A key as it goes into a header. Blanks and line breaks around it (a file read with `$(cat key)` on Windows, a pasted
 * line) are dropped; anything else that cannot stand in a header is refused.
 */
export function checkKey(key: Setting<string>): Setting<string> {
  const value = key.value.trim();
  if (value === '' || !/^[\x20-\x7e]+$/.test(value)) throw new CliError('bad-key', { origin: key.origin });
  return { value, origin: key.origin };
}

/** What is around a key that should not be, and how to say so. */
const WRAPPINGS: readonly { pattern: RegExp; problem: string }[] = [
  { pattern: /^(?:export\s+)?[A-Z_][A-Z0-9_]*=/, problem: "begins with a variable's name and =" },
  { pattern: /^bearer\s+/i, problem: "begins with 'Bearer', which is sent anyway" },
  { pattern: /^["'`]+|["'`]+$/, problem: 'is in quotes (env files keep them; docker --env-file does)' },
];
/** What a shell, a template or a build should have put a value in place of. */
const UNEXPANDED = /^(?:\$\{.*\}|\$\(.*\)|\$[A-Z_][A-Z0-9_]*|%[A-Z_][A-Z0-9_]*%|\{\{.*\}\}|<.*>)$/i;

/**
 * The key without what people and files leave around it, and what that is. A key is sent as it was given all the same:
 * another server may want just that.
 */
export function unwrappedKey(value: string): { key: string; problem: string | undefined } {
  let key = value.trim();
  let problem: string | undefined;
  for (let again = true; again; ) {
    again = false;
    for (const { pattern, problem: said } of WRAPPINGS) {
      const bare = key.replace(pattern, '');
      if (bare === key || bare === '') continue;
      key = bare;
      problem ??= said;
      again = true;
    }
  }
  if (UNEXPANDED.test(key)) problem = 'is a placeholder that nothing has put a value in place of';
  else if (/\s/.test(key)) problem ??= 'holds a blank';
  return { key, problem };
}

export interface Header {
  name: string;
  value: string;
  /** Where it came from. */
  origin: string;
}

/** Reads `Name: value`. @throws CliError `bad-header`, which does not show the value. */
export function parseHeader(line: string, origin: string): Header {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0)).trim();
  const value = line.slice(colon + 1).trim();
  if (colon < 0) throw new CliError('bad-header', { origin, problem: 'has no colon' });
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name))
    throw new CliError('bad-header', { origin, problem: 'has a name that is not valid' });
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    throw new CliError('bad-header', { origin, problem: `(${name}) has a value with characters that cannot be sent` });
  return { name, value, origin };
}

/** The base URL without its query and trailing slashes, and the query that goes with every request (Azure's api-version). */
export interface BaseUrl {
  url: string;
  query: Record<string, string>;
}

export function checkBaseUrl(setting: Setting<string>): BaseUrl {
  const { origin } = setting;
  const text = setting.value.trim();
  const wrong = (problem: string) => new CliError('bad-base-url', { origin, problem });
  if (!/^https?:\/\//i.test(text)) throw wrong('does not begin with http:// or https://');
  if (!URL.canParse(text)) throw wrong('is not a valid URL');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw wrong('holds a user name or password; use --header for those');
  if (url.hash !== '') throw wrong('holds a # fragment');
  return {
    url: (url.origin + url.pathname).replace(/\/+$/, ''),
    query: Object.fromEntries(url.searchParams),
  };
}

/** True for the hosts that are this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  // An address that stands for every address of this machine leads to it too; the last form is IPv4 written as IPv6.
  return (
    host === '::1' ||
    host === '::' ||
    /^(?:127\.\d+\.\d+\.\d+|0\.0\.0\.0|::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})$/.test(host)
  );
}
