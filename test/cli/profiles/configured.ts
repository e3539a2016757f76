/** Runs a command line in process with a config file, against a server whose address stands in that file. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Keychain } from '../../../src/context.ts';
import { inHome, type Outcome, type RunOptions, run } from '../../support/run.ts';
import { type Routes, type SeenRequest, startServer } from '../../support/server.ts';

export const LIST: Routes = { 'GET /v1/models': { body: '{"object":"list","data":[{"id":"m","object":"model"}]}' } };

export interface Configured {
  /** The config file's text; `{origin}` stands for the server's address. */
  config?: string;
  mode?: number;
  /** More files in the config folder, by name. */
  files?: Readonly<Record<string, string>>;
  routes?: Routes;
  env?: RunOptions['env'];
  options?: Omit<RunOptions, 'routes' | 'env' | 'home'>;
}

export interface ConfiguredOutcome extends Outcome {
  seen: readonly SeenRequest[];
  /** The config file after the run. */
  config: string | undefined;
}

/** The config folder in a home folder. */
export const folderIn = (home: string) => join(home, '.config', 'openai-models');

export function writeFiles(home: string, files: Readonly<Record<string, string>>, mode = 0o600): void {
  mkdirSync(folderIn(home), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folderIn(home), name, '..'), { recursive: true });
    writeFileSync(join(folderIn(home), name), text);
    chmodSync(join(folderIn(home), name), mode);
  }
}

/** Neither key nor base URL are in the environment unless the run says so. */
export async function runConfigured(argv: readonly string[], given: Configured = {}): Promise<ConfiguredOutcome> {
  const server = await startServer(given.routes ?? LIST);
  const here = (text: string) => text.replaceAll('{origin}', server.origin);
  try {
    return await inHome(async (home) => {
      if (given.files) writeFiles(home, given.files);
      if (given.config !== undefined) writeFiles(home, { 'config.yaml': here(given.config) }, given.mode);
      const env = Object.fromEntries(
        Object.entries({ OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined, ...given.env }).map(([name, value]) => [
          name,
          value === undefined ? undefined : here(value),
        ]),
      );
      const outcome = await run(argv.map(here), { ...given.options, env, home });
      if (server.unexpected.length > 0) throw new Error(`unexpected: ${server.unexpected.join(', ')}`);
      return Object.assign(outcome, { seen: server.requests, config: configIn(home) });
    });
  } finally {
    await server.stop();
  }
}

export function configIn(home: string): string | undefined {
  try {
    return readFileSync(join(folderIn(home), 'config.yaml'), 'utf8');
  } catch {
    return undefined;
  }
}

/** A keychain in memory. */
export function memoryKeychain(keys: Record<string, string> = {}): Keychain & { keys: Record<string, string> } {
  return {
    keys,
    read: async (account) => keys[account],
    write: async (account, key) => {
      keys[account] = key;
    },
    remove: async (account) => {
      const had = account in keys;
      delete keys[account];
      return had;
    },
  };
}

/** A keychain that fails in every way. */
export function brokenKeychain(problem = 'cannot use the keychain (locked)'): Keychain {
  const fail = async () => {
    throw new Error(problem);
  };
  return { read: fail, write: fail, remove: fail };
}
