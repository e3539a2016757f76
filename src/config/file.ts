/**
 * The config file: where it is, and what is in it. A run without one pays for a single look; what reads files and YAML
 * is loaded only when there is something to read.
 */

import type { Context } from '../context.ts';
import { configFolder, joinPath } from '../fs/paths.ts';
import type { Profile } from '../spec/profile.ts';
import type { Config } from './parse.ts';
import { querySecrets, SECRET_NAME } from './secrets.ts';

export interface ConfigFile {
  path: string;
  config: Config;
  /** What a person should know about the file; nothing that keeps it from being used. */
  warnings: readonly string[];
}

/** The path of the config file, whether it exists or not; `undefined` without a home. */
export function configPath(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const folder = configFolder(ctx);
  return folder === undefined ? undefined : joinPath(folder, 'config.yaml');
}

/**
 * Reads the config file; `undefined` where there is none.
 * @throws CliError `bad-config`, with line and column where there are any
 */
export async function readConfig(
  ctx: Pick<Context, 'env' | 'home' | 'platform' | 'uid' | 'isMissing'>,
): Promise<ConfigFile | undefined> {
  const path = configPath(ctx);
  if (path === undefined || ctx.isMissing?.(path)) return undefined;
  const { modeWarning, readConfigText } = await import('./text.ts');
  const text = readConfigText(path, ctx.uid);
  if (text === undefined) return undefined;
  const { parseConfig } = await import('./parse.ts');
  const config = await parseConfig(text, path);
  const warning = modeWarning(path, ctx.platform, Object.values(config.profiles).some(holdsCredentials));
  return { path, config, warnings: warning === undefined ? [] : [warning] };
}

/** A profile says where its key is; a header or an address may be a credential itself. */
function holdsCredentials({ headers = {}, base_url: url = '' }: Profile): boolean {
  return Object.keys(headers).some((name) => SECRET_NAME.test(name)) || querySecrets(url).length > 0;
}
