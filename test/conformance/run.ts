import { mkdirSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '../support/entries.ts';
import { inHome, run } from '../support/run.ts';
import type { ScriptedServer, SeenRequest } from '../support/server.ts';
import { decodeBytes } from './bytes.ts';
import type { Case } from './case.ts';
import { startCaseServer, withoutKey } from './server.ts';

/** What a run gave: texts as `decodeBytes` reads them, so that equal texts mean equal bytes. */
export interface Outcome {
  stdout: string;
  stderr: string;
  exit: number | 'timeout';
  seconds: number;
  requests: SeenRequest[];
}

/** The clock of this machine, for runs in this process. */
const REAL_TIME = {
  now: Date.now,
  sleep: (ms: number, signal?: AbortSignal) => sleep(ms, undefined, signal && { signal }).catch(() => {}),
};

/** Runs one case, by an entry or in this process, in a home of its own that is gone afterwards. */
export async function runCase(entry: Entry | undefined, key: string, one: Case): Promise<Outcome> {
  const server = await startCaseServer(key, one.routes);
  try {
    return await inHome(async (home) => {
      const fill = filler(server, key, home);
      for (const [name, text] of Object.entries(one.files ?? {})) {
        mkdirSync(dirname(join(home, name)), { recursive: true });
        writeFileSync(join(home, name), fill(text));
      }
      const options = { entry, server, home, env: environment(one, home, fill), timeout: (one.timeout ?? 30) * 1000 };
      const start = (args: readonly string[], stdin: string) =>
        run(args.map(fill), { ...options, stdin, context: REAL_TIME });
      for (const before of one.setup ?? []) await start(before, '');
      server.requests.length = 0;
      const started = performance.now();
      const ran = await start(one.args, one.stdin ?? '');
      return {
        stdout: decodeBytes(ran.stdoutBytes),
        stderr: decodeBytes(ran.stderrBytes),
        exit: ran.code === -constants.signals.SIGKILL ? 'timeout' : ran.code,
        seconds: (performance.now() - started) / 1000,
        requests: server.requests.map((request) => withoutKey(request, key)),
      };
    });
  } finally {
    await server.stop();
  }
}

function filler({ origin, port }: ScriptedServer, key: string, home: string): (text: string) => string {
  const places = { base: `${origin}/${key}/v1`, root: `${origin}/${key}`, port: String(port), tmp: home };
  return (text) =>
    Object.entries(places).reduce((filled, [name, place]) => filled.replaceAll(`{${name}}`, place), text);
}

/** The whole environment, but for what every process needs. */
function environment(one: Case, home: string, fill: (text: string) => string) {
  const env: Record<string, string | undefined> = {
    NO_COLOR: undefined,
    XDG_CONFIG_HOME: join(home, 'c'),
    XDG_STATE_HOME: join(home, 's'),
    XDG_CACHE_HOME: join(home, 'k'),
    XDG_DATA_HOME: join(home, 'd'),
    TERM: 'xterm-256color',
    OPENAI_API_KEY: 'sk-test-SECRET',
    OPENAI_BASE_URL: fill('{base}'),
  };
  for (const [name, value] of Object.entries(one.env ?? {})) env[name] = value === null ? undefined : fill(value);
  return env;
}
