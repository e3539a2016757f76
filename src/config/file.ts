/**
 * The config file: its path and its content. A run without one costs a single check; the code that reads files and YAML
 * is loaded only if there is something to read.
 */

import type { Context } from '../context.ts';
import { configFolder, joinPath } from '../fs/paths.ts';
import type { Profile } from '../spec/profile.ts';
import type { Config } from './parse.ts';
import { querySecrets, SECRET_NAME } from './secrets.ts';

export interface ConfigFile {
  path: string;
  config: Config;
  /** What a person should know about the file, none of which prevents its use. */
  warnings: readonly string[];
}

/** The path of the config file, whether it exists or not; `undefined` without a home folder. */
export function configPath(ctx: Pick<Context, 'env' | 'home' | 'platform'>): string | undefined {
  const folder = configFolder(ctx);
  return folder === undefined ? undefined : joinPath(folder, 'config.yaml');
}

/**
 * Reads the config file. Returns `undefined` if there is none.
 * @throws CliError `bad-config`, with line and column if there are any
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

/** A profile only says where its key is, but a header or base URL may itself contain a credential. */
function holdsCredentials({ headers = {}, base_url: url = '' }: Profile): boolean {
  return Object.keys(headers).some((name) => SECRET_NAME.test(name)) || querySecrets(url).length > 0;
}
