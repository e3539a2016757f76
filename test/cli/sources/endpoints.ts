/** Several servers on loopback and a config file with a profile for each. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inHome, type Outcome, type RunOptions, run } from '../../support/run.ts';
import { type Routes, type Script, type ScriptedServer, startServer } from '../../support/server.ts';

export interface Place {
  /** `{origin}` in it is the address of this profile's server. */
  profile: string;
  routes: Routes | Script;
}

export interface World {
  home: string;
  servers: Readonly<Record<string, ScriptedServer>>;
  /** Runs a command line without any key or base URL in the environment, unless the run says so. */
  run(argv: readonly string[], options?: RunOptions): Promise<Outcome>;
}

/** Starts a server for each profile, writes the config file and runs `work`. */
export async function withEndpoints(
  places: Readonly<Record<string, Place>>,
  work: (world: World) => Promise<void>,
): Promise<void> {
  const servers: Record<string, ScriptedServer> = {};
  try {
    for (const [name, { routes }] of Object.entries(places)) servers[name] = await startServer(routes);
    await inHome(async (home) => {
      const profiles = Object.entries(places).map(
        ([name, { profile }]) => `  ${name}: ${(servers[name] as ScriptedServer).fill(profile)}\n`,
      );
      if (profiles.length > 0) writeConfig(home, `profiles:\n${profiles.join('')}`);
      await work({
        home,
        servers,
        run: (argv, options) =>
          run(argv, {
            home,
            ...options,
            env: { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined, ...options?.env },
          }),
      });
    });
  } finally {
    for (const server of Object.values(servers)) await server.stop().catch(() => {});
  }
}

export function writeConfig(home: string, text: string): void {
  const folder = join(home, '.config', 'openai-models');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.yaml'), text);
  chmodSync(join(folder, 'config.yaml'), 0o600);
}

/** The file of a snapshot, or any other, in the folder of snapshots. */
export function snapshotsIn(home: string): string {
  return join(home, '.local', 'state', 'openai-models', 'snapshots');
}
