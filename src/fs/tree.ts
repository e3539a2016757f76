/** The files below the paths of a command line. */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import type { Context } from '../context.ts';
import { gitFiles } from './git-files.ts';
import type { WalkOptions } from './walk.ts';

export interface TreeFile {
  /** As it is shown: below the path that was given. */
  path: string;
  /** Below that path: what patterns are held against. */
  below: string;
  /** The path itself was given. */
  isNamed: boolean;
}

/**
 * The files below paths, each once, sorted by path. A folder in a git work tree has what git tracks or does not ignore,
 * another what its `.gitignore` files leave; a file is itself.
 * @throws what node:fs throws for a path that cannot be looked at
 */
export async function listFiles(
  paths: readonly string[],
  ctx: Pick<Context, 'env' | 'signal'>,
  options: WalkOptions,
): Promise<TreeFile[]> {
  const files = new Map<string, TreeFile>();
  for (const path of paths) {
    if (!statSync(path).isDirectory()) {
      const shown = plainPath(path);
      files.set(shown, { path: shown, below: shown, isNamed: true });
      continue;
    }
    const root = plainPath(path);
    const prefix = root === '.' ? '' : root.endsWith('/') ? root : `${root}/`;
    let count = 0;
    for (const below of await filesIn(path, ctx, options)) {
      // A walk takes its time, and an interruption must get through.
      if (++count % AT_ONCE === 0) await turn();
      if (ctx.signal.aborted) return [];
      const shown = prefix + below;
      if (!files.has(shown)) files.set(shown, { path: shown, below, isNamed: false });
    }
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** So many files are listed before signals get a turn. */
const AT_ONCE = 1000;
const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

async function filesIn(
  folder: string,
  ctx: Pick<Context, 'env' | 'signal'>,
  options: WalkOptions,
): Promise<Iterable<string>> {
  const known = await gitFiles(folder, ctx);
  // A folder that git ignores was named all the same.
  if (known && (known.length > 0 || isRepository(folder))) return known;
  const { walk } = await import('./walk.ts');
  return walk(realpathSync(folder), options);
}

function isRepository(folder: string): boolean {
  try {
    lstatSync(`${folder}/.git`);
    return true;
  } catch {
    return false;
  }
}

/** `./src/` as `src`. */
function plainPath(path: string): string {
  const plain = path.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
  return plain === '' ? (path.startsWith('/') ? '/' : '.') : plain;
}
