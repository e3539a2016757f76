/** `doctor`: checks everything between the command line and a list of models, and says what to do. */

import { type Api, classifyBaseUrl, createApi } from '../api/client.ts';
import { type Connection, isOpenAI } from '../config/connection.ts';
import { configPath, readConfig } from '../config/file.ts';
import { isLoopback, unwrapKey } from '../config/key.ts';
import { proxyFor } from '../config/proxy.ts';
import { SECRET_NAME } from '../config/secrets.ts';
import { readTlsFiles } from '../config/tls.ts';
import { type Check, checkConnection, checkName, checkPath, checkTls, fail, pass, warning } from '../doctor/network.ts';
import { checkServer } from '../doctor/server.ts';
import { CliError } from '../errors/error.ts';
import { exitOf, explain } from '../errors/explain.ts';
import { redact } from '../errors/redact.ts';
import { encode } from '../json/bytes.ts';
import { loadRenderer } from '../output/formats.ts';
import { type Line, type Style, span } from '../output/terminal-text.ts';
import { wrapWords } from '../output/width.ts';
import { openApi, resolveSettings } from '../session/connect.ts';
import { chooseFormat, createView, type Session } from '../session/session.ts';
import type { ShownFormat } from '../spec/formats.ts';
import type { Exit } from '../spec/types.ts';

/** A step that hangs is reported after this long, whatever `--timeout` allows for a list. */
const MAX_WAIT_MS = 10_000;

export async function doctor(session: Session): Promise<Exit> {
  const { checks, error } = await examine(session);
  await show(session, checks);
  return error ? exitOf(error) : 0;
}

interface Findings {
  checks: Check[];
  /** Why no list is available. */
  error: CliError | undefined;
}

async function examine(session: Session): Promise<Findings> {
  const { ctx } = session;
  const checks: Check[] = [checkPath(ctx)];
  try {
    checks.push(await checkConfig(session));
    const connection = await resolveSettings(session);
    checks.push(...checkSettings(connection), ...(await checkRoute(session, connection)));
    const report = await checkServer(await openApi(session, connection), ctx.now, keyless(session, connection));
    const hint = report.error ? await checkEnding(session, connection) : [];
    return { checks: [...checks, ...report.checks, ...hint], error: report.error };
  } catch (error) {
    if (!(error instanceof CliError) || error.code === 'interrupted') throw error;
    const { happened, next } = explain(error);
    return { checks: [...checks, fail('settings', happened, next ?? 'See: openai --help')], error };
  }
}

/** An API without the key, to see if one is needed. None for OpenAI: its list is known to need a key. */
function keyless({ ctx }: Session, connection: Connection): Api | undefined {
  if (!connection.apiKey || connection.sandbox || isOpenAI(connection.baseUrl.value)) return undefined;
  const headers = connection.headers.filter(({ name }) => !SECRET_NAME.test(name));
  return createApi({ ...connection, apiKey: undefined, headers, maxRetries: 0 }, ctx, undefined);
}

/** If the base URL ends in something that does not belong there, tries it without that. */
async function checkEnding({ ctx }: Session, connection: Connection): Promise<Check[]> {
  const { baseUrl } = connection;
  const { better, surplus } = classifyBaseUrl(baseUrl.value.url);
  if (better === undefined || connection.sandbox) return [];
  const setting = { ...baseUrl, value: { ...baseUrl.value, url: better } };
  const tried = createApi({ ...connection, baseUrl: setting, maxRetries: 0 }, ctx, undefined);
  const { error } = await checkServer(tried, ctx.now, undefined);
  if (error) return [];
  return [
    warning(
      'base URL',
      `${better}, without ${surplus}, lists models`,
      `Use it instead of the one from ${baseUrl.origin}.`,
    ),
  ];
}

async function checkConfig({ ctx }: Session): Promise<Check> {
  const path = configPath(ctx);
  if (path === undefined) return pass('config', 'none: there is no home folder');
  const file = await readConfig(ctx);
  if (!file) return pass('config', `none (it would be ${path})`);
  const [problem] = file.warnings;
  return problem ? warning('config', problem, `Run: chmod 600 ${path}`) : pass('config', path);
}

function checkSettings({ apiKey, profile, baseUrl, sandbox }: Connection): Check[] {
  const url = pass(
    'base URL',
    sandbox ? 'the sandbox inside this program' : `${baseUrl.value.url} from ${baseUrl.origin}`,
  );
  if (!apiKey && profile?.keyless) return [pass('key', 'none, as the profile specifies'), url];
  if (!apiKey) return [warning('key', 'none: requests are sent without a key', 'OK if the server needs no key.'), url];
  const { problem } = unwrapKey(apiKey.value);
  if (problem) return [warning('key', `from ${apiKey.origin}; it ${problem}`, 'Remove it where the key is set.'), url];
  return [pass('key', `from ${apiKey.origin}`), url];
}

/** Checks name, connection and TLS, as far as they are visible from here. */
async function checkRoute({ ctx }: Session, connection: Connection): Promise<Check[]> {
  if (connection.sandbox) return [];
  const url = new URL(connection.baseUrl.value.url);
  const timeout = Math.min(connection.timeout || MAX_WAIT_MS, MAX_WAIT_MS);
  const proxy = proxyFor(url, ctx.env);
  // Behind a proxy, the server's name need not resolve here.
  const next = proxy?.url ?? url;
  const checks = [
    proxy ? pass('proxy', `${proxy.url.host} from ${proxy.origin}`) : pass('proxy', 'none'),
    ...(isLoopback(next.hostname) ? [] : [await checkName(next.hostname)]),
  ];
  if (checks.some(({ verdict }) => verdict === 'fail')) return checks;
  checks.push(await checkConnection(next, timeout, ctx.now));
  const safe = url.protocol === 'https:' && !proxy && checks.at(-1)?.verdict === 'pass';
  if (safe) checks.push(await checkTls(url, await readTlsFiles(connection, ctx.env), { timeout, now: ctx.now }));
  return checks;
}

const STYLES = { pass: 'green', warn: 'yellow', fail: 'red' } as const satisfies Record<Check['verdict'], Style>;

async function show(session: Session, found: readonly Check[]): Promise<void> {
  const { flags, out, secrets } = session;
  const checks = found.map((check) => ({
    ...check,
    found: redact(check.found, secrets),
    ...(check.next && { next: redact(check.next, secrets) }),
  }));
  const format = flags.format ?? 'auto';
  if (format === 'auto' || format === 'text') await out.write(lines(checks, createView(session).width));
  else await out.write(...(await values(session, chooseFormat(session, 'one'), checks)));
  await out.flush();
}

/** Cells for the verdict, and the minimum width that text is wrapped to. */
const VERDICT = 'pass'.length;
const MIN_WIDTH = 16;

function lines(checks: readonly Check[], width: number = Number.POSITIVE_INFINITY): Line[] {
  const room = Math.max(...checks.map(({ name }) => name.length));
  const indent = VERDICT + 2 + room + 2;
  const cells = Math.max(MIN_WIDTH, width - indent);
  const below = (texts: readonly string[]) => texts.map((text): Line => [' '.repeat(indent), text]);
  return checks.flatMap(({ name, verdict, found, next }): Line[] => {
    const [first = '', ...others] = wrapWords(found, cells, cells);
    return [
      [span(STYLES[verdict], verdict), `  ${name.padEnd(room)}  ${first}`],
      ...below(others),
      ...(next ? below(wrapWords(next, cells, cells)) : []),
    ];
  });
}

/** For programs: json and yaml are one document, the other formats have one value per check. */
async function values(session: Session, format: ShownFormat, checks: readonly Check[]) {
  const printed = (await loadRenderer(format)).values(createView(session));
  const ok = checks.every(({ verdict }) => verdict !== 'fail');
  const documents = format === 'json' || format === 'yaml' ? [{ ok, checks }] : checks;
  const chunks = documents.map((document) => {
    const bytes = encode(JSON.stringify(document));
    const chunk = printed.add(bytes, { start: 0, end: bytes.length });
    return chunk instanceof Uint8Array ? chunk.slice() : chunk;
  });
  return [...chunks, printed.end()];
}
