/** Starts a command and keeps what it writes. This is JavaScript because `spawner.mjs` runs it without a compiler. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** @typedef {import('./spawn.d.mts').ChildOptions} ChildOptions */

/** @param {readonly string[]} command @param {ChildOptions} options @returns {import('./spawn.d.mts').RunningChild} */
export function startChild(command, options) {
  const [file = '', ...args] = command;
  const started = performance.now();
  const child = spawn(file, args, {
    env: options.env,
    cwd: options.cwd,
    uid: options.uid,
    gid: options.gid,
    stdio: ['pipe', options.stdout ?? 'pipe', options.stderr ?? 'pipe'],
  });
  /** @type {Buffer[]} */
  const stdout = [];
  /** @type {Buffer[]} */
  const stderr = [];
  child.stdout?.on('data', (chunk) => stdout.push(chunk));
  child.stderr?.on('data', (chunk) => stderr.push(chunk));
  child.stdin?.on('error', () => {}); // A command that does not read its input may close it.
  child.stdin?.end(options.stdin ?? '');

  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, options.timeout ?? 30_000);
  const ended = new Promise((resolve, reject) => {
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr),
        exit: timedOut ? 'timeout' : (code ?? -constants.signals[/** @type {NodeJS.Signals} */ (signal)]),
        seconds: (performance.now() - started) / 1000,
      });
    });
  });
  return {
    process: child,
    stdout: () => Buffer.concat(stdout).toString(),
    stderr: () => Buffer.concat(stderr).toString(),
    ended,
  };
}
