/** The compiler, on the GJSON library. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string} out the folder @param {string[]} options */
export function compileGjson(out, ...options) {
  const args = ['node_modules/typescript/bin/tsc', '-p', 'packages/gjson', '--outDir', out, ...options];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`tsc: ${stdout}`);
}
