import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { type RunningChild, startChild } from '../../support/child.ts';
import { ENTRIES, type Entry, requireBuilt } from '../../support/entries.ts';
import { inHome, plainEnvironment } from '../../support/run.ts';
import { type Answer, inTurn, type ScriptedServer, startServer } from '../../support/server.ts';
import { screenOf } from '../../support/terminal.ts';
import { answer, drip, fallSilent, head, pour } from './acts.ts';
import { endless, errorBody, LIST, MODEL } from './bodies.ts';
import { CREDENTIALS, leakingFiles, secretsIn } from './canary.ts';

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
      const env = { ...CREDENTIALS, OPENAI_BASE_URL: `${server.origin}/v1` };
      const reply = { after: /\[y\/N\]|Delete .*\?/, keys: '\x03', pause: 200 };
      const size = { columns: 80, rows: 24 };
      const { text, exit } = await screenOf(entry, ['models', 'delete', 'gpt-4o'], { ...size, env, reply });
      expect(exit, text).toBe(130);
      expect(text).not.toMatch(/\n\s+at .*:\d+|node:internal/);
      // The cursor is not left hidden, nor another screen shown.
      expect(text.lastIndexOf('\x1b[?25l')).toBeLessThanOrEqual(text.lastIndexOf('\x1b[?25h'));
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
    const command = [...entry.command, ...(args ?? ['models', 'list', '--format', 'jsonl'])];
    const child = startChild(command, { cwd: home, env: environment(server, home) });
    if (blocked) child.process.stdout?.pause();
    try {
      await server.asked(1);
      await sleep(blocked ? 800 : 200);
      child.process.kill(signal);
      if (twice) {
        await said(child, 'again');
        await sleep(ONE_WISH);
        child.process.kill(signal);
      }
      const [code, killedBy] = await once(child.process, 'exit');
      child.process.stdout?.destroy();
      await child.ended;
      const exit = code ?? 128 + constants.signals[killedBy as NodeJS.Signals];
      return { stderr: child.stderr(), exit, leaks: leakingFiles(home) };
    } finally {
      child.process.kill('SIGKILL');
      await server.stop();
    }
  });
}

/** Resolves once the run has said this on stderr. */
function said({ process, stderr }: RunningChild, text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stderr?.on('data', () => stderr().includes(text) && resolve());
  });
}

function environment(server: ScriptedServer, home: string): Record<string, string> {
  return { ...plainEnvironment(home), TMPDIR: home, ...CREDENTIALS, OPENAI_BASE_URL: `${server.origin}/v1` };
}
