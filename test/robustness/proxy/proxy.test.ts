import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, requireBuilt } from '../../support/entries.ts';
import { inTurn, type ScriptedServer, startServer } from '../../support/server.ts';
import { answer, fallSilent } from '../faults/acts.ts';
import { ITEMS, LIST } from '../faults/bodies.ts';
import { PASSWORD } from '../faults/canary.ts';
import { checkAlways } from '../faults/check.ts';
import { watchProduct } from '../faults/run.ts';
import { createAuthority } from '../tls/certificates.ts';
import { type ProxyOptions, type RealProxy, startProxy, TARGET } from './proxy.ts';

const ARGS = ['models', 'list', '--format', 'jsonl', '--max-retries', '0'];
const LOCKED: ProxyOptions = { user: 'user', password: PASSWORD };
const WITH_PASSWORD = `http://user:${PASSWORD}@127.0.0.1:{proxy}`;
const PROXY = 'http://127.0.0.1:{proxy}';
/** Of a proxy that nothing listens at. */
const DOWN = 'http://127.0.0.1:9';

interface Case {
  name: string;
  /** Where the request goes: through the proxy by name, or to this machine itself. */
  to?: 'http' | 'https' | 'loopback';
  proxy?: ProxyOptions;
  env: Readonly<Record<string, string>>;
  args?: readonly string[];
  exit: number;
  says?: readonly RegExp[];
  /** What the proxy's log holds. */
  log: readonly string[];
}

const THROUGH = ['http api.test:{http}'];
const TUNNEL = ['CONNECT api.test:{https}'];
const HTTP_WARNING = /Warning: the key goes to api\.test:\d+ over plain http/;

const CASES: readonly Case[] = [
  { name: 'HTTP_PROXY for http', env: { HTTP_PROXY: PROXY }, exit: 0, log: THROUGH, says: [HTTP_WARNING] },
  { name: 'http_proxy for http', env: { http_proxy: PROXY }, exit: 0, log: THROUGH },
  { name: 'ALL_PROXY for http', env: { ALL_PROXY: PROXY }, exit: 0, log: THROUGH },
  { name: 'all_proxy without a scheme', env: { all_proxy: '127.0.0.1:{proxy}' }, exit: 0, log: THROUGH },
  { name: 'HTTP_PROXY before ALL_PROXY', env: { HTTP_PROXY: PROXY, ALL_PROXY: DOWN }, exit: 0, log: THROUGH },
  { name: 'http_proxy before HTTP_PROXY', env: { http_proxy: PROXY, HTTP_PROXY: DOWN }, exit: 0, log: THROUGH },
  { name: 'HTTPS_PROXY for https', to: 'https', env: { HTTPS_PROXY: PROXY }, exit: 0, log: TUNNEL },
  { name: 'https_proxy for https', to: 'https', env: { https_proxy: PROXY }, exit: 0, log: TUNNEL },
  { name: 'ALL_PROXY for https', to: 'https', env: { ALL_PROXY: PROXY }, exit: 0, log: TUNNEL },
  {
    name: 'credentials for http',
    proxy: LOCKED,
    env: { HTTP_PROXY: WITH_PASSWORD },
    exit: 0,
    log: ['http api.test:{http} user'],
  },
  {
    name: 'credentials for https',
    to: 'https',
    proxy: LOCKED,
    env: { HTTPS_PROXY: WITH_PASSWORD },
    exit: 0,
    log: ['CONNECT api.test:{https} user'],
  },
  {
    name: 'credentials with --debug',
    to: 'https',
    proxy: LOCKED,
    env: { HTTPS_PROXY: WITH_PASSWORD },
    args: ['--debug'],
    exit: 0,
    says: [/> GET https:\/\/api\.test/, /< 200/],
    log: ['CONNECT api.test:{https} user'],
  },
  {
    name: 'wrong credentials for http',
    proxy: { user: 'user', password: 'other' },
    env: { HTTP_PROXY: WITH_PASSWORD },
    exit: 7,
    says: [/407/, /user:password@host:port/],
    log: ['http api.test:{http} user'],
  },
  {
    name: 'wrong credentials for https, with --debug',
    to: 'https',
    proxy: { user: 'user', password: 'other' },
    env: { HTTPS_PROXY: WITH_PASSWORD },
    args: ['--debug'],
    exit: 7,
    says: [/proxy rejected the credentials \(407\)/],
    log: ['CONNECT api.test:{https} user'],
  },
  {
    name: 'no credentials for a proxy that wants some',
    to: 'https',
    proxy: LOCKED,
    env: { HTTPS_PROXY: PROXY },
    exit: 7,
    says: [/proxy rejected the credentials \(407\)/],
    log: TUNNEL,
  },
  {
    name: 'a proxy that refuses to connect',
    to: 'https',
    proxy: { refuses: 403 },
    env: { HTTPS_PROXY: PROXY },
    exit: 7,
    says: [/proxy/],
    log: TUNNEL,
  },
  {
    name: 'a proxy that is down, for http',
    env: { HTTP_PROXY: DOWN },
    exit: 7,
    says: [/the proxy 127\.0\.0\.1:9/, /HTTPS?_PROXY/],
    log: [],
  },
  {
    name: 'a proxy that is down, for https',
    to: 'https',
    env: { HTTPS_PROXY: DOWN },
    exit: 7,
    says: [/the proxy 127\.0\.0\.1:9/, /HTTPS?_PROXY/],
    log: [],
  },
  ...['socks5://127.0.0.1:{proxy}', 'http://[nowhere', `http://user:${PASSWORD}@`].map((address) => ({
    name: `an address that is none of an http proxy: ${address.replace(PASSWORD, '...')}`,
    env: { HTTP_PROXY: address },
    exit: 2,
    says: [/HTTP_PROXY/, /http:\/\/host:port/],
    log: [],
  })),
  ...['http', 'https'].map((to) => ({
    name: `a % in the credentials that begins no escape, for ${to}`,
    to: to as 'http' | 'https',
    proxy: LOCKED,
    env: { [`${to.toUpperCase()}_PROXY`]: 'http://user:100%pw@127.0.0.1:{proxy}' },
    exit: 2,
    says: [/HTTPS?_PROXY/, /%25/],
    log: [],
  })),
  {
    name: 'a proxy that takes the connection and says nothing, for https',
    to: 'https',
    env: { HTTPS_PROXY: 'http://127.0.0.1:{deaf}' },
    args: ['--timeout', '1'],
    exit: 7,
    says: [/timed out: no data for 1 s/],
    log: [],
  },
  {
    name: 'a proxy that takes the connection and says nothing, for http',
    env: { HTTP_PROXY: 'http://127.0.0.1:{deaf}' },
    args: ['--timeout', '1'],
    exit: 7,
    says: [/timed out: no data for 1 s/],
    log: [],
  },
  ...[TARGET, '.test', '*.test', 'other.example, api.test', `${TARGET}:{http}`, '*'].map((list) => ({
    name: `NO_PROXY=${list}`,
    // Without the proxy, nobody finds the name.
    env: { HTTP_PROXY: PROXY, NO_PROXY: list },
    exit: 7,
    says: [/api\.test/],
    log: [],
  })),
  {
    name: 'no_proxy in lower case',
    env: { HTTP_PROXY: PROXY, no_proxy: TARGET },
    exit: 7,
    says: [/api\.test/],
    log: [],
  },
  {
    name: 'NO_PROXY that means others',
    env: { HTTP_PROXY: PROXY, NO_PROXY: `pi.test,example.com,${TARGET}:1` },
    exit: 0,
    log: THROUGH,
  },
  { name: 'an empty HTTP_PROXY', env: { HTTP_PROXY: '', ALL_PROXY: PROXY }, exit: 0, log: THROUGH },
  {
    name: 'this machine needs no proxy',
    to: 'loopback',
    env: { HTTP_PROXY: PROXY, ALL_PROXY: DOWN },
    exit: 0,
    log: [],
  },
  {
    name: 'a client certificate through an https proxy is a usage error',
    to: 'https',
    env: { HTTPS_PROXY: 'https://127.0.0.1:{proxy}' },
    args: ['--mtls-client-cert-file', '{cert}', '--mtls-client-key-file', '{key}'],
    exit: 2,
    says: [/client certificate/, /HTTPS_PROXY/],
    log: [],
  },
  {
    name: 'a client certificate through an http proxy',
    to: 'https',
    env: { HTTPS_PROXY: PROXY },
    args: ['--mtls-client-cert-file', '{cert}', '--mtls-client-key-file', '{key}'],
    exit: 0,
    log: TUNNEL,
  },
];

const folder = mkdtempSync(join(tmpdir(), 'openai-proxy-'));
const authority = createAuthority('Test authority');
const client = authority.issue({ name: 'client' });
const files = { authority: authority.cert, cert: client.cert, key: client.key };
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

let http: ScriptedServer;
let deaf: ScriptedServer;
let https: ScriptedServer;
beforeAll(async () => {
  http = await startServer(inTurn([answer({ body: LIST })]));
  deaf = await startServer(inTurn([fallSilent()]));
  const { cert, key } = authority.issue({ name: TARGET, hosts: [TARGET] });
  const tls = { cert, key, requestCert: true, rejectUnauthorized: false, ca: authority.cert };
  https = await startServer(inTurn([answer({ body: LIST })]), { tls });
});
afterAll(async () => {
  await Promise.all([http.stop(), https.stop(), deaf.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

describe.each(ENTRIES)('$name through a proxy', (entry) => {
  beforeAll(() => requireBuilt(entry));

  test.each(CASES)('$name', async ({ to = 'http', proxy: options, env, args = [], exit, says = [], log }) => {
    const proxy = await startProxy(options);
    const fill = filler(proxy);
    const bases = {
      http: `http://${TARGET}:{http}/v1`,
      https: `https://${TARGET}:{https}/v1`,
      loopback: 'http://127.0.0.1:{http}/v1',
    };
    const all = { OPENAI_BASE_URL: bases[to], SSL_CERT_FILE: join(folder, 'authority'), ...env };
    const filled = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, fill(value)]));
    https.requests.length = 0;
    try {
      const run = await watchProduct(entry, [...ARGS, ...args].map(fill), { env: filled });
      const said = run.stderr.toString();
      expect(checkAlways(run)).toEqual([]);
      expect({ exit: run.exit, stdout: run.stdout.toString(), log: proxy.log }, said).toEqual({
        exit,
        stdout: exit === 0 ? ITEMS : '',
        log: log.map(fill),
      });
      for (const pattern of says) expect(said).toMatch(pattern);
      const shown = args.includes('{cert}') ? 'client' : undefined;
      expect(https.requests.map((request) => request.client)).toEqual(to === 'https' && exit === 0 ? [shown] : []);
      // What the proxy is told is not for the server.
      for (const { headers } of [...https.requests, ...http.requests])
        expect(headers).not.toHaveProperty('proxy-authorization');
    } finally {
      await proxy.stop();
    }
  });
});

function filler(proxy: RealProxy): (text: string) => string {
  const places = {
    proxy: String(proxy.port),
    http: String(http.port),
    https: String(https.port),
    cert: join(folder, 'cert'),
    key: join(folder, 'key'),
    deaf: String(deaf.port),
  };
  return (text) =>
    Object.entries(places).reduce((filled, [name, place]) => filled.replaceAll(`{${name}}`, place), text);
}
