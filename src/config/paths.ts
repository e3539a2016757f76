import { join } from 'node:path';
import type { Context } from '../context.ts';

const FOLDER = 'openai-models';

/**
 * The folder for what the program itself keeps (sandbox state, snapshots, journal), by the platform's custom:
 * XDG Base Directory on Linux, Application Support on macOS, LOCALAPPDATA on Windows. `undefined` without a home.
 */
export function stateFolder(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const { env, home, platform } = ctx;
  if (env.XDG_STATE_HOME?.startsWith('/')) return join(env.XDG_STATE_HOME, FOLDER);
  if (platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, FOLDER, 'state');
  if (home === undefined) return undefined;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', FOLDER);
  return join(home, '.local', 'state', FOLDER);
}

/**
 * The folder for what the person decides (the config file, keys that `login` stored): XDG Base Directory on Linux,
 * Application Support on macOS, APPDATA on Windows. `undefined` without a home.
 */
export function configFolder(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const { env, home, platform } = ctx;
  if (env.XDG_CONFIG_HOME?.startsWith('/')) return join(env.XDG_CONFIG_HOME, FOLDER);
  if (platform === 'win32' && env.APPDATA) return join(env.APPDATA, FOLDER);
  if (home === undefined) return undefined;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', FOLDER);
  return join(home, '.config', FOLDER);
}
