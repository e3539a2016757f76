/** Every example is run as it stands: by a shell, with one of the entries behind the name openai. */
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOG } from '../../../src/sandbox/catalog.ts';
import { writeSnapshot } from '../../../src/sources/snapshots.ts';
import { runChild, startChild } from '../../support/child.ts';
import { ENTRIES, type Entry, requireBuilt, sharedOut } from '../../support/entries.ts';
import { inHome, plainEnvironment } from '../../support/run.ts';
import { type Answer, type ScriptedServer, type SeenRequest, startServer } from '../../support/server.ts';
import { screenOf } from '../../support/terminal.ts';
import { indexRoutes, NEWER, wheelOf } from '../../support/wheels.ts';
import { helpExamples, pageExamples, type Sequence } from './examples.ts';

/** The fine-tuned models that examples speak of. */
const OWN = ['ft:gpt-4o-mini:acemeco:suffix:abc123', 'ft:gpt-4o-mini:acme:support:s1', 'ft:gpt-4o-mini:acme:old-0:s0'];
const MODELS = [...CATALOG, ...OWN.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'acme' }))];

/** An index with newer details. */
const PACKAGES = indexRoutes(NEWER);
const WHEEL = wheelOf('litellm', '1.120.0', NEWER.litellm.data);

/** An API that has these models, and deletes whatever it is told to. As a proxy it lets nobody through. */
function respond({ method, path }: SeenRequest): Answer {
  if (method === 'CONNECT') return { raw: 'HTTP/1.1 502 Bad Gateway\r\n\r\n', after: 'close' };
  const published = PACKAGES[`${method} ${path}`];
  if (published) return published;
  const [, id] = /^\/v1\/models(?:\/([^/?]+))?$/.exec(path) ?? [];
  const name = decodeURIComponent(id ?? '');
  const found = id === undefined ? { object: 'list', data: MODELS } : MODELS.find((model) => model.id === name);
  const body = method === 'DELETE' && found ? { id: name, object: 'model', deleted: true } : found;
  return { status: body ? 200 : 404, body: JSON.stringify(body ?? { error: { message: `no ${name}` } }) };
}

let server: ScriptedServer;
let origin = '';

beforeAll(async () => {
  for (const entry of ENTRIES) requireBuilt(entry);
  server = await startServer(respond);
  origin = server.origin;
});
afterAll(() => server?.stop());

const PROFILES = ['work', 'groq', 'ollama'];

/** A folder to work in, with what somebody who types these lines would have: profiles, a list of ids, snapshots. */
function furnish(home: string, { command }: Entry, { lines }: Sequence): void {
  mkdirSync(join(home, 'bin'));
  const program = join(home, 'bin/openai');
  writeFileSync(program, `#!/bin/sh\nexec ${command.map((part) => `'${part}'`).join(' ')} "$@"\n`);
  chmodSync(program, 0o755);
  const there = PROFILES.filter((name) => !lines.some((line) => line.startsWith(`openai profiles add ${name}`)));
  const config = there.map((name) => `  ${name}:\n    base_url: ${origin}/v1\n    auth: none\n`).join('');
  mkdirSync(join(home, '.config/openai-models'), { recursive: true });
  writeFileSync(configOf(home), `profiles:\n${config}`, { mode: 0o600 });
  keepSnapshots(home, lines);
  mkdirSync(join(home, 'src'));
  writeFileSync(join(home, 'src/app.py'), 'MODEL = "gpt-4-0613"\n');
  writeFileSync(join(home, 'litellm-1.120.0-py3-none-any.whl'), WHEEL);
  writeFileSync(join(home, 'ids.txt'), OWN.map((id) => `${id}\n`).join(''));
}

/** Of two weeks ago, under a name and by their time, unless the lines take one of that name themselves. */
function keepSnapshots(home: string, lines: readonly string[]): void {
  const folder = join(home, '.local/state/openai-models/snapshots');
  mkdirSync(folder, { recursive: true });
  const at = new Date(Date.now() - 14 * 86_400_000).toISOString();
  const body = Buffer.from(JSON.stringify({ object: 'list', data: MODELS.slice(1) }));
  const about = { at, endpoint: `${origin}/v1`, selection: null, models: MODELS.length - 1 };
  writeSnapshot(folder, { ...about, name: null, profile: null }, [body]);
  for (const profile of PROFILES) writeSnapshot(folder, { ...about, name: null, profile }, [body]);
  for (const name of ['before-upgrade'])
    if (!lines.some((line) => line.endsWith(`snapshot ${name}`)))
      writeSnapshot(folder, { ...about, name, profile: null }, [body]);
}

const configOf = (home: string) => join(home, '.config/openai-models/config.yaml');

/** Every address is this test's server: of the line, and of the profiles that an earlier line added. */
function atServer(line: string, home: string): string {
  if (existsSync(configOf(home))) {
    const config = readFileSync(configOf(home), 'utf8');
    writeFileSync(configOf(home), config.replace(/base_url: .*/g, `base_url: ${origin}/v1`));
  }
  return line
    .replace('https://pypi.example.com/', `${origin}/`)
    .replace(/--base-url \S+/, `--base-url ${origin}/v1`)
    .replace(/--port \d+/, '--port 0');
}

const environment = (home: string) => {
  const plain = plainEnvironment(home);
  const own = {
    OPENAI_API_KEY: 'sk-example',
    OPENAI_BASE_URL: `${origin}/v1`,
    GROQ_API_KEY: 'sk-example-groq',
    SHELL: '/bin/bash',
  };
  return { ...plain, ...own, PATH: `${join(home, 'bin')}:${plain.PATH}` };
};

/** Lines that ask on a terminal, and say without one which flag goes on. */
const ASKING = /^openai models delete --match (?!.*--(?:yes|dry-run))/;

/** Lines that succeed with 1 where they find something. */
const FINDING = /^openai models (?:check|diff .*--exit-code) (?!.*[|>])/;

async function type(line: string, home: string): Promise<void> {
  if (line.startsWith('openai sandbox serve')) return serve(line, home);
  if (line.startsWith('openai models watch') || line.includes('openai --sandbox models watch'))
    return watch(line, home);
  if (line.includes('explore --print')) return choose(line, home);
  if (line === 'openai login') return toProxy(line, home, 'api.openai.com:443');
  if (line === 'openai details update') return toProxy(line, home, 'pypi.org:443');
  const options = { cwd: home, env: environment(home), stdin: 'sk-example-typed\n' };
  const { stdout, stderr, exit } = await runChild(['sh', '-c', atServer(line, home)], options);
  const said = `${line}\n${stdout}${stderr}`;
  if (ASKING.test(line)) {
    expect(exit, said).toBe(2);
    expect(said).toContain('Pass --yes to go ahead');
  } else expect(exit === 1 && FINDING.test(`${line} `) ? 0 : exit, said).toBe(0);
}

/** Somebody who takes the first model that the explorer shows. */
async function choose(line: string, home: string): Promise<void> {
  const shell = { name: 'a shell', command: ['/bin/sh', '-c'] } as const;
  const { exit, text } = await screenOf(shell, [atServer(line, home)], {
    columns: 100,
    rows: 30,
    env: environment(home),
    home,
    reply: { after: /[1-9]\d* models/, keys: '\r' },
  });
  expect(exit, `${line}\n${text}`).toBe(0);
}

/** What is for an address that no test asks gets as far as the proxy. */
async function toProxy(line: string, home: string, host: string): Promise<void> {
  const { OPENAI_BASE_URL: _, ...env } = environment(home);
  const options = { cwd: home, env: { ...env, HTTPS_PROXY: origin }, stdin: 'sk-example-typed\n' };
  const { exit, stderr } = await runChild(['sh', '-c', line], options);
  expect({ exit, said: stderr.toString() }).toEqual({ exit: 7, said: expect.stringContaining('502') });
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toContain(`CONNECT ${host}`);
}

/** A server goes on until it is interrupted. */
async function serve(line: string, home: string): Promise<void> {
  const options = { cwd: home, env: environment(home) };
  const { process, stdout, ended } = startChild(['sh', '-c', `exec ${atServer(line, home)}`], options);
  if (process.stdout) await once(process.stdout, 'data');
  expect(stdout()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\n/);
  process.kill('SIGINT');
  expect((await ended).exit).toBe(130);
}

/** It goes on until it is interrupted, or has seen what it waits for. */
async function watch(line: string, home: string): Promise<void> {
  const options = { cwd: home, env: environment(home) };
  const told = atServer(line, home).replace('models watch', 'models watch --verbose');
  const { process, ended, stderr } = startChild(['sh', '-c', `exec ${told}`], options);
  // The first look is over.
  await expect.poll(() => stderr().includes('200 in') || process.exitCode !== null, { timeout: 10_000 }).toBe(true);
  process.kill('SIGINT');
  expect([0, 130], stderr()).toContain((await ended).exit);
}

describe.each([
  ['help', helpExamples()],
  ['the pages', pageExamples().filter(({ lines }) => lines.length > 0)],
])('%s', (_name, sequences) => {
  test('there are examples', () => expect(sequences.length).toBeGreaterThan(4));

  describe.each(ENTRIES)('$name', (entry) => {
    const titled = sequences.map((sequence) => [`${sequence.place}: ${sequence.lines[0]}`, sequence] as const);
    test.each(sharedOut(titled, entry))('%s', async (_title, sequence) => {
      await inHome(async (home) => {
        furnish(home, entry, sequence);
        for (const line of sequence.lines) await type(line, home);
      });
    });
  });
});
