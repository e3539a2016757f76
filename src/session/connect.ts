import { type Api, type ApiResponse, createApi } from '../api/client.ts';
import type { Trace } from '../api/trace.ts';
import type { AttemptObserver } from '../api/wire.ts';
import { baseUrlSetting, type Connection, planConnection, resolveConnection } from '../config/connection.ts';
import { isLoopback, readKey, unwrapKey } from '../config/key.ts';
import { readProfile } from '../config/profile.ts';
import { headerSecrets, isSecretParameter, querySecrets, SECRET_NAME } from '../config/secrets.ts';
import { redact } from '../errors/redact.ts';
import type { Activity } from './activity.ts';
import { note, type Session, showsActivity, warn } from './session.ts';

/**
 * The API of this command line. Sends nothing yet.
 * @throws CliError for settings that cannot be used (exit 2) and for a missing or unusable key (exit 4)
 */
export async function connect(session: Session): Promise<Api> {
  return openApi(session, await resolveSettings(session));
}

/**
 * The settings of this command line, with the profile and key that they lead to. Prints to stderr what a person should
 * know about them.
 * @throws CliError as `connect`
 */
export async function resolveSettings(session: Session): Promise<Connection> {
  const { flags, ctx } = session;
  const { profile, file } = await readProfile(flags, ctx);
  const { source, outranked } = planConnection(flags, ctx.env, profile);
  const { key, warnings } = await readKey(source, ctx);
  const connection = resolveConnection(flags, ctx.env, { profile, key });
  if (key) session.secrets.push(key.value, unwrapKey(key.value).key);
  session.secrets.push(
    ...headerSecrets(headerLines(connection.headers)),
    ...querySecrets(baseUrlSetting(flags, ctx.env, profile).value),
  );
  session.rejectionHints.push(...rejectionHints(connection));
  for (const warning of [...(file?.warnings ?? []), ...warnings]) await warn(session, warning);
  if (profile && outranked)
    await note(session, [
      `${outranked.origin} is not the server of profile ${profile.name}, so the profile's key and headers are not sent.`,
    ]);
  return connection;
}

function headerLines(headers: Connection['headers']): string[] {
  const lines: string[] = [];
  for (const { name, value } of headers) lines.push(`${name}: ${value}`);
  return lines;
}

/** What to check if the server rejects the key. */
function rejectionHints({ apiKey, organization, project }: Connection): string[] {
  const problem = apiKey && unwrapKey(apiKey.value).problem;
  const sent: string[] = [];
  if (organization) sent.push(`organization ${organization.value} (from ${organization.origin})`);
  if (project) sent.push(`project ${project.value} (from ${project.origin})`);
  const hints: string[] = [];
  if (problem) hints.push(`The key from ${apiKey.origin} ${problem}.`);
  if (sent.length > 0) hints.push(`The request was for ${sent.join(' and ')}.`);
  return hints;
}

/**
 * The API with these settings.
 * @param showsActivityLine whether a terminal may show that it waits; with several APIs at once, none has the line to itself
 */
export async function openApi(session: Session, connection: Connection, showsActivityLine = true): Promise<Api> {
  await warnAboutPlainHttp(session, connection);
  const api = createApi(connection, session.ctx, connection.debug ? tracer(session) : undefined);
  let isAnnounced = false;
  api.throttle.onLoading = () => {
    if (!isAnnounced) void note(session, ['The server is still loading its model. Waiting.']).catch(() => {});
    isAnnounced = true;
  };
  if (session.flags.verbose) return withVerboseNotes(api, session, connection);
  if (!showsActivityLine || !showsActivity(session)) return api;
  const { maxRetries, sandbox } = connection;
  const { withActivity } = await import('./activity.ts');
  return withActivity(
    await startActivity(session, sandbox ? 'the sandbox' : new URL(api.baseUrl).host, maxRetries + 1),
    api,
  );
}

/** Creates the line for a host's responses as that of this session. */
export async function startActivity(session: Session, host: string, tries: number): Promise<Activity> {
  const loaded = await import('./activity.ts');
  const activity = new loaded.Activity(session, host, tries);
  session.activity = activity;
  return activity;
}

/** Shows the trace of `--debug` line by line, without the secrets of this command line. */
export function tracer({ secrets, err }: Session): Trace {
  return async (lines) => {
    await err.write(lines.map((line) => [redact(line, secrets)]));
    await err.flush();
  };
}

/** `--verbose`: says what each call did, and with which settings. */
function withVerboseNotes(api: Api, session: Session, { baseUrl, apiKey }: Connection): Api {
  const { ctx } = session;
  const { host } = new URL(baseUrl.value.url);
  const observer: AttemptObserver = {
    onAttempt: async () => {},
    async onRetry(tries, failed, ms) {
      const { retryReason } = await import('./activity.ts');
      const seconds = Math.ceil(ms / 100) / 10;
      await note(session, [`Try ${tries} failed (${retryReason(failed, host)}): retrying in ${seconds} s`]);
    },
  };
  const report = async (what: string, call: Promise<ApiResponse>): Promise<ApiResponse> => {
    const startedAt = ctx.now();
    const response = await call;
    const retried = response.retries > 0 ? `, after ${response.retries} failed tries` : '';
    const key = apiKey ? `with the key from ${apiKey.origin}` : 'without a key';
    const at = `${baseUrl.value.url} (from ${baseUrl.origin})`;
    await note(session, [
      `${what} at ${at} ${key}: ${response.status} in ${Math.round(ctx.now() - startedAt)} ms${retried}`,
    ]);
    return response;
  };
  return {
    ...api,
    list: (page, _watch, etag) => report('GET /models', api.list(page, observer, etag)),
    retrieve: (model) => report(`GET ${model}`, api.retrieve(model, observer)),
    remove: (model, observer) => report(`DELETE ${model}`, api.remove(model, observer)),
  };
}

/** Warns about secrets sent over plain http, which others can read unless the traffic stays on this machine. */
async function warnAboutPlainHttp(session: Session, connection: Connection): Promise<void> {
  const { protocol, hostname, host } = new URL(connection.baseUrl.value.url);
  if (connection.sandbox || protocol !== 'http:' || isLoopback(hostname)) return;
  const what = exposedSecret(connection);
  if (what) await warn(session, `${what} to ${host} over plain http, which others can read. Use https.`);
}

function exposedSecret({ apiKey, headers, baseUrl }: Connection): string | undefined {
  if (apiKey) return 'the key goes';
  const header = headers.find(({ name }) => SECRET_NAME.test(name));
  if (header) return `the header ${header.name} from ${header.origin} goes`;
  const parameter = Object.keys(baseUrl.value.query).find(isSecretParameter);
  return parameter === undefined ? undefined : `${parameter} in the base URL from ${baseUrl.origin} goes`;
}
