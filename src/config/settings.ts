/**
 * The second stage of the arguments: what was said, joined with the environment and the defaults, checked, each value
 * with its origin. Precedence: flag, environment, default.
 */
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { FlagValues } from '../spec/flags.ts';
import { type BaseUrl, checkBaseUrl, checkKey, type Header, parseHeader } from './key.ts';
import { type Setting, textSetting } from './origin.ts';

export const DEFAULT_BASE_URL = 'https://api.openai.com/v1';
const DEFAULT_TIMEOUT_SECONDS = 30;
const DEFAULT_RETRIES = 2;

export interface Connection {
  /** `undefined`: requests go out without Authorization. */
  apiKey: Setting<string> | undefined;
  organization: Setting<string> | undefined;
  project: Setting<string> | undefined;
  baseUrl: Setting<BaseUrl>;
  headers: readonly Header[];
  /** Longest silence in milliseconds; 0 means no limit. */
  timeout: number;
  maxRetries: number;
  clientCertificate: { certificate: Setting<string>; key: Setting<string> } | undefined;
  /** Requests go to the practice API inside the program. */
  sandbox: boolean;
  scenario: FlagValues['scenario'];
  debug: boolean;
}

/**
 * What a command needs to talk to a server.
 * @throws CliError of exit 2 for a value that cannot be used, of exit 4 where OpenAI's own API would need a key.
 */
export function resolveConnection(flags: FlagValues, env: Context['env']): Connection {
  const sandbox = usesSandbox(flags, env);
  if (flags.scenario && !sandbox) throw new CliError('needs-flag', { flag: '--scenario', needs: '--sandbox' });
  const baseUrl = sandbox
    ? { value: SANDBOX_URL, origin: '--sandbox' }
    : (textSetting(flags, env, 'base-url') ?? { value: DEFAULT_BASE_URL, origin: 'the default' });
  const connection: Connection = {
    apiKey: sandbox ? { value: SANDBOX_KEY, origin: 'the sandbox' } : readKey(flags, env),
    organization: headerSetting(flags, env, 'organization'),
    project: headerSetting(flags, env, 'project'),
    baseUrl: { value: checkBaseUrl(baseUrl), origin: baseUrl.origin },
    headers: readHeaders(flags, env),
    timeout: (flags.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    maxRetries: flags['max-retries'] ?? DEFAULT_RETRIES,
    clientCertificate: readClientCertificate(flags, env, baseUrl.value),
    sandbox,
    scenario: flags.scenario,
    debug: flags.debug ?? false,
  };
  if (!connection.apiKey && baseUrl.value.replace(/\/+$/, '') === DEFAULT_BASE_URL && !ownAuthorization(connection))
    throw new CliError('no-key', {});
  return connection;
}

/** The address that requests to the sandbox bear; it is never looked up. */
const SANDBOX_URL = 'http://sandbox.invalid/v1';
const SANDBOX_KEY = 'sk-sandbox';

/** A flag for another endpoint outweighs OPENAI_SANDBOX; two flags that disagree are refused. */
function usesSandbox(flags: FlagValues, env: Context['env']): boolean {
  if (flags.sandbox && flags['base-url'] !== undefined)
    throw new CliError('conflict', { flags: ['--sandbox', '--base-url'] });
  if (flags.sandbox !== undefined) return flags.sandbox;
  const variable = env.OPENAI_SANDBOX ?? '';
  if (!['', '0', '1', 'true', 'false'].includes(variable))
    throw new CliError('bad-value', { what: 'OPENAI_SANDBOX', value: variable, want: '1 or 0' });
  return (variable === '1' || variable === 'true') && flags['base-url'] === undefined;
}

function readKey(flags: FlagValues, env: Context['env']): Setting<string> | undefined {
  const key = textSetting(flags, env, 'api-key');
  return key && checkKey(key);
}

function ownAuthorization(connection: Connection): boolean {
  return connection.headers.some((header) => header.name.toLowerCase() === 'authorization');
}

function headerSetting(flags: FlagValues, env: Context['env'], name: 'organization' | 'project') {
  const setting = textSetting(flags, env, name);
  if (!setting) return undefined;
  const value = setting.value.trim();
  if (!/^[\x20-\x7e]*$/.test(value))
    throw new CliError('bad-value', { what: setting.origin, value: undefined, want: 'plain ASCII text' });
  return value === '' ? undefined : { value, origin: setting.origin };
}

function readHeaders(flags: FlagValues, env: Context['env']): Header[] {
  const lines = (env.OPENAI_CUSTOM_HEADERS ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
  return [
    ...lines.map((line) => parseHeader(line, 'OPENAI_CUSTOM_HEADERS')),
    ...(flags.header ?? []).map((line) => parseHeader(line, '--header')),
  ];
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
