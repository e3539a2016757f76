import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, type Entry, requireBuilt } from '../../support/entries.ts';
import { inHome, plainEnvironment } from '../../support/product.ts';
import { type Answer, inTurn, type ScriptedServer, startServer } from '../../support/server.ts';
import { answer, drip, fallSilent, head, pour } from './acts.ts';
import { endless, errorBody, LIST, MODEL } from './bodies.ts';
import { CREDENTIALS, leakingFiles, secretsIn } from './canary.ts';

/** Far more than it takes; only a hang is longer. */
const SOON = 5000;
/** Signals that are no further apart are one. */
const ONE_WISH = 600;
const HEAD = head(200, { 'content-length': LIST.length });
const ROWS = '{"id":"m"},'.repeat(10_000);

interface Moment {
  name: string;
  does: Answer;
  args?: readonly string[];
  /** A deletion that is on its way is waited for, unless the signal comes again. */
  twice?: true;
  /** Nobody reads what the product prints. */
  blocked?: true;
}

const MOMENTS: readonly Moment[] = [
  { name: 'while it waits for the headers', does: fallSilent() },
  { name: 'in the middle of the headers', does: fallSilent('HTTP/1.1 200 OK\r\nconte') },
  { name: 'in the body', does: fallSilent(HEAD + LIST.slice(0, 50)) },
  { name: 'in a body that drips', does: drip(HEAD + LIST, 1, 100) },
  { name: 'between two tries', does: answer({ status: 503, headers: { 'retry-after': 30 }, body: errorBody('busy') }) },
  { name: 'in the headers of a deletion', does: fallSilent(), args: ['models', 'delete', 'ft:x'], twice: true },
  { name: 'while nobody reads its output', does: pour(`${head(200)}{"data":[`, () => endless(ROWS)), blocked: true },
];

describe.each(ENTRIES)('$name, interrupted', (entry) => {
  beforeAll(() => requireBuilt(entry));

  for (const moment of MOMENTS)
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)
      test.concurrent(`by ${signal} ${moment.name}`, async () => {
        const { exit, stderr, leaks } = await interrupt(entry, moment, signal);
        expect(exit, stderr).toBe(code);
        expect(stderr).not.toMatch(/\n\s+at .*:\d+|node:internal|undefined/);
        expect([...secretsIn(Buffer.from(stderr)), ...leaks]).toEqual([]);
      });

  test('by Ctrl-C at the question whether to delete', async () => {
    const server = await startServer(inTurn([answer({ body: MODEL })]));
    try {
      const { screen, exit } = await inHome((home) => interruptQuestion(entry, home, server));
      expect(exit, screen).toBe(130);
      expect(screen).not.toMatch(/\n\s+at .*:\d+|node:internal/);
      // The cursor is not left hidden, nor another screen shown.
      expect(screen.lastIndexOf('\x1b[?25l')).toBeLessThanOrEqual(screen.lastIndexOf('\x1b[?25h'));
      expect(server.requests.filter((request) => request.method === 'DELETE')).toEqual([]);
    } finally {
      await server.stop();
    }
  });
});

/** Starts the product, waits for the moment and sends the signal; the exit code as a shell shows it. */
function interrupt(entry: Entry, { does, args, twice, blocked }: Moment, signal: NodeJS.Signals) {
  return inHome(async (home) => {
    const server = await startServer(inTurn([does]));
    const [file, ...before] = entry.command;
    const env = { ...plainEnvironment(home), TMPDIR: home, ...CREDENTIALS, OPENAI_BASE_URL: `${server.origin}/v1` };
    const child = spawn(file, [...before, ...(args ?? ['models', 'list', '--format', 'jsonl'])], { cwd: home, env });
    const ended = endOf(child);
    if (!blocked) child.stdout.resume();
    try {
      await asked(server);
      await sleep(blocked ? 800 : 200);
      child.kill(signal);
      if (twice) {
        for (let waited = 0; waited < SOON && !textOf(child).includes('again'); waited += 20) await sleep(20);
        await sleep(ONE_WISH);
        child.kill(signal);
      }
      const exit = await Promise.race([ended, sleep(SOON, 'hung')]);
      child.stdout.destroy();
      return { ...(await stderrOf(child, ended)), exit, leaks: leakingFiles(home) };
    } finally {
      child.kill('SIGKILL');
      await server.stop();
    }
  });
}

function endOf(child: ChildProcess): Promise<number> {
  const texts: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => texts.push(chunk));
  said.set(child, texts);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal as NodeJS.Signals]));
  });
}

/** What each child wrote to stderr. */
const said = new WeakMap<ChildProcess, Buffer[]>();

async function stderrOf(child: ChildProcess, ended: Promise<unknown>): Promise<{ stderr: string }> {
  await Promise.race([ended, sleep(SOON)]);
  return { stderr: textOf(child) };
}

function textOf(child: ChildProcess): string {
  return Buffer.concat(said.get(child) ?? []).toString();
}

async function asked(server: ScriptedServer): Promise<void> {
  for (let waited = 0; server.requests.length === 0 && waited < 20_000; waited += 20) await sleep(20);
}

/** Types Ctrl-C once the question stands on the screen. */
function interruptQuestion(entry: Entry, home: string, server: ScriptedServer) {
  const [file, ...before] = entry.command;
  const env = { ...plainEnvironment(home), ...CREDENTIALS, OPENAI_BASE_URL: `${server.origin}/v1` };
  const child = spawnTerminal(file, [...before, 'models', 'delete', 'gpt-4o'], { cwd: home, env, cols: 80, rows: 24 });
  return new Promise<{ screen: string; exit: number }>((resolve) => {
    let screen = '';
    let typed = false;
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    child.onData((text) => {
      screen += text;
      if (typed || !/\[y\/N\]|Delete .*\?/.test(screen)) return;
      typed = true;
      setTimeout(() => child.write('\x03'), 200);
    });
    child.onExit(({ exitCode, signal }) => {
      clearTimeout(timer);
      resolve({ screen, exit: signal ? 128 + signal : exitCode });
    });
  });
}
