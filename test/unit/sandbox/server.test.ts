import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { afterEach, describe, expect, test } from 'vitest';
import { bunPath } from '../../../scripts/bun.mjs';
import { type RunningSandbox, serveSandbox } from '../../../src/sandbox/server.ts';
import { memoryStore } from '../../../src/sandbox/state.ts';
import { startServer } from '../../support/server.ts';
import { FINE_TUNED, listed, modelLine, request, sandbox } from './request.ts';

const { Request, Response } = globalThis;
let running: RunningSandbox | undefined;

afterEach(() => running?.close());

async function ask(port: number, line: string): Promise<{ status: number; body: string }> {
  const [method = '', path = ''] = line.split(' ');
  const headers = { authorization: 'Bearer sk-test' };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers });
  return { status: response.status, body: await response.text() };
}

describe('on a port', () => {
  test('answers as it does in process', async () => {
    const handler = sandbox();
    running = await serveSandbox(handler, { port: 0, host: '127.0.0.1' });
    const lines = ['GET /v1/models', 'GET /v1/models/gpt-4o', 'GET /v1/models/a%2Fb', 'POST /v1/models', 'GET /v1/x'];
    for (const line of lines) {
      const here = await handler(request(line));
      expect(await ask(running.port, line)).toEqual({ status: here.status, body: await here.text() });
    }
  });

  test.each<[host: string, status: number]>([
    ['127.0.0.1', 200],
    ['localhost:1234', 200],
    ['app.localhost', 200],
    ['[::1]:8080', 200],
    ['evil.example', 403],
    ['evil.example:80', 403],
    ['0.0.0.0', 403],
    ['127.0.0.1.evil.example', 403],
    ['localhost.evil.example', 403],
    ['10.0.0.1', 403],
  ])('to the name %s it answers %i', async (host, status) => {
    const store = memoryStore();
    running = await serveSandbox(sandbox({ store }), { port: 0 });
    const [method = '', path = ''] = modelLine('DELETE', FINE_TUNED).split(' ');
    const asked = get({ port: running.port, path, method, headers: { host, authorization: 'Bearer x' } });
    const [answer] = await once(asked, 'response');
    answer.resume();
    expect(answer.statusCode).toBe(status);
    const still = (await listed(sandbox({ store }))).some(({ id }) => id === FINE_TUNED);
    expect(still).toBe(status === 403);
  });

  test.each<[name: string, lines: string[], status: string, says: RegExp]>([
    ['a HEAD', ['HEAD /v1/models/gpt-4o HTTP/1.1', 'Host: 127.0.0.1'], '200 OK', /\r\n\r\n$/],
    ['an address in full', ['GET http://127.0.0.1/v1/models/gpt-4o HTTP/1.1', 'Host: 127.0.0.1'], '200 OK', /"gpt-4o"/],
    [
      'the address of another',
      ['GET http://evil.example/v1/models HTTP/1.1', 'Host: 127.0.0.1'],
      '403 Forbidden',
      /own machine/,
    ],
    ['a path like an address', ['GET //evil.example/v1 HTTP/1.1', 'Host: 127.0.0.1'], '404 Not Found', /Invalid URL/],
    ['no host', ['GET /v1/models HTTP/1.0'], '400 Bad Request', /has no host/],
    ['a host that is none', ['GET /v1/models HTTP/1.1', 'Host: a b'], '400 Bad Request', /has no host/],
    ['a short answer', ['GET /v1/models/gpt-4o HTTP/1.1', 'Host: 127.0.0.1'], '200 OK', /content-length: \d/i],
  ])('to %s it answers as HTTP has it', async (_name, lines, status, says) => {
    running = await serveSandbox(sandbox(), { port: 0 });
    const socket = connect(running.port, '127.0.0.1').setEncoding('utf8');
    socket.write([...lines, 'Authorization: Bearer sk-test', 'Connection: close', '', ''].join('\r\n'));
    const answer = (await socket.toArray()).join('');
    expect(answer.split('\r\n')[0]).toBe(`HTTP/1.1 ${status}`);
    expect(answer).toMatch(says);
  });

  test('goes on after a caller who left in the middle of a long list', async () => {
    running = await serveSandbox(sandbox({ scenario: 'many' }), { port: 0 });
    const socket = connect(running.port, '127.0.0.1');
    socket.write('GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sk-test\r\n\r\n');
    await once(socket, 'data');
    socket.destroy();
    expect((await ask(running.port, 'GET /v1/models/gpt-4o')).status).toBe(200);
  });

  test('keeps what was deleted, and tells the same to the next', async () => {
    const store = memoryStore();
    running = await serveSandbox(sandbox({ store }), { port: 0 });
    expect((await ask(running.port, modelLine('DELETE', FINE_TUNED))).status).toBe(200);
    expect((await ask(running.port, modelLine('GET', FINE_TUNED))).status).toBe(404);
    expect((await listed(sandbox({ store }))).map(({ id }) => id)).not.toContain(FINE_TUNED);
  });

  test('streams a hundred thousand models whole', async () => {
    running = await serveSandbox(sandbox({ scenario: 'many' }), { port: 0 });
    const { status, body } = await ask(running.port, 'GET /v1/models');
    expect(status).toBe(200);
    expect(JSON.parse(body).data).toHaveLength(100_082);
  });

  test('leaves the global objects alone', async () => {
    running = await serveSandbox(sandbox(), { port: 0 });
    await ask(running.port, 'GET /v1/models');
    expect(globalThis.Request).toBe(Request);
    expect(globalThis.Response).toBe(Response);
  });

  test('a port in use is refused with the code of the system', async () => {
    const other = await startServer({});
    const { port } = other;
    await expect(serveSandbox(sandbox(), { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await other.stop();
  });

  test('close cuts a request short, frees the port and may be repeated', async () => {
    const closed = async () => {
      running = await serveSandbox(sandbox({ scenario: 'slow', sleep: () => new Promise(() => {}) }), { port: 0 });
      const { port } = running;
      const asked = get({ port, path: '/v1/models' });
      const cut = once(asked, 'error');
      await once(asked, 'finish');
      await Promise.all([running.close(), running.close()]);
      expect((await cut)[0]).toMatchObject({ code: 'ECONNRESET' });
      return port;
    };
    // A port that is free may be given to somebody else on this machine, but hardly three times in a row.
    const again = async (tries: number): Promise<void> => {
      const port = await closed();
      try {
        running = await serveSandbox(sandbox(), { port });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE' && tries > 1) return again(tries - 1);
        throw error;
      }
      expect(running.port).toBe(port);
    };
    await again(3);
  });
});

describe('bundled into one file', () => {
  const bun = bunPath();
  const runtimes: [string, string][] = [
    ['Node', process.execPath],
    ['Bun', bun],
  ];

  test.each(runtimes)('serves under %s', async (_name, runtime) => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-serve-'));
    const entry = join(folder, 'serve.ts');
    writeFileSync(
      entry,
      `import { createSandbox } from ${JSON.stringify(join(import.meta.dirname, '../../../src/sandbox/handler.ts'))};
       import { serveSandbox } from ${JSON.stringify(join(import.meta.dirname, '../../../src/sandbox/server.ts'))};
       import { memoryStore } from ${JSON.stringify(join(import.meta.dirname, '../../../src/sandbox/state.ts'))};
       const handler = createSandbox({ store: memoryStore(), scenario: 'many', sleep: async () => {} });
       const running = await serveSandbox(handler, { port: 0 });
       let taken = 'nothing';
       try { await serveSandbox(handler, { port: running.port }); } catch (error) { taken = error.code; }
       console.log(JSON.stringify({ port: running.port, taken }));
       process.stdin.on('data', async () => { await running.close(); process.exit(0); });`,
    );
    const bundle = join(folder, 'serve.mjs');
    buildSync({ entryPoints: [entry], bundle: true, minify: true, platform: 'node', format: 'esm', outfile: bundle });
    const child = spawn(runtime, [bundle], { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      const [line] = await once(createInterface(child.stdout), 'line');
      const { port, taken } = JSON.parse(line);
      expect(taken).toBe('EADDRINUSE');
      expect(JSON.parse((await ask(port, 'GET /v1/models')).body).data).toHaveLength(100_082);
      expect((await ask(port, modelLine('DELETE', FINE_TUNED))).status).toBe(200);
      expect((await ask(port, modelLine('DELETE', FINE_TUNED))).status).toBe(404);
      child.stdin.end('stop\n');
      expect(await once(child, 'exit')).toEqual([0, null]);
    } finally {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
