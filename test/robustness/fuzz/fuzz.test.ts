import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../../../src/context.ts';
import { main } from '../../../src/main.ts';
import { FORMAT_NAMES } from '../../../src/spec/formats.ts';
import { EXITS } from '../../../src/spec/types.ts';
import { dangers } from '../../support/attacks.ts';
import { FULL } from '../../support/extent.ts';
import { Random } from '../../support/random.ts';
import { type ScriptedServer, startServer } from '../../support/server.ts';
import { Sink } from '../../support/sink.ts';
import { KEY, secretsIn } from '../faults/canary.ts';
import { type MutatedAnswer, mutate } from './mutation.ts';

const RUNS = FULL ? 10_000 : 2_000;
const AT_ONCE = 1000;

/** Command lines, each with every format in turn. */
const COMMANDS: readonly (readonly string[])[] = [
  ['models', 'list'],
  ['models', 'list'],
  ['models', 'list', '--max-items', '1'],
  ['models', 'list', '--transform', 'id'],
  ['models', 'retrieve', 'gpt-4o'],
  ['models', 'retrieve', 'gpt-4o', '--transform', '{id,data.#.id}'],
  ['models', 'delete', 'ft:x', '--yes'],
  ['models', 'list', '--format-error', 'pretty'],
];
/** The explorer needs a terminal of its own. */
const FORMATS = FORMAT_NAMES.filter((format: string) => format !== 'explore');

/** By the seed, which the base URL's path begins with. */
const answers = new Map<string, MutatedAnswer>();
let server: ScriptedServer;
const home = mkdtempSync(join(tmpdir(), 'openai-fuzz-'));
beforeAll(async () => {
  server = await startServer(({ path }) => answers.get(path.split('/')[1] ?? ''));
});
afterAll(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

const starts = Array.from({ length: RUNS / AT_ONCE }, (_, index) => index * AT_ONCE);

test.concurrent.each(starts)(
  'a thousand damaged answers from seed %i harm nobody',
  { timeout: 240_000 },
  async (start) => {
    const harmed: unknown[] = [];
    for (let seed = start; seed < start + AT_ONCE && harmed.length < 5; seed++) {
      const harm = await harmOf(seed, join(home, String(start)));
      if (harm.length > 0) harmed.push({ seed, harm });
    }
    expect(harmed).toEqual([]);
  },
);

/** A tab does no harm: it stands between the columns of tsv, and where a server put it between values. */
function controls(sink: Sink): string[] {
  return dangers(sink.bytes).filter((found) => found !== 'U+0009');
}

/** What is wrong with the run of this seed. */
async function harmOf(seed: number, folder: string): Promise<string[]> {
  const random = new Random(seed);
  answers.set(String(seed), mutate(random));
  const columns = seed % 2 === 0 ? random.pick([20, 40, 80, 200]) : undefined;
  const format = FORMATS[seed % FORMATS.length] as string;
  const argv = [...random.pick(COMMANDS), '--format', format, '--max-retries', '0', '--no-pager', '--timeout', '20'];
  const stdout = new Sink({ columns });
  const stderr = new Sink({ columns });
  const context: Context = {
    stdin: { isTTY: false, readLine: async () => undefined },
    stdout,
    stderr,
    env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.origin}/${seed}/v1`, NO_COLOR: '1', TERM: 'dumb' },
    home: folder,
    platform: 'linux',
    now: () => Date.UTC(2026, 0, 15),
    sleep: async () => {},
    signal: new AbortController().signal,
  };
  const code = await main(argv, context);
  answers.delete(String(seed));
  const said = stderr.bytes.toString();
  return [
    ...(code in EXITS && code !== 130 ? [] : [`exit ${code}`]),
    ...(code === 0 || said !== '' ? [] : ['fails without a word']),
    ...(/something unexpected|timed out/.test(said) ? [said] : []),
    ...(/\bundefined\b|\[object \w+\]|\bNaN\b/.test(said) ? [said] : []),
    ...secretsIn(stderr.bytes),
    ...(columns === undefined ? [] : [...controls(stdout), ...controls(stderr)]),
  ].map((harm) => `${argv.join(' ')}: ${harm}`);
}
