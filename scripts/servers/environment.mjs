/** Python environments with the packages that a list pins, one for each list. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './command.mjs';

const INSTALL_SECONDS = 15 * 60;
/** For the one package that is compiled: without what the server does not need, and quickly rather than well. */
const COMPILING = {
  CMAKE_ARGS: '-DLLAVA_BUILD=OFF -DGGML_NATIVE=OFF -DCMAKE_C_FLAGS_RELEASE=-O1 -DCMAKE_CXX_FLAGS_RELEASE=-O1',
  CMAKE_BUILD_PARALLEL_LEVEL: `${availableParallelism()}`,
};

/** @param {string} name @returns {string} the file that pins the packages of an environment */
export function listOf(name) {
  return fileURLToPath(new URL(`${name}.txt`, import.meta.url));
}

/** @param {string} name @param {string} wanted @returns {string} the version of a package that a list pins */
export function pinned(name, wanted) {
  const line = readFileSync(listOf(name), 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`${wanted}==`));
  if (!line) throw new Error(`${name}.txt does not pin ${wanted}`);
  return line.slice(wanted.length + 2);
}

/**
 * Makes an environment unless it is there already, and gives its Python. Those of older lists go away.
 * @param {string} name
 * @param {string} folder that holds the environments
 * @param {AbortSignal} signal
 * @returns {Promise<string>}
 */
export async function installEnvironment(name, folder, signal) {
  const list = readFileSync(listOf(name), 'utf8');
  const digest = createHash('sha256').update(list).digest('hex').slice(0, 12);
  const home = join(folder, `${name}.${digest}`);
  const python = join(home, 'bin', 'python');
  const stamp = join(home, 'installed');
  // The Python is a link, which breaks when the one it leads to is replaced.
  if (existsSync(stamp) && existsSync(python)) return python;
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder))
    if (old.startsWith(`${name}.`)) rmSync(join(folder, old), { recursive: true, force: true });
  const options = { cwd: folder, env: { ...process.env, ...COMPILING }, seconds: INSTALL_SECONDS, signal };
  const pip = [python, '-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'];
  for (const command of [
    [process.env.PYTHON || 'python3', '-m', 'venv', home],
    [...pip, '-r', listOf(name)],
  ]) {
    const { exit, stderr, stdout } = await runCommand(command, options);
    if (exit !== 0) throw new Error(`${command.join(' ')} ended with ${exit}\n${(stderr || stdout).slice(-2000)}`);
  }
  writeFileSync(stamp, '');
  return python;
}
