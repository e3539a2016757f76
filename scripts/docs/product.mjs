/** The product in this process, with a clock that stands still, so that the examples are the same every day. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { TypedScreen } from './screen.mjs';

const NOW = Date.UTC(2026, 11, 1, 12);

const ENTRY = `
export { main } from './src/main.ts';
export { manualPages } from './src/cli/manual.ts';
export { referencePage } from './src/cli/reference.ts';
export { KEYMAP } from './src/explore/keymap.ts';
export { FORMATS } from './src/spec/formats.ts';
export { EXITS } from './src/spec/types.ts';
export { allServers } from './src/servers/servers.ts';
export { PROFILE_KEYS } from './src/spec/profile.ts';
`;

/**
 * @typedef {object} Product
 * @property {(argv: readonly string[], screen?: Screen) => Promise<{ output: string, code: number }>} run
 *   stdout and then stderr, as a pipe or a screen gets them
 * @property {(argv: readonly string[], size: import('./screen.mjs').Size, steps: readonly import('./screen.mjs').Step[]) => Promise<import('./screen.mjs').Piece[][]>} explore
 *   the full screen after these steps
 * @property {() => string} referencePage
 * @property {() => { file: string, text: string }[]} manualPages
 * @property {Readonly<Record<string, string>>} formats
 * @property {Readonly<Record<string, string>>} exits
 * @property {readonly { shown?: string, hint?: string }[]} keys
 * @property {Readonly<Record<string, Preset>>} presets
 * @property {Readonly<Record<string, { hint: string }>>} profileKeys
 */

/** @typedef {{ columns: number, color: boolean }} Screen */

/** @typedef {{ title: string, baseUrl: string, auth: string, keyEnv?: string }} Preset */

/** @returns {Promise<Product>} */
export async function openProduct() {
  const { main, manualPages, referencePage, FORMATS, EXITS, KEYMAP, allServers, PROFILE_KEYS } = await load();
  const run = async (argv, screen) => {
    const stdout = sink(screen);
    const stderr = sink(screen);
    const code = await main(argv, contextOf(stdout.stream, stderr.stream, screen?.color ?? false));
    return { output: stdout.text() + stderr.text(), code };
  };
  const explore = async (argv, size, steps) => {
    const screen = new TypedScreen(size, steps);
    const { stream } = sink({ ...size, color: true });
    const ctx = contextOf(stream, stream, true);
    const ended = main(argv, { ...ctx, env: { ...ctx.env, TERM: 'xterm-256color' }, openScreen: async () => screen });
    // A run that ends before its last step has no picture.
    const early = ended.then((code) => Promise.reject(new Error(`the explorer ended with ${code}`)));
    const lines = await Promise.race([screen.lines, early]);
    await ended;
    return lines;
  };
  return {
    run,
    explore,
    manualPages,
    referencePage,
    formats: Object.fromEntries(Object.entries(FORMATS).map(([name, { hint }]) => [name, hint])),
    exits: EXITS,
    keys: KEYMAP,
    presets: Object.fromEntries(allServers()),
    profileKeys: PROFILE_KEYS,
  };
}

/** Bundles the sources and loads the result: Node 20 cannot import them as they are. */
async function load() {
  const folder = mkdtempSync(join(tmpdir(), 'openai-docs-'));
  try {
    const outfile = join(folder, 'product.mjs');
    const stdin = { contents: ENTRY, resolveDir: '.', loader: 'ts' };
    await build({
      stdin,
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run that has the practice API and no home: it forgets what was deleted. */
function contextOf(stdout, stderr, color) {
  return {
    stdin: { isTTY: false, readLine: async () => undefined },
    stdout,
    stderr,
    env: { OPENAI_SANDBOX: '1', ...(color ? {} : { NO_COLOR: '1' }) },
    home: undefined,
    platform: 'linux',
    now: () => NOW,
    sleep: async () => {},
    signal: new AbortController().signal,
  };
}

/** @param {Screen | undefined} screen */
function sink(screen) {
  const pieces = [];
  const size = screen ? { columns: screen.columns, rows: 1000 } : { columns: undefined, rows: undefined };
  const write = (bytes) => void pieces.push(bytes.slice());
  return { stream: { isTTY: screen !== undefined, ...size, write }, text: () => Buffer.concat(pieces).toString() };
}
