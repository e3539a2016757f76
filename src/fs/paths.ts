import type { Context } from '../context.ts';

const FOLDER = 'openai-models';

/**
 * Joins the parts of a path. Slashes work on Windows too, and node:path would be the only Node module that completion
 * loads, for a tenth of its time.
 */
export function joinPath(...parts: readonly string[]): string {
  return parts.join('/');
}

/**
 * The folder for the program's own data (sandbox state, snapshots, journal), by the platform's convention: XDG Base
 * Directory on Linux, Application Support on macOS, LOCALAPPDATA on Windows. `undefined` without a home folder.
 */
export function stateFolder(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const { env, home, platform } = ctx;
  if (env.XDG_STATE_HOME?.startsWith('/')) return joinPath(env.XDG_STATE_HOME, FOLDER);
  if (platform === 'win32' && env.LOCALAPPDATA) return joinPath(env.LOCALAPPDATA, FOLDER, 'state');
  if (home === undefined) return undefined;
  if (platform === 'darwin') return joinPath(home, 'Library', 'Application Support', FOLDER);
  return joinPath(home, '.local', 'state', FOLDER);
}

/**
 * The folder for what can be downloaded again: XDG Base Directory on Linux, Caches on macOS, LOCALAPPDATA on Windows.
 * `undefined` without a home folder.
 */
export function cacheFolder(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const { env, home, platform } = ctx;
  if (env.XDG_CACHE_HOME?.startsWith('/')) return joinPath(env.XDG_CACHE_HOME, FOLDER);
  if (platform === 'win32' && env.LOCALAPPDATA) return joinPath(env.LOCALAPPDATA, FOLDER, 'cache');
  if (home === undefined) return undefined;
  if (platform === 'darwin') return joinPath(home, 'Library', 'Caches', FOLDER);
  return joinPath(home, '.cache', FOLDER);
}

/**
 * The folder for the user's own choices (the config file, keys stored by `login`): XDG Base Directory on Linux,
 * Application Support on macOS, APPDATA on Windows. `undefined` without a home folder.
 */
export function configFolder(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const { env, home, platform } = ctx;
  if (env.XDG_CONFIG_HOME?.startsWith('/')) return joinPath(env.XDG_CONFIG_HOME, FOLDER);
  if (platform === 'win32' && env.APPDATA) return joinPath(env.APPDATA, FOLDER);
  if (home === undefined) return undefined;
  if (platform === 'darwin') return joinPath(home, 'Library', 'Application Support', FOLDER);
  return joinPath(home, '.config', FOLDER);
}
