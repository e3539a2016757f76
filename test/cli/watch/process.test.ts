/** `models watch` as a process of its own: signals, and a standard output that nobody reads. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { isRunning, startChild } from '../../support/child.ts';
import { ENTRIES, requireBuilt } from '../../support/entries.ts';
import { listOf, model } from '../../support/models.ts';
import { inHome, plainEnvironment } from '../../support/run.ts';
import { type ScriptedServer, startServer } from '../../support/server.ts';

/** Every answer has one model more, so each look after the first is a change. */
async function growing(work: (server: ScriptedServer, home: string) => Promise<void>): Promise<void> {
  let count = 0;
  const server = await startServer(() => ({
    body: listOf(...Array.from({ length: ++count }, (_, i) => model(`m${i}`))),
  }));
  try {
    await inHome((home) => work(server, home));
  } finally {
    await server.stop();
  }
}

const environment = (home: string, server: ScriptedServer) => ({
  ...plainEnvironment(home),
  OPENAI_API_KEY: 'sk-test-SECRET',
  OPENAI_BASE_URL: `${server.origin}/v1`,
});
const WATCH = ['models', 'watch', '--interval', '1s'];

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  test.each<[signal: NodeJS.Signals, exit: number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('ends at once by %s', async (signal, exit) => {
    await growing(async (server, home) => {
      const child = startChild([...entry.command, 'models', 'watch', '--interval', '1h'], {
        env: environment(home, server),
      });
      await server.asked(1);
      // The wait of an hour has begun once the answer was read.
      await expect.poll(() => server.requests.length).toBe(1);
      child.process.kill(signal);
      expect(await child.ended).toMatchObject({ exit });
    });
  });

  test('ends by SIGTERM in the middle of an answer, and its command with it', async () => {
    await growing(async (server, home) => {
      const told = join(home, 'told.sh');
      writeFileSync(told, `#!/bin/sh\necho $$ > "${home}/pid"\nexec sleep 1000\n`);
      chmodSync(told, 0o700);
      const child = startChild([...entry.command, ...WATCH, '--exec', told], { env: environment(home, server) });
      const pid = () => {
        try {
          return Number(readFileSync(join(home, 'pid'), 'utf8'));
        } catch {
          return 0;
        }
      };
      await expect.poll(pid, { timeout: 10_000 }).toBeGreaterThan(0);
      child.process.kill('SIGTERM');
      expect(await child.ended).toMatchObject({ exit: 143 });
      await expect.poll(() => isRunning(pid()), { timeout: 5000 }).toBe(false);
    });
  });

  test('ends well once nobody reads what it prints', async () => {
    await growing(async (server, home) => {
      const child = startChild([...entry.command, ...WATCH], { env: environment(home, server) });
      await server.asked(1);
      child.process.stdout?.destroy();
      expect(await child.ended).toMatchObject({ exit: 0 });
    });
  });
});
