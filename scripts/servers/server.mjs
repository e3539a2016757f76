/** Starts a program on a free port of loopback, in a folder of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endGroup, runCommand } from './command.mjs';

const START_SECONDS = 120;
const STOP_SECONDS = 10;

/** What the programs are told about not calling home. */
const QUIET = {
  DO_NOT_TRACK: '1',
  ANONYMIZED_TELEMETRY: 'False',
  DISABLE_TELEMETRY: '1',
  HF_HUB_OFFLINE: '1',
  HF_HUB_DISABLE_TELEMETRY: '1',
};

/**
 * @typedef {object} Server
 * @property {string} baseUrl
 * @property {() => Promise<void>} stop
 */

/**
 * @param {import('./programs.mjs').Program} program
 * @param {string} python
 * @param {string} folder made for it
 * @param {Readonly<Record<string, string>>} proxies
 * @param {AbortSignal} signal
 * @returns {Promise<Server>}
 */
export async function startServer(program, python, folder, proxies, signal) {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  for (const [name, content] of Object.entries(program.files(port)))
    writeFileSync(join(folder, name), JSON.stringify(content, null, 2));
  const env = { PATH: process.env.PATH, HOME: folder, ...QUIET, ...proxies, ...program.env };
  await prepare(program, python, { cwd: folder, env, seconds: START_SECONDS, signal });

  const log = join(folder, 'server.log');
  const output = openSync(log, 'w');
  const child = spawn(python, program.args(port), {
    cwd: folder,
    env,
    stdio: ['ignore', output, output],
    detached: true,
  });
  closeSync(output);
  child.on('error', () => {});
  if (child.pid === undefined) throw new Error(`${python} cannot be started`);
  const kill = () => endGroup(child, 'SIGKILL');
  signal.addEventListener('abort', kill);
  const stop = async () => {
    await stopServer(child);
    signal.removeEventListener('abort', kill);
  };
  const baseUrl = `http://127.0.0.1:${port}${program.path}`;
  try {
    await ready(`${baseUrl}/models`, child, signal);
  } catch (error) {
    await stop();
    throw new Error(`${program.title} did not start\n${readFileSync(log, 'utf8').slice(-3000)}`, { cause: error });
  }
  return { baseUrl, stop };
}

/**
 * @param {import('./programs.mjs').Program} program
 * @param {string} python
 * @param {import('./command.mjs').Options} options
 */
async function prepare({ before }, python, options) {
  if (!before) return;
  const [script = '', ...args] = before;
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { exit, stderr } = await runCommand([python, path, ...args], options);
  if (exit !== 0) throw new Error(`${script} ended with ${exit}\n${stderr}`);
}

/** @returns {Promise<number>} */
async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}

/**
 * Any answer will do: some want a key.
 * @param {string} url
 * @param {import('node:child_process').ChildProcess} child
 * @param {AbortSignal} signal
 */
async function ready(url, child, signal) {
  const end = performance.now() + START_SECONDS * 1000;
  while (performance.now() < end) {
    signal.throwIfAborted();
    if (hasEnded(child)) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    if (answer) return;
    await sleep(200);
  }
  throw new Error(`no answer within ${START_SECONDS} s`);
}

/** @param {import('node:child_process').ChildProcess} child */
function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null;
}

/** @param {import('node:child_process').ChildProcess} child */
async function stopServer(child) {
  if (!hasEnded(child)) {
    const ended = once(child, 'exit');
    endGroup(child, 'SIGTERM');
    await Promise.race([ended, sleep(STOP_SECONDS * 1000, undefined, { ref: false })]);
  }
  endGroup(child, 'SIGKILL');
}
