/** Guards of speed that are no matter of time: a long list neither waits for its end nor is kept in memory. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelText } from '../../../bench/models.mjs';
import { bunPath } from '../../../scripts/bun.mjs';
import { ENTRIES, requireBuilt, standaloneEntry } from '../../support/entries.ts';
import { FULL } from '../../support/extent.ts';
import { startServer } from '../../support/server.ts';

const MIB = 1 << 20;
/** Their text alone is larger than the ceilings, less what every run takes. */
const COUNT = FULL ? 1_000_000 : 400_000;
const bench = (file: string) => fileURLToPath(new URL(`../../../bench/${file}`, import.meta.url));

/** What bench/measure.mjs tells of a run. */
interface Sample {
  exit: number;
  /** Of the whole process, in bytes. */
  peak: number;
  hash: string;
  stderr: string;
}

describe(`a list of ${COUNT.toLocaleString('en-US')} models, in the standalone`, () => {
  let server: ChildProcess;
  let env: Record<string, string>;

  beforeAll(async () => {
    requireBuilt(standaloneEntry);
    server = fork(bench('server.mjs'));
    const [{ port }] = (await once(server, 'message')) as [{ port: number }];
    const base = `http://127.0.0.1:${port}/${COUNT}/v1`;
    env = { HOME: '/nonexistent', OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: base };
  });
  afterAll(() => {
    server.disconnect();
  });

  async function measured(args: readonly string[]): Promise<Sample> {
    const child = spawn(bunPath(), [bench('measure.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify({ command: [...standaloneEntry.command, ...args], env, cwd: '/', hash: true }));
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    await once(child, 'close');
    return JSON.parse(text) as Sample;
  }

  test('is written as jsonl, byte for byte, in less than 100 MiB', async () => {
    const expected = createHash('sha1');
    for (let index = 0; index < COUNT; index++) expected.update(`${modelText(index)}\n`);
    const { exit, stderr, hash, peak } = await measured(['models', 'list', '--format', 'jsonl']);
    expect({ exit, stderr, hash }).toEqual({ exit: 0, stderr: '', hash: expected.digest('hex') });
    expect(peak / MIB).toBeLessThan(100);
  }, 120_000);

  // A million models are 108 MiB of text. What is kept of a model is at least as large again.
  test.each<[ceiling: number, first: string, ...rest: string[]]>([
    [100, '--format', 'json'],
    [100, '--count'],
    [160, '--ids'],
    [160, '--format', 'csv'],
    [160, '--transform', 'id', '-r'],
  ])(
    'takes less than %i MiB with %s %s',
    async (ceiling, ...args) => {
      const { exit, stderr, peak } = await measured(['models', 'list', ...args]);
      expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
      expect(peak / MIB).toBeLessThan(ceiling);
    },
    120_000,
  );
});

describe.each(ENTRIES)('$name', (entry) => {
  test('prints the first models before 9 MiB were sent', async () => {
    requireBuilt(entry);
    const [program, ...args] = entry.command;
    let sent = 0;
    let seen: () => void = () => {};
    const printed = new Promise<void>((resolve) => {
      seen = resolve;
    });
    const body = async function* () {
      yield '{"data":[';
      for (let index = 0; sent < 9 * MIB - 1000; ) {
        let text = '';
        for (const end = index + 500; index < end; index++) text += `${index > 0 ? ',' : ''}${modelText(index)}`;
        sent += text.length;
        yield text;
      }
      // It stands still until something was printed: a program that waits for the end would wait for ever.
      await printed;
      yield ']}';
    };
    const server = await startServer({ 'GET /v1/models': { body } });
    const base = `${server.origin}/v1`;
    const child = spawn(program, [...args, 'models', 'list', '--ids'], {
      env: { PATH: process.env.PATH, HOME: '/nonexistent', OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: base },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', seen);
    const [code] = await once(child, 'close');
    await server.stop();
    expect(code).toBe(0);
  }, 60_000);
});
