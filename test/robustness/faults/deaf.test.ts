import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ENTRIES, requireBuilt } from '../../support/entries.ts';
import { checkAlways } from './check.ts';
import { watchProduct } from './run.ts';

/** Listens, then sleeps: nobody accepts a connection. */
const DEAF = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(workerData), 0, 0);
  });
`;

const lock = new SharedArrayBuffer(4);
const waiting: Socket[] = [];
let worker: Worker;
let port = 0;

beforeAll(async () => {
  for (const entry of ENTRIES) requireBuilt(entry);
  worker = new Worker(DEAF, { eval: true, workerData: lock });
  port = await new Promise<number>((resolve) => worker.once('message', resolve));
  // The system itself accepts a few until its queue is full.
  for (let count = 0; count < 8; count++) waiting.push(connect(port, '127.0.0.1').on('error', () => {}));
  await sleep(300);
});

afterAll(async () => {
  for (const socket of waiting) socket.destroy();
  Atomics.store(new Int32Array(lock), 0, 1);
  Atomics.notify(new Int32Array(lock), 0);
  await worker.terminate();
});

test.each(ENTRIES)('$name gives up connecting to a port that does not answer', async (entry) => {
  const run = await watchProduct(entry, ['models', 'list', '--timeout', '1', '--max-retries', '0'], {
    env: { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` },
  });
  expect(checkAlways(run)).toEqual([]);
  expect({ exit: run.exit, stdout: run.stdout.toString() }).toEqual({ exit: 7, stdout: '' });
  expect(run.stderr.toString()).toMatch(/timed out|cannot be reached/);
});
