/** `npm pack`, and what came of it. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * @param {string} folder the package @param {string} into an empty folder, or one that is made
 * @returns {Promise<{ file: string, manifest: { name: string, version: string } }>}
 */
export async function pack(folder, into) {
  const own = join(into, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name);
  mkdirSync(own, { recursive: true });
  await npm(['pack', '--silent', '--pack-destination', own, folder.startsWith('/') ? folder : `./${folder}`]);
  const [file] = readdirSync(own);
  return { file: join(own, file), manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) };
}

/** Rejects with what npm wrote. @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
export async function npm(args, env = process.env) {
  try {
    return (await run('npm', args, { env, shell: process.platform === 'win32' })).stdout;
  } catch (error) {
    throw new Error(`npm ${args.join(' ')}: ${error.stderr || error.message}`);
  }
}
