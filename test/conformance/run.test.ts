import { describe, expect, test } from 'vitest';
import type { Entry } from '../support/entries.ts';
import type { Answer, Case } from './case.ts';
import { type Outcome, runCase } from './run.ts';

function standIn(script: string): Entry {
  return { name: 'a stand-in', command: [process.execPath, '-e', script] };
}

/** Stands in for the product: opens a socket, sends its argument to the server and copies what comes back. */
const raw = standIn(
  `const url = new URL(process.env.OPENAI_BASE_URL);
  const socket = require('node:net').connect(url.port, url.hostname, () => socket.write(process.argv[1]));
  socket.on('data', (bytes) => process.stdout.write(bytes));
  socket.on('error', (error) => { process.stderr.write(error.code); process.exitCode = 7; });
  socket.on('close', () => process.stderr.write('closed'));`,
);

function ask(request: string, answer: Answer | Answer[], more: Partial<Case> = {}): Promise<Outcome> {
  const one = { group: 'g', name: 'n', args: [request], routes: { '*': answer }, expect: {}, timeout: 20, ...more };
  return runCase(raw, 'c1', one);
}

const get = (target: string, close = true) =>
  `GET ${target} HTTP/1.1\r\nHost: h\r\n${close ? 'Connection: close\r\n' : ''}\r\n`;

describe.concurrent('the scripted server', () => {
  test.each(['/c1/v1/models/../x', '/c1/v1//a%2Fb?q=a b', '/c1/v1/models/%zz', '/elsewhere', 'http://h/c1/v1'])(
    'keeps the target %s as it was sent',
    async (target) => {
      const { requests } = await ask(get(target), { body: '{}' });
      expect(requests).toMatchObject([{ method: 'GET', path: target.replace(/^\/c1/, '') }]);
    },
  );

  test('answers a list in order on one connection, its last one for ever', async () => {
    const requests = get('/c1/a', false) + get('/c1/a', false) + get('/c1/a');
    const { stdout, requests: seen } = await ask(requests, [{ status: 503, body: 'busy' }, { body: '{x*3}' }]);
    expect(stdout.match(/HTTP\/1.1 \d+|busy|xxx/g)).toEqual([
      'HTTP/1.1 503',
      'busy',
      'HTTP/1.1 200',
      'xxx',
      'HTTP/1.1 200',
      'xxx',
    ]);
    expect(seen).toHaveLength(3);
  });

  test('prefers the exact target, then the one without a query, then 404', async () => {
    const routes = { 'GET /a?b=1': { body: 'exact' }, 'GET /a': { body: 'plain' } };
    const requests = get('/c1/a?b=1', false) + get('/c1/a?b=2', false) + get('/c1/z');
    const { stdout } = await ask(requests, {}, { routes });
    expect(stdout.match(/exact|plain|no route GET \/z/g)).toEqual(['exact', 'plain', 'no route GET /z']);
  });

  test('fills in places and leaves out headers that are null', async () => {
    const headers = { location: '{other}/x', 'x-root': '{root}', 'content-type': null };
    const { stdout } = await ask(get('/c1/a'), { status: 302, headers, body: '{root}' });
    expect(stdout).toMatch(/location: http:\/\/localhost:\d+\/c1\/x\r\nx-root: (http:\/\/127.0.0.1:\d+\/c1)\r\n.*\1$/s);
    expect(stdout).not.toContain('content-type');
  });

  test('cuts a body short of its announced length', async () => {
    const { stdout } = await ask(get('/c1/a', false), { body: '0123456789', cut: 4 });
    expect(stdout).toMatch(/content-length: 10\r\n\r\n0123$/);
  });

  test('resets the connection', async () => {
    expect(await ask(get('/c1/a'), { reset: true })).toMatchObject({ stdout: '', stderr: 'ECONNRESETclosed', exit: 7 });
  });

  test('drips, repeats and sends bytes as they are', async () => {
    expect((await ask(get('/c1/a'), { body_repeat: ['ab', 3], drip: [4, 0.01] })).stdout).toMatch(/\r\n\r\nababab$/);
    expect((await ask(get('/c1/a'), { body_hex: 'c3a9ff' })).stdout).toMatch(/\r\n\r\né\udcff$/);
  });

  test('a command that never ends is stopped and said to have timed out', async () => {
    const stuck = await ask('never a whole request', {}, { timeout: 1 });
    expect(stuck).toMatchObject({ exit: 'timeout', requests: [] });
  });

  test('setup runs first, unseen; the environment can lose and gain variables', async () => {
    const more = { setup: [[get('/c1/before')]], env: { OPENAI_API_KEY: null, X: '{base}' }, stdin: 'in' };
    expect((await ask(get('/c1/a'), { body: '' }, more)).requests).toMatchObject([{ path: '/a' }]);
    const show = standIn('process.stdin.pipe(process.stdout); console.log(JSON.stringify(process.env))');
    const { stdout } = await runCase(show, 'c1', {
      group: 'g',
      name: 'n',
      args: [],
      routes: {},
      expect: {},
      ...more,
      setup: [],
    });
    expect(stdout).toMatch(/"X":"http:\/\/127.0.0.1:\d+\/c1\/v1"/);
    expect(stdout).not.toContain('OPENAI_API_KEY');
    expect(stdout).toMatch(/in$/);
  });
});
