import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, type Entry, requireBuilt, standaloneEntry } from '../../support/entries.ts';
import { type Answer, inTurn, type ScriptedServer, startServer } from '../../support/server.ts';
import { answer } from '../faults/acts.ts';
import { ITEMS, LIST } from '../faults/bodies.ts';
import { CREDENTIAL_HEADERS } from '../faults/canary.ts';
import { checkAlways } from '../faults/check.ts';
import { watchProduct } from '../faults/run.ts';
import { createAuthority, type Identity, lockedKey, selfSigned } from './certificates.ts';

const HOSTS = ['127.0.0.1', 'localhost'];
const ARGS = ['models', 'list', '--format', 'jsonl'];
const folder = mkdtempSync(join(tmpdir(), 'openai-tls-'));
const authority = createAuthority('Test authority');
const stranger = createAuthority('Unknown authority');
const good = authority.issue({ name: 'good', hosts: HOSTS });
const client = authority.issue({ name: 'client' });
const strangeClient = stranger.issue({ name: 'strange client' });

/** Writes a file that the product can be pointed at. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const AUTHORITY = file('authority.pem', authority.cert);
const CLIENT_CERT = file('client.pem', client.cert);
const CLIENT_KEY = file('client-key.pem', client.key);
const OTHER_KEY = file('other-key.pem', good.key);
const LOCKED_KEY = file('locked-key.pem', lockedKey());
const TRUST = { SSL_CERT_FILE: AUTHORITY };
const CLIENT_FLAGS = ['--mtls-client-cert-file', CLIENT_CERT, '--mtls-client-key-file', CLIENT_KEY];
const WANTS_CLIENT: TlsOptions = { requestCert: true, rejectUnauthorized: true, ca: authority.cert };

/** A server with this certificate that has the list, or sends everybody elsewhere. */
function startTls(identity: Identity, options: TlsOptions = {}, redirect?: string): Promise<ScriptedServer> {
  const elsewhere: Answer = { status: 307, headers: { location: redirect ?? '' } };
  const reply = redirect === undefined ? answer({ body: LIST }) : elsewhere;
  return startServer(inTurn([reply]), { tls: { ...identity, ...options } });
}

interface Case {
  name: string;
  identity: Identity;
  server?: TlsOptions;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  exit: number;
  /** Of stderr. */
  says?: readonly RegExp[];
  /** The name on the client certificate that the server saw. */
  client?: string;
}

const SERVER_CASES: readonly Case[] = [
  { name: 'an authority in SSL_CERT_FILE is trusted', identity: good, env: TRUST, exit: 0 },
  {
    name: 'an authority in NODE_EXTRA_CA_CERTS is trusted',
    identity: good,
    env: { NODE_EXTRA_CA_CERTS: AUTHORITY },
    exit: 0,
  },
  {
    name: 'an unknown authority',
    identity: good,
    exit: 7,
    says: [/its certificate is not signed by a trusted authority/, /SSL_CERT_FILE/],
  },
  {
    name: 'another unknown authority',
    identity: stranger.issue({ name: 'x', hosts: HOSTS }),
    env: TRUST,
    exit: 7,
    says: [/its certificate is not signed by a trusted authority/, /SSL_CERT_FILE/],
  },
  {
    name: 'a certificate that has expired',
    identity: authority.issue({ name: 'expired', hosts: HOSTS, from: -20, to: -2 }),
    env: TRUST,
    exit: 7,
    says: [/certificate has expired/, /renew/],
  },
  {
    name: 'a certificate that is not valid yet',
    identity: authority.issue({ name: 'early', hosts: HOSTS, from: 2, to: 20 }),
    env: TRUST,
    exit: 7,
    says: [/certificate is not valid yet/, /clock/],
  },
  {
    name: 'a certificate for another host',
    identity: authority.issue({ name: 'other', hosts: ['api.example.com'] }),
    env: TRUST,
    exit: 7,
    says: [/certificate is for another host/, /base URL/],
  },
  {
    name: 'a self-signed certificate',
    identity: selfSigned({ name: 'alone', hosts: HOSTS }),
    env: TRUST,
    exit: 7,
    says: [/certificate is self-signed/, /SSL_CERT_FILE/],
  },
];

const CLIENT_CASES: readonly Case[] = [
  {
    name: 'a client certificate by flags',
    identity: good,
    server: WANTS_CLIENT,
    args: CLIENT_FLAGS,
    exit: 0,
    client: 'client',
  },
  {
    name: 'a client certificate by environment',
    identity: good,
    server: WANTS_CLIENT,
    env: { OPENAI_MTLS_CLIENT_CERT_FILE: CLIENT_CERT, OPENAI_MTLS_CLIENT_KEY_FILE: CLIENT_KEY },
    exit: 0,
    client: 'client',
  },
  {
    name: 'a client certificate that is wanted and not given',
    identity: good,
    server: WANTS_CLIENT,
    exit: 7,
    says: [/refused the client certificate, or requires one/, /--mtls-client/],
  },
  {
    name: 'a client certificate of another authority',
    identity: good,
    server: WANTS_CLIENT,
    args: [
      '--mtls-client-cert-file',
      file('strange.pem', strangeClient.cert),
      '--mtls-client-key-file',
      file('strange-key.pem', strangeClient.key),
      // The server says nothing and closes, as it might for any other reason.
      '--max-retries',
      '0',
    ],
    exit: 7,
    says: [/client certificate/],
  },
];

const USAGE: readonly { name: string; args: readonly string[]; says: RegExp; base?: string }[] = [
  { name: 'a certificate without its key', args: CLIENT_FLAGS.slice(0, 2), says: /private key is missing/ },
  { name: 'a key without its certificate', args: CLIENT_FLAGS.slice(2), says: /certificate is missing/ },
  {
    name: 'a client certificate for plain http',
    args: CLIENT_FLAGS,
    says: /needs https/,
    base: 'http://127.0.0.1:9/v1',
  },
  {
    name: 'a certificate file that is not there',
    args: ['--mtls-client-cert-file', join(folder, 'nowhere.pem'), ...CLIENT_FLAGS.slice(2)],
    says: /nowhere\.pem/,
  },
  {
    name: 'a folder for a certificate file',
    args: ['--mtls-client-cert-file', folder, ...CLIENT_FLAGS.slice(2)],
    says: /cannot be read/,
  },
  {
    name: 'a certificate file that is no PEM',
    args: ['--mtls-client-cert-file', file('text.pem', 'hello'), ...CLIENT_FLAGS.slice(2)],
    says: /no certificate in PEM/,
  },
  {
    name: 'a certificate where the key should be',
    args: [...CLIENT_FLAGS.slice(0, 2), '--mtls-client-key-file', CLIENT_CERT],
    says: /no private key in PEM/,
  },
  {
    name: 'a key that does not belong to the certificate',
    args: [...CLIENT_FLAGS.slice(0, 2), '--mtls-client-key-file', OTHER_KEY],
    says: /belongs to the certificate/,
  },
  {
    name: 'a key with a password',
    args: [...CLIENT_FLAGS.slice(0, 2), '--mtls-client-key-file', LOCKED_KEY],
    says: /without a password/,
  },
  {
    name: 'a certificate file that is PEM outside only',
    args: [
      '--mtls-client-cert-file',
      file('hollow.pem', '-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n'),
      ...CLIENT_FLAGS.slice(2),
    ],
    says: /certificate/,
  },
];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(ENTRIES)('$name over TLS', (entry) => {
  beforeAll(() => requireBuilt(entry));

  test.each([...SERVER_CASES, ...CLIENT_CASES])('$name', async (one) => {
    const server = await startTls(one.identity, one.server);
    try {
      const env = { ...(one.server ? TRUST : {}), ...one.env };
      const run = await runList(entry, server, [...ARGS, ...(one.args ?? [])], env);
      expect(checkAlways(run)).toEqual([]);
      expect({ exit: run.exit, stdout: run.stdout.toString() }, run.stderr.toString()).toEqual({
        exit: one.exit,
        stdout: one.exit === 0 ? ITEMS : '',
      });
      for (const pattern of one.says ?? []) expect(run.stderr.toString()).toMatch(pattern);
      expect(server.requests.map((request) => request.client)).toEqual(one.exit === 0 ? [one.client] : []);
      // What another try cannot mend is not tried again; Bun needs a bare handshake to say what the server said.
      expect(server.connections).toBeLessThanOrEqual(entry === standaloneEntry ? 2 : 1);
    } finally {
      await server.stop();
    }
  });

  test.each(USAGE)('$name is a usage error that sends nothing', async ({ args, says, base }) => {
    const server = await startTls(good, WANTS_CLIENT);
    try {
      const run = await runList(entry, server, [...ARGS, ...args], {
        ...TRUST,
        ...(base && { OPENAI_BASE_URL: base }),
      });
      expect(checkAlways(run)).toEqual([]);
      expect({ exit: run.exit, stdout: run.stdout.toString() }, run.stderr.toString()).toEqual({ exit: 2, stdout: '' });
      expect(run.stderr.toString()).toMatch(says);
      expect(server.connections).toBe(0);
    } finally {
      await server.stop();
    }
  });

  test('a redirect to another origin gets neither the client certificate nor any credential', async () => {
    const other = await startTls(good, { ...WANTS_CLIENT, rejectUnauthorized: false });
    const server = await startTls(good, WANTS_CLIENT, `https://localhost:${other.port}/v1/models`);
    try {
      const run = await runList(entry, server, [...ARGS, ...CLIENT_FLAGS], TRUST);
      expect(checkAlways(run)).toEqual([]);
      expect({ exit: run.exit, stdout: run.stdout.toString() }, run.stderr.toString()).toEqual({
        exit: 0,
        stdout: ITEMS,
      });
      expect(server.requests.map((request) => request.client)).toEqual(['client']);
      expect(other.requests.map((request) => request.client)).toEqual([undefined]);
      const carried = CREDENTIAL_HEADERS.filter((name) => other.requests[0] && name in other.requests[0].headers);
      expect(carried).toEqual([]);
    } finally {
      await Promise.all([server.stop(), other.stop()]);
    }
  });

  test('a redirect from https to plain http is not followed', async () => {
    const plain = await startServer(inTurn([answer({ body: LIST })]));
    const server = await startTls(good, {}, `${plain.origin}/v1/models`);
    try {
      const run = await runList(entry, server, ARGS, TRUST);
      expect(checkAlways(run)).toEqual([]);
      expect({ exit: run.exit, requests: plain.requests.length }, run.stderr.toString()).toEqual({
        exit: 7,
        requests: 0,
      });
      expect(run.stderr.toString()).toMatch(/https to plain http/);
    } finally {
      await Promise.all([server.stop(), plain.stop()]);
    }
  });

  test('TLS on a plain port is a failure that says so', async () => {
    const plain = await startServer({});
    try {
      const base = `https://127.0.0.1:${plain.port}/v1`;
      const run = await watchProduct(entry, [...ARGS, '--max-retries', '0'], { env: { OPENAI_BASE_URL: base } });
      expect(checkAlways(run)).toEqual([]);
      expect(run.exit, run.stderr.toString()).toBe(7);
      expect(run.stderr.toString()).toMatch(/does not speak TLS on that port/);
    } finally {
      await plain.stop();
    }
  });

  test('plain http on a TLS port is a failure that says what may be wrong', async () => {
    const server = await startTls(good);
    try {
      const base = `http://127.0.0.1:${server.port}/v1`;
      const run = await runList(entry, server, [...ARGS, '--max-retries', '0'], { OPENAI_BASE_URL: base });
      expect(checkAlways(run)).toEqual([]);
      expect(run.exit, run.stderr.toString()).toBe(7);
      expect(run.stderr.toString()).toMatch(/https:\/\/|closed the connection/);
      expect(server.requests).toEqual([]);
    } finally {
      await server.stop();
    }
  });

  test('TLS to a plain port is a failure that says what may be wrong', async () => {
    const plain = await startServer(inTurn([answer({ body: LIST })]));
    try {
      const env = { OPENAI_BASE_URL: `https://127.0.0.1:${plain.port}/v1` };
      const run = await watchProduct(entry, [...ARGS, '--max-retries', '0', '--timeout', '3'], { env });
      expect(checkAlways(run)).toEqual([]);
      expect({ exit: run.exit, requests: plain.requests.length }, run.stderr.toString()).toEqual({
        exit: 7,
        requests: 0,
      });
      expect(run.stderr.toString()).toMatch(/http:\/\/|TLS|timed out/);
    } finally {
      await plain.stop();
    }
  });
});

function runList(entry: Entry, server: ScriptedServer, args: readonly string[], env: Readonly<Record<string, string>>) {
  const base = { OPENAI_BASE_URL: `https://127.0.0.1:${server.port}/v1` };
  return watchProduct(entry, args, { env: { ...base, ...env } });
}
