import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A mock server made from an OpenAPI description; it refuses requests that the description does not allow. */
export interface Steady {
  baseUrl: string;
  /** What it logged of the requests so far, one a line: `GET /models → 200 OK ...`. */
  log(): string;
  stop(): Promise<void>;
}

const description = fileURLToPath(new URL('./models.openapi.yaml', import.meta.url));

export async function startSteady(): Promise<Steady> {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('@stdy/cli/package.json');
  const { bin } = require(manifest) as { bin: { steady: string } };
  const port = await freePort();
  const args = ['--port', String(port), '--reject-on-sdk-error', '--no-color', description];
  const child = spawn(process.execPath, [require.resolve(`@stdy/cli/${bin.steady}`), ...args], {
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const baseUrl = `http://127.0.0.1:${port}`;
  await ready(`${baseUrl}/_x-steady/health`, child, () => log);
  return { baseUrl, log: () => log, stop: () => stop(child) };
}

/** It takes 0 for a port but does not say which one it got, so the port is chosen here. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function ready(url: string, child: ChildProcess, log: () => string): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  child.kill();
  throw new Error(`the server did not start: ${log()}`);
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
