/** Runs a command to its end, in a process group of its own, so that nothing of it stays behind. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * @typedef {object} Options
 * @property {string} cwd
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {number} seconds after which it is killed
 * @property {AbortSignal} signal ends it too
 *
 * @typedef {object} Ran
 * @property {string} stdout
 * @property {string} stderr
 * @property {number} exit the exit code, or minus the number of the signal that ended it
 */

/**
 * @param {readonly string[]} command
 * @param {Options} options
 * @returns {Promise<Ran>}
 */
export function runCommand([file = '', ...args], { cwd, env, seconds, signal }) {
  signal.throwIfAborted();
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const end = () => endGroup(child, 'SIGKILL');
  const timer = setTimeout(end, seconds * 1000);
  signal.addEventListener('abort', end);
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    };
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    child.once('close', (code, name) => {
      finish();
      resolve({ stdout, stderr, exit: code ?? -constants.signals[name ?? 'SIGKILL'] });
    });
  });
}

/**
 * Signals a child that was started detached, and all that it started.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} name
 */
export function endGroup(child, name) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}
