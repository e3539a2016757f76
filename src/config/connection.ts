/**
 * Resolves the second stage of the arguments: combines flags with the environment, the profile and the defaults, and
 * checks them, keeping the origin of each value. Precedence: flag, environment, profile, default.
 */

import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { type AuthStyle, OPENAI_URL, type ServerName } from '../servers/titles.ts';
import { type FlagValues, orDefault } from '../spec/flags.ts';
import {
  type BaseUrl,
  checkBaseUrl,
  checkKey,
  chooseKeySource,
  type Header,
  type KeySource,
  parseHeader,
} from './key.ts';
import type { ActiveProfile, Setting } from './setting.ts';
import { textSetting, usesSandbox } from './setting.ts';

export interface Connection {
  /** `undefined`: requests are sent without a key. */
  apiKey: Setting<string> | undefined;
  /** How the key is sent. */
  auth: AuthStyle;
  organization: Setting<string> | undefined;
  project: Setting<string> | undefined;
  baseUrl: Setting<BaseUrl>;
  /** The kind of server, if the profile knows it. */
  preset: ServerName | undefined;
  /** The profile of the server; `keyless` if it says `auth: none`. */
  profile?: { name: string; keyless: boolean } | undefined;
  headers: readonly Header[];
  /** Longest silence in milliseconds; 0 means no limit. */
  timeout: number;
  maxRetries: number;
  clientCertificate: { certificate: Setting<string>; key: Setting<string> } | undefined;
  /** Whether requests go to the practice API inside the program. */
  sandbox: boolean;
  scenario: FlagValues['scenario'];
  debug: boolean;
}

/** What the config file and the key store add to flags and environment. */
export interface ReadSettings {
  profile: ActiveProfile | undefined;
  /** The key from the chosen source. */
  key: Setting<string> | undefined;
}

/**
 * What a command needs to talk to a server.
 * @param settings without it, the key is taken from flags and environment only
 * @throws CliError of exit 2 for a value that cannot be used, of exit 4 if OpenAI's own API would need a key
 */
export function resolveConnection(flags: FlagValues, env: Context['env'], settings?: ReadSettings): Connection {
  const sandbox = usesSandbox(flags, env);
  if (flags.scenario && !sandbox) throw new CliError('needs-flag', { flag: '--scenario', needs: '--sandbox' });
  const profile = sandbox ? undefined : settings?.profile;
  const baseUrl = sandbox ? { value: SANDBOX_URL, origin: '--sandbox' } : baseUrlSetting(flags, env, profile);
  const own = profile && isProfileServer(profile, baseUrl) ? profile : undefined;
  const connection: Connection = {
    apiKey: sandbox ? { value: SANDBOX_KEY, origin: 'the sandbox' } : settings ? settings.key : explicitKey(flags, env),
    auth: resolveAuth(own),
    organization: headerSetting(flags, env, 'organization', own),
    project: headerSetting(flags, env, 'project', own),
    baseUrl: { value: checkBaseUrl(baseUrl), origin: baseUrl.origin },
    // The sandbox behaves like OpenAI's API and lists OpenAI's models.
    preset: sandbox ? 'openai' : own?.settings.preset,
    profile: own && { name: own.name, keyless: own.settings.auth === 'none' },
    headers: readHeaders(flags, env, own),
    timeout: orDefault(flags, 'timeout') * 1000,
    maxRetries: orDefault(flags, 'max-retries'),
    clientCertificate: readClientCertificate(flags, env, baseUrl.value),
    sandbox,
    scenario: flags.scenario,
    debug: flags.debug ?? false,
  };
  if (!connection.apiKey && isOpenAI(connection.baseUrl.value) && !hasOwnAuthorization(connection))
    throw new CliError('no-key', {});
  return connection;
}

/** The base URL by precedence, not checked yet. */
export function baseUrlSetting(
  flags: FlagValues,
  env: Context['env'],
  profile: ActiveProfile | undefined,
): Setting<string> {
  return (
    textSetting(flags, env, 'base-url') ??
    profileSetting(profile, 'base_url') ?? { value: OPENAI_URL, origin: 'the default' }
  );
}

/**
 * Whether a run at this base URL talks to the profile's own server. If not, a flag or variable that outranks the
 * profile's base URL has pointed it elsewhere, and the profile's key and headers must not go there.
 */
export function isProfileServer(profile: ActiveProfile, baseUrl: Setting<string>): boolean {
  const own = profile.settings.base_url ?? OPENAI_URL;
  return urlOrigin(own) === urlOrigin(baseUrl.value);
}

/** Whether this is OpenAI's own URL. */
export function isOpenAI({ url }: BaseUrl): boolean {
  return url === OPENAI_URL;
}

function urlOrigin(url: string): string {
  return URL.canParse(url.trim()) ? new URL(url.trim()).origin : url;
}

/** A key that is given despite `auth: none` is sent the way most servers expect it. */
function resolveAuth(profile: ActiveProfile | undefined): AuthStyle {
  const style = profile?.settings.auth ?? 'bearer';
  return style === 'none' ? 'bearer' : style;
}

function profileSetting(
  profile: ActiveProfile | undefined,
  key: 'base_url' | 'organization' | 'project',
): Setting<string> | undefined {
  const value = profile?.settings[key];
  return value === undefined ? undefined : { value, origin: `profile ${profile?.name}` };
}

/** The base URL of requests to the sandbox. It is never resolved. */
export const SANDBOX_URL = 'http://sandbox.invalid/v1';
/** The base URL of a second practice server, which lists other models. */
export const LOCAL_SANDBOX_URL = 'http://local.sandbox.invalid/v1';
const SANDBOX_KEY = 'sk-sandbox';

function explicitKey(flags: FlagValues, env: Context['env']): Setting<string> | undefined {
  const key = textSetting(flags, env, 'api-key');
  return key && checkKey(key);
}

function hasOwnAuthorization(connection: Connection): boolean {
  return connection.headers.some((header) => header.name.toLowerCase() === 'authorization');
}

function headerSetting(
  flags: FlagValues,
  env: Context['env'],
  name: 'organization' | 'project',
  profile: ActiveProfile | undefined,
) {
  const setting = textSetting(flags, env, name) ?? profileSetting(profile, name);
  if (!setting) return undefined;
  // Env files keep quotes, and no id contains any.
  const value = setting.value
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  if (!/^[\x20-\x7e]*$/.test(value))
    throw new CliError('bad-value', { what: setting.origin, value: undefined, want: 'plain ASCII text' });
  return value === '' ? undefined : { value, origin: setting.origin };
}

/** In order of precedence, the weakest first: the later of two headers with the same name wins. */
function readHeaders(flags: FlagValues, env: Context['env'], profile: ActiveProfile | undefined): Header[] {
  const headers: Header[] = [];
  const own = profile?.settings.headers ?? {};
  for (const name of Object.keys(own)) headers.push(parseHeader(`${name}: ${own[name]}`, `profile ${profile?.name}`));
  // Line breaks may be Windows's, and blanks around a value are not part of it.
  for (const line of (env.OPENAI_CUSTOM_HEADERS ?? '').split('\n'))
    if (line.trim() !== '') headers.push(parseHeader(line, 'OPENAI_CUSTOM_HEADERS'));
  for (const line of flags.header ?? []) headers.push(parseHeader(line, '--header'));
  return headers;
}

function readClientCertificate(flags: FlagValues, env: Context['env'], url: string): Connection['clientCertificate'] {
  const certificate = textSetting(flags, env, 'mtls-client-cert-file');
  const key = textSetting(flags, env, 'mtls-client-key-file');
  if (!certificate && !key) return undefined;
  if (!certificate) throw new CliError('mtls-pair', { has: key?.origin ?? '', missing: '--mtls-client-cert-file' });
  if (!key) throw new CliError('mtls-pair', { has: certificate.origin, missing: '--mtls-client-key-file' });
  if (!/^https:/i.test(url)) throw new CliError('mtls-http', { url });
  return { certificate, key };
}

// Where a run would connect and where its key would come from, before anything is read.

export interface ConnectionPlan {
  source: KeySource;
  /** The setting that points the run away from the profile's own server. */
  outranked: Setting<string> | undefined;
}

/** @throws CliError `bad-base-url` */
export function planConnection(
  flags: FlagValues,
  env: Context['env'],
  profile: ActiveProfile | undefined,
): ConnectionPlan {
  if (usesSandbox(flags, env)) return { source: { kind: 'none' }, outranked: undefined };
  const baseUrl = baseUrlSetting(flags, env, profile);
  const isOutranked = profile !== undefined && !isProfileServer(profile, baseUrl);
  const atOpenAI = isOpenAI(checkBaseUrl(baseUrl));
  return {
    source: chooseKeySource(flags, env, isOutranked ? undefined : profile, atOpenAI && !profile),
    outranked: isOutranked ? baseUrl : undefined,
  };
}

// A setting and its origin. The origin is for people: `--api-key`, `OPENAI_API_KEY`, `the default`. Errors and `doctor`
// show it instead of the value.
