import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runChild } from '../support/child.ts';
import { decodeBytes } from './bytes.ts';
import type { Case } from './case.ts';
import { type ScriptedServer, type SeenRequest, startServer } from './server.ts';

/** What a run gave: texts as `decodeBytes` reads them, so that equal texts mean equal bytes. */
export interface Outcome {
  stdout: string;
  stderr: string;
  exit: number | 'timeout';
  seconds: number;
  requests: SeenRequest[];
}

/** Runs one case with `command` as the `openai` command, in a home of its own that is gone afterwards. */
export async function runCase(command: readonly string[], key: string, one: Case): Promise<Outcome> {
  const server = await startServer(key, one.routes);
  const home = mkdtempSync(join(tmpdir(), 'openai-case-'));
  try {
    const fill = filler(server, home);
    for (const [name, text] of Object.entries(one.files ?? {})) {
      mkdirSync(dirname(join(home, name)), { recursive: true });
      writeFileSync(join(home, name), fill(text));
    }
    const options = { env: environment(one, server, home, fill), cwd: home, timeout: (one.timeout ?? 30) * 1000 };
    for (const before of one.setup ?? []) await runChild([...command, ...before.map(fill)], options);
    server.requests.length = 0;
    const ran = await runChild([...command, ...one.args.map(fill)], { ...options, stdin: one.stdin ?? '' });
    return {
      stdout: decodeBytes(ran.stdout),
      stderr: decodeBytes(ran.stderr),
      exit: ran.exit,
      seconds: ran.seconds,
      requests: [...server.requests],
    };
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

function filler(server: ScriptedServer, home: string): (text: string) => string {
  const places = { base: `${server.root}/v1`, root: server.root, port: String(server.port), tmp: home };
  return (text) =>
    Object.entries(places).reduce((filled, [name, place]) => filled.replaceAll(`{${name}}`, place), text);
}

function environment(one: Case, server: ScriptedServer, home: string, fill: (text: string) => string) {
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'c'),
    XDG_STATE_HOME: join(home, 's'),
    XDG_CACHE_HOME: join(home, 'k'),
    XDG_DATA_HOME: join(home, 'd'),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    TERM: 'xterm-256color',
    OPENAI_API_KEY: 'sk-test-SECRET',
    OPENAI_BASE_URL: `${server.root}/v1`,
  };
  for (const [name, value] of Object.entries(one.env ?? {})) {
    if (value === null) delete env[name];
    else env[name] = fill(value);
  }
  return env;
}
