import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { bunPath } from '../../../scripts/bun.mjs';
import { importsOf, ROOT, readSources } from '../structure/source.ts';

/** The package on Node, or the standalone executable. */
export type Entry = 'node' | 'standalone';

const COMMANDS: Readonly<Record<Entry, () => [string, ...string[]]>> = {
  node: () => [process.execPath, '--import', './test/guards/loading/in-node.mjs', 'bin/openai.ts'],
  standalone: () => [bunPath(), '--preload', './test/guards/loading/in-bun.ts', 'bin/standalone.ts'],
};

export interface Loaded {
  /** The project's modules, sorted. */
  modules: string[];
  /** Modules of Node that these import when they are loaded. */
  builtins: string[];
  code: number | null;
  stdout: string;
}

/** Runs a command line from the sources and tells what it loaded. */
export async function loadedBy(entry: Entry, argv: readonly string[], env: NodeJS.ProcessEnv): Promise<Loaded> {
  const home = mkdtempSync(join(tmpdir(), 'openai-loaded-'));
  const list = join(home, 'loaded');
  const [program, ...args] = COMMANDS[entry]();
  const child = spawn(program, [...args, ...argv], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: home, LOADED: list, NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const paths = readFileSync(list, 'utf8').trimEnd().split('\n');
  rmSync(home, { recursive: true });
  const modules = [...new Set(paths.map((path) => relative(ROOT, path).split(sep).join('/')))].sort();
  return { modules, builtins: builtinsOf(modules), code, stdout };
}

function builtinsOf(modules: readonly string[]): string[] {
  const sources = readSources('bin', 'src').filter(({ path }) => modules.includes(path));
  const imported = sources.flatMap((source) => importsOf(source)).filter(({ kind }) => kind === 'static');
  return [...new Set(imported.map(({ to }) => to).filter((to) => to.startsWith('node:')))].sort();
}
