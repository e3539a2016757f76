/** Signals at moments of their own: while a pager is open, when a terminal goes away, and several that are one. */
import { join } from 'node:path';
import { type IPty, spawn as spawnTerminal } from '@lydell/node-pty';
import { beforeAll, describe, expect, test } from 'vitest';
import { type History, readHistory } from '../../../src/deletion/history.ts';
import { isRunning, type RunningChild, startChild } from '../../support/child.ts';
import { ENTRIES, type Entry, requireBuilt } from '../../support/entries.ts';
import { inHome, plainEnvironment } from '../../support/run.ts';
import { withSlowServer } from './slow-server.ts';

const IDS = ['ft:a', 'ft:b', 'ft:c'];

function startPiped({ command }: Entry, args: readonly string[], env: Record<string, string>) {
  const child = startChild([...command, ...args], { env });
  const ended = child.ended.then(({ exit, stdout, stderr }) => ({ exit, text: `${stdout}${stderr}` }));
  return { child, ended };
}

/** @param told called with all that was shown so far, at each new piece */
function startOnTerminal(
  { command: [file, ...before] }: Entry,
  args: readonly string[],
  env: Record<string, string>,
  told: (text: string, child: IPty) => void = () => {},
) {
  const child = spawnTerminal(file, [...before, ...args], { env, cols: 80, rows: 10 });
  let text = '';
  child.onData((piece) => {
    text += piece;
    told(text, child);
  });
  const ended = new Promise<{ exit: number; text: string }>((resolve) => {
    child.onExit(({ exitCode: code, signal }) => resolve({ exit: signal ? 128 + signal : code, text }));
  });
  return { child, ended };
}

const environment = (home: string, baseUrl: string, more: Record<string, string> = {}) => ({
  ...plainEnvironment(home),
  OPENAI_API_KEY: 'sk-test-SECRET',
  OPENAI_BASE_URL: baseUrl,
  ...more,
});

const historyOf = (home: string): History => readHistory(join(home, '.local/state/openai-models/deletions.jsonl'));

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  test.each(['SIGTERM', 'SIGHUP'])('ends by %s while a pager is open, and the pager with it', async (signal) => {
    const many = Array.from({ length: 100 }, (_, i) => `m${i}`);
    await withSlowServer(many, async (server) =>
      inHome(async (home) => {
        server.answer();
        const env = environment(home, server.baseUrl, { PAGER: 'echo "pager $$"; exec sleep 1000' });
        let sent = false;
        const { ended } = startOnTerminal(entry, ['models', 'list'], env, (text, child) => {
          if (sent || !/pager \d+\r\n/.test(text)) return;
          sent = true;
          child.kill(signal);
        });
        const { exit, text } = await ended;
        expect(exit, text).toBe(143);
        const pager = Number(/pager (\d+)/.exec(text)?.[1]);
        // A process that is just ending may still be there.
        await expect.poll(() => isRunning(pager)).toBe(false);
      }),
    );
  });

  test('waits for a deletion that is on its way when its terminal goes away', async () => {
    await withSlowServer(
      IDS,
      async (server) =>
        inHome(async (home) => {
          const args = ['models', 'delete', ...IDS, '--yes', '--concurrency', '1'];
          let held = false;
          const env = environment(home, server.baseUrl, { NO_COLOR: '1' });
          const { child, ended } = startOnTerminal(entry, args, env, (text) => {
            // Now it knows of the signal.
            if (!held && text.includes('again')) {
              held = true;
              server.answer();
            }
          });
          await server.asked(2);
          child.kill('SIGHUP');
          const { exit, text } = await ended;
          expect(exit, text).toBe(143);
          expect(server.deleted).toEqual(['ft:a']);
          expect(historyOf(home).entries.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['ft:a deleted']);
        }),
      (method) => method === 'DELETE',
    );
  });

  test('goes on at SIGHUP where it has no terminal', async () => {
    await withSlowServer(IDS, async (server) =>
      inHome(async (home) => {
        const { child, ended } = startPiped(entry, ['models', 'list', '--ids'], environment(home, server.baseUrl));
        await server.asked(1);
        child.process.kill('SIGHUP');
        server.answer();
        expect(await ended).toEqual({ exit: 0, text: IDS.map((id) => `${id}\n`).join('') });
      }),
    );
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('takes two %s in quick succession for one', async (signal, code) => {
    await withSlowServer(
      IDS,
      async (server) =>
        inHome(async (home) => {
          const { child, ended } = startPiped(entry, ['models', 'delete', 'ft:a'], environment(home, server.baseUrl));
          await server.asked(1);
          child.process.kill(signal);
          await heard(child);
          child.process.kill(signal);
          server.answer();
          const { exit, text } = await ended;
          expect(exit, text).toBe(code);
          expect(server.deleted).toEqual(['ft:a']);
          expect(historyOf(home).entries.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['ft:a deleted']);
        }),
      (method) => method === 'DELETE',
    );
  });
});

/** Resolves once the run has said that it stops. */
function heard({ process, stderr }: RunningChild): Promise<void> {
  return new Promise((resolve) => {
    process.stderr?.on('data', () => stderr().includes('again') && resolve());
  });
}
