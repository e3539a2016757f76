import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runChild } from '../../support/child.ts';
import { ENTRIES, requireBuilt } from '../../support/entries.ts';
import { plainEnvironment } from '../../support/run.ts';
import { inTurn, startServer } from '../../support/server.ts';
import { answer } from './acts.ts';
import { errorBody, LIST } from './bodies.ts';
import { CREDENTIALS, KEY, leakingFiles } from './canary.ts';

/** Lines that keep a state, show everything, fail, or get the key on the command line itself. */
const LINES: readonly (readonly string[])[] = [
  ['models', 'list', '--debug', '--verbose'],
  ['models', 'list', '--debug', '--api-key', KEY, '--header', `api-key: ${KEY}`],
  ['models', 'retrieve', 'gpt-4o', '--debug'],
  ['models', 'delete', 'gpt-4o', '--yes', '--debug'],
  ['models', 'list', '--sandbox', '--debug'],
  ['models', 'delete', 'ft:gpt-4o-mini-2024-07-18:acme::x', '--sandbox', '--debug'],
  ['models', 'list', '--debug', '--base-url', 'http://127.0.0.1:9/v1', '--max-retries', '0'],
  ['models', 'list', '--api-key', `${KEY}\u00e9`],
  ['models', 'list', '--header', `Bad Name: ${KEY}`],
  ['models', 'list', '--header', `x-secret: ${KEY}\n`, '--format', 'nonsense'],
];

const folder = mkdtempSync(join(tmpdir(), 'openai-canary-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the search finds a key in what a file says, in its name, and in base64', () => {
  const place = join(folder, 'planted');
  mkdirSync(place);
  writeFileSync(join(place, 'log'), `a ${KEY} b`);
  writeFileSync(join(place, KEY), '');
  writeFileSync(join(place, 'coded'), Buffer.from(KEY).toString('base64'));
  expect(leakingFiles(place)).toHaveLength(3);
  rmSync(place, { recursive: true });
});

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  test('leaves no key in any output, log, state or temporary file', async () => {
    const home = mkdtempSync(join(folder, 'home-'));
    const temp = join(home, 'tmp');
    const logs = join(home, 'logs');
    for (const made of [temp, logs]) mkdirSync(made);
    const echo = answer({
      status: 401,
      headers: { 'x-echo': KEY, 'set-cookie': `k=${KEY}` },
      body: errorBody(`Incorrect API key provided: ${KEY}`),
    });
    const server = await startServer(inTurn([answer({ body: LIST }), answer({ body: LIST }), echo]));
    const env = { ...plainEnvironment(home), TMPDIR: temp, ...CREDENTIALS, OPENAI_BASE_URL: `${server.origin}/v1` };
    try {
      for (const [index, line] of LINES.entries()) {
        const { stdout, stderr } = await runChild([...entry.command, ...line], { cwd: home, env });
        writeFileSync(join(logs, `${index}.out`), stdout);
        writeFileSync(join(logs, `${index}.err`), stderr);
      }
    } finally {
      await server.stop();
    }
    expect(readdirSync(logs)).toHaveLength(2 * LINES.length);
    expect(leakingFiles(home)).toEqual([]);
  });
});
