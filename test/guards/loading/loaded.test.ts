/**
 * What a plain list loads, in both entries: a module more is a decision, made in scripts/list-modules.json, which the
 * build reads too. Write it anew: UPDATE_LOADED=1 npx vitest run test/guards/loading/loaded.test.ts; npm run format.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listOf, model } from '../../support/models.ts';
import { type ScriptedServer, startServer } from '../../support/server.ts';
import { ROOT } from '../structure/source.ts';
import { type Entry, loadedBy } from './loaded.ts';

const FILE = join(ROOT, 'scripts/list-modules.json');
const LIST = ['models', 'list', '--format', 'json'];
const known = JSON.parse(readFileSync(FILE, 'utf8')) as Record<Entry, { modules: string[]; builtins: string[] }>;

let server: ScriptedServer;
beforeAll(async () => {
  server = await startServer({ 'GET /v1/models': { body: listOf(model('a'), model('b')) } });
});
afterAll(() => server.stop());

const environment = () => ({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${server.origin}/v1` });

describe.each<Entry>(['node', 'standalone'])('%s', (entry) => {
  test('loads for a plain list what is listed, and nothing else', async () => {
    const { modules, builtins, code, stdout } = await loadedBy(entry, LIST, environment());
    expect({ code, ids: JSON.parse(stdout).data.length }).toEqual({ code: 0, ids: 2 });
    if (process.env.UPDATE_LOADED) {
      known[entry] = { modules, builtins };
      writeFileSync(FILE, `${JSON.stringify(known, null, 2)}\n`);
    }
    expect({ modules, builtins }).toEqual(known[entry]);
  });

  test('loads less for the version than for a list', async () => {
    const { modules, code, stdout } = await loadedBy(entry, ['--version'], {});
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^openai version \d/) });
    expect(modules.length).toBeLessThan(known[entry].modules.length);
  });
});

test('the standalone gets by without any module of Node, and says its version with four of its own', async () => {
  expect(known.standalone.builtins).toEqual([]);
  const { modules } = await loadedBy('standalone', ['--version'], {});
  expect(modules).toEqual([
    'bin/bun-stream.ts',
    'bin/standalone.ts',
    'bin/start.ts',
    'src/context.ts',
    'src/version.ts',
  ]);
});
