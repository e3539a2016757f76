import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/doctor/network.ts';
import { inHome, NOW, type RunOptions, run } from '../../support/run.ts';
import { type Routes, startServer } from '../../support/server.ts';

interface Report {
  ok: boolean;
  checks: Check[];
}

const LIST: Routes = { 'GET /v1/models': { body: '{"data":[{"id":"a","owned_by":"vllm"},{"id":"b"}]}' } };
const answers = (status: number, body: string, type = 'application/json'): Routes => ({
  'GET /v1/models': { status, headers: { 'content-type': type }, body },
});

async function doctor(args: string[], options: RunOptions = {}) {
  const { stdout, code } = await run(['doctor', '--format', 'json', '--max-retries', '0', ...args], options);
  const { ok, checks } = JSON.parse(stdout) as Report;
  const of = (name: string) => checks.find((check) => check.name === name);
  return { ok, checks, code, of };
}

describe('doctor on a set-up that works', () => {
  test('passes every check that counts and ends with 0', async () => {
    const { ok, code, of } = await doctor([], { routes: LIST });
    expect({ ok, code }).toEqual({ ok: true, code: 0 });
    expect(of('list')).toMatchObject({ verdict: 'pass', found: expect.stringMatching(/^2 models in \d+ ms$/) });
    expect(of('key')).toMatchObject({ verdict: 'pass', found: 'from OPENAI_API_KEY' });
    expect(of('base URL')?.found).toMatch(/\/v1 from OPENAI_BASE_URL$/);
    expect(of('server')).toMatchObject({ found: 'looks like vLLM' });
  });

  test('needs neither key nor network in the sandbox', async () => {
    const { ok, code, of } = await doctor(['--sandbox'], { env: { OPENAI_API_KEY: undefined } });
    expect({ ok, code, found: of('connection') }).toEqual({ ok: true, code: 0, found: undefined });
  });

  test('shows a line a check, and what to do below it', async () => {
    const { stdout } = await run(['doctor'], { routes: LIST, env: { PATH: '' } });
    expect(stdout).toMatch(/^warn {2}command +no openai on PATH\n {6} +Install it/);
    expect(stdout).toMatch(/\npass {2}list +2 models in/);
  });
});

describe('doctor names the cause and what to do', () => {
  const nobody = 'http://127.0.0.1:1/v1';
  test.each<
    [set: string, options: RunOptions, args: string[], check: string, found: RegExp, next: RegExp, code: number]
  >([
    [
      'no key',
      { env: { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined } },
      [],
      'settings',
      /no API key/,
      /api-keys/,
      4,
    ],
    [
      'a wrong key',
      { routes: answers(401, '{"error":{"message":"Incorrect API key"}}') },
      [],
      'authentication',
      /refused the key \(401\): Incorrect API key/,
      /OPENAI_API_KEY/,
      4,
    ],
    ['a wrong host', {}, ['--base-url', 'http://no-such-host.invalid/v1'], 'name', /cannot be resolved/, /spelling/, 7],
    [
      'a web page',
      { routes: answers(200, '<html><title>Sign in</title>', 'text/html') },
      [],
      'list',
      /web page \(Sign in\)/,
      /\/v1/,
      1,
    ],
    ['a server that is down', {}, ['--base-url', nobody], 'connection', /does not respond/, /running/, 7],
    ['a base URL without /v1', {}, ['--base-url', '{origin}'], 'list', /nothing at this URL/, /\/v1/, 5],
  ])('%s', async (_, options, args, check, found, next, code) => {
    const routes: Routes = { 'GET /models': { status: 404, body: '{"error":{"message":"Invalid URL"}}' } };
    const report = await doctor(args, { routes, ...options });
    const wanted = { verdict: 'fail', found: expect.stringMatching(found), next: expect.stringMatching(next) };
    expect(report.of(check)).toMatchObject(wanted);
    expect({ ok: report.ok, code: report.code }).toEqual({ ok: false, code });
  });

  test('https instead of http', async () => {
    const plain = await startServer({});
    try {
      const { ok, code, of } = await doctor(['--base-url', `https://127.0.0.1:${plain.port}/v1`]);
      expect(of('TLS')).toMatchObject({ verdict: 'fail', found: expect.stringContaining('no secure connection') });
      expect({ ok, code }).toEqual({ ok: false, code: 7 });
    } finally {
      await plain.stop();
    }
  });

  test('a clock that is off', async () => {
    const date = new Date(NOW - 3_600_000).toUTCString();
    const routes: Routes = { 'GET /v1/models': { headers: { date }, body: '{"data":[]}' } };
    const { of, code } = await doctor([], { routes });
    expect(of('clock')).toMatchObject({ verdict: 'warn', found: "3600 s ahead of the server's" });
    expect(code).toBe(0);
  });

  test('another openai before this one on PATH', async () => {
    await inHome(async (home) => {
      const program = join(home, 'openai');
      writeFileSync(program, '#!/bin/sh\n');
      chmodSync(program, 0o755);
      const { of } = await doctor([], { routes: LIST, env: { PATH: home } });
      expect(of('command')).toMatchObject({
        verdict: 'warn',
        found: expect.stringContaining('is a different program'),
      });
    });
  });

  test('a config file that others can change', async () => {
    await inHome(async (home) => {
      mkdirSync(join(home, 'openai-models'), { recursive: true });
      writeFileSync(join(home, 'openai-models', 'config.yaml'), 'profiles: {}\n', { mode: 0o644 });
      chmodSync(join(home, 'openai-models', 'config.yaml'), 0o664);
      const { of } = await doctor([], { routes: LIST, env: { XDG_CONFIG_HOME: home } });
      expect(of('config')).toMatchObject({ verdict: 'warn', next: expect.stringContaining('chmod 600') });
    });
  });
});

test('doctor never shows the key', async () => {
  const key = 'sk-canary-0123456789';
  const routes = answers(401, `{"error":{"message":"bad key ${key} (sk-cana***6789)"}}`);
  for (const format of ['text', 'json', 'csv', 'yaml']) {
    const { stdout, stderr } = await run(['doctor', '--format', format], { routes, env: { OPENAI_API_KEY: key } });
    expect(stdout + stderr).not.toContain('canary');
    expect(stdout + stderr).not.toContain('6789');
  }
});
