/** The files below the paths of a command line. */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import type { Context } from '../context.ts';
import { gitFiles } from './git-files.ts';
import type { WalkOptions } from './walk.ts';

export interface TreeFile {
  /** As shown: below the path that was given. */
  path: string;
  /** Relative to that path, for matching patterns. */
  below: string;
  /** Whether the path itself was given. */
  isNamed: boolean;
}

/**
 * The files below paths, once each, sorted by path. For a folder in a git work tree, those that git tracks or does not
 * ignore; for another, those that its `.gitignore` files do not exclude. A path to a file yields that file.
 * @throws what node:fs throws for a path that cannot be accessed
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
      // A walk takes time, and an interruption must get through.
      if (++count % AT_ONCE === 0) await turn();
      if (ctx.signal.aborted) return [];
      const shown = prefix + below;
      if (!files.has(shown)) files.set(shown, { path: shown, below, isNamed: false });
    }
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** How many files are listed before signals get a turn. */
const AT_ONCE = 1000;
const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

async function filesIn(
  folder: string,
  ctx: Pick<Context, 'env' | 'signal'>,
  options: WalkOptions,
): Promise<Iterable<string>> {
  const known = await gitFiles(folder, ctx);
  // A folder that git ignores is walked, because it was named.
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

/** Turns `./src/` into `src`. */
function plainPath(path: string): string {
  const plain = path.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
  return plain === '' ? (path.startsWith('/') ? '/' : '.') : plain;
}
