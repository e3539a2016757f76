/** Finds what must never be shown, in whatever text it appears. */
import type { Context } from '../context.ts';
import { FLAGS, type FlagName, type FlagValues, specOf } from '../spec/flags.ts';
import { unwrapKey } from './key.ts';

/** Header names whose values are credentials. */
export const SECRET_NAME = /auth|key|token|secret|cookie|passw|credential|signature/i;
/** Short query parameter names that mean credentials. */
const SECRET_PARAMETER = /^(?:code|jwt|pass|pwd|sas|sid|sig|session)$/i;

const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'all_proxy'];

const HIDDEN = '[hidden]';
/** A shorter cookie value is not a credential. */
const MIN_COOKIE_LENGTH = 8;

/** The keys and credentials in this command line and environment: the values of flags that are declared secret. */
export function collectSecrets(flags: FlagValues, env: Context['env']): string[] {
  const found: string[] = [];
  for (const name of Object.keys(FLAGS) as FlagName[]) {
    const { secret, type, env: variable } = specOf(name);
    if (!secret) continue;
    const flagValue = flags[name];
    const inEnvironment = variable === undefined ? undefined : env[variable];
    if (type === 'list')
      found.push(...headerSecrets([...((flagValue as string[] | undefined) ?? []), ...linesOf(inEnvironment)]));
    else
      for (const value of [flagValue, inEnvironment]) if (typeof value === 'string') found.push(...keySecrets(value));
  }
  for (const url of [flags['base-url'], env.OPENAI_BASE_URL]) if (url !== undefined) found.push(...querySecrets(url));
  for (const name of Object.keys(env))
    if (PROXY_VARIABLES.includes(name.toLowerCase())) found.push(...proxySecrets(env[name] ?? ''));
  const secrets: string[] = [];
  for (const value of found) if (value !== '') secrets.push(value);
  return secrets;
}

function linesOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(/\r?\n/);
}

/** A key as given, and without what people leave around it. */
function keySecrets(value: string): string[] {
  const key = value.trim();
  return [key, unwrapKey(key).key];
}

/** The credentials in header lines: whole, and without the scheme before them. */
export function headerSecrets(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return lines.filter((line) => SECRET_NAME.test(line.split(':', 1)[0] as string)).flatMap(valuesOf);
}

function valuesOf(line: string): string[] {
  const value = line.slice(line.indexOf(':') + 1).trim();
  if (/^\s*(?:set-)?cookie2?\s*:/i.test(line))
    return [value, ...value.split(';').map((one) => one.slice(one.indexOf('=') + 1).trim())].filter(
      (one) => one.length >= MIN_COOKIE_LENGTH,
    );
  const [, scheme, rest] = /^([a-z][\w-]*)\s+(\S.*)$/i.exec(value) ?? [];
  if (rest === undefined) return [value];
  switch (scheme?.toLowerCase()) {
    case 'basic':
      return [rest, ...basicSecrets(rest)];
    // The scheme itself is not a secret.
    case 'bearer':
      return [rest];
    default:
      return [value, rest];
  }
}

/** What the base64 text of Basic authorization decodes to: `user:password`, and the password. */
function basicSecrets(base64: string): string[] {
  try {
    const pair = atob(base64);
    return [pair, pair.slice(pair.indexOf(':') + 1)];
  } catch {
    return [];
  }
}

/** The credentials in the query of a URL, both as written and decoded. */
export function querySecrets(url: string): string[] {
  if (!url.includes('?')) return [];
  return parametersOf(url)
    .filter(({ name }) => isSecretParameter(name))
    .flatMap(({ value }) => [value, plain(value)]);
}

/** The URL with its credentials hidden, for people. */
export function redactUrl(url: string): string {
  let shown = url;
  for (const { name, value, text } of parametersOf(url))
    if (isSecretParameter(name) && value !== '')
      shown = shown.replace(text, () => `${text.slice(0, text.indexOf('=') + 1)}${HIDDEN}`);
  return shown;
}

/** A header's value with credentials hidden, for people. */
export function redactHeader(name: string, value: string): string {
  return SECRET_NAME.test(name) ? HIDDEN : value;
}

export function isSecretParameter(name: string): boolean {
  return SECRET_NAME.test(name) || SECRET_PARAMETER.test(name);
}

function parametersOf(url: string): { name: string; value: string; text: string }[] {
  const at = url.indexOf('?');
  if (at < 0) return [];
  const query = url.slice(at + 1).split('#', 1)[0] as string;
  return query
    .split('&')
    .filter((text) => text.includes('='))
    .map((text) => ({ text, name: plain(text.slice(0, text.indexOf('='))), value: text.slice(text.indexOf('=') + 1) }));
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The password in a proxy's URL. */
function proxySecrets(url: string): string[] {
  const password = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/@:]*:([^/]*)@/i.exec(url.trim())?.[1];
  return password === undefined ? [] : [password, plain(password)];
}
