import { describe, expect, test } from 'vitest';
import { wantsColor } from '../../../src/output/terminal-text.ts';
import type { FlagValues } from '../../../src/spec/flags.ts';
import { listOf, model } from '../../support/models.ts';
import { run } from '../../support/run.ts';
import { Sink } from '../../support/sink.ts';

type Env = Record<string, string | undefined>;

const TERMINAL = new Sink({ columns: 80 });
const PIPE = new Sink();

describe('color', () => {
  test.each<[env: Env, choice: FlagValues['color'], terminal: boolean, pipe: boolean]>([
    [{}, undefined, true, false],
    [{}, 'auto', true, false],
    [{}, 'always', true, true],
    [{}, 'never', false, false],
    [{ TERM: 'xterm-256color' }, undefined, true, false],
    [{ TERM: 'dumb' }, undefined, false, false],
    [{ TERM: 'dumb' }, 'always', true, true],
    [{ TERM: '' }, undefined, true, false],
    [{ NO_COLOR: '1' }, undefined, false, false],
    [{ NO_COLOR: '0' }, undefined, false, false],
    [{ NO_COLOR: 'false' }, 'auto', false, false],
    [{ NO_COLOR: '' }, undefined, true, false],
    [{ NO_COLOR: '1' }, 'always', true, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, undefined, false, false],
    [{ NO_COLOR: '1', CLICOLOR_FORCE: '1' }, undefined, false, false],
    [{ NO_COLOR: '', FORCE_COLOR: '1' }, undefined, true, true],
    [{ FORCE_COLOR: '1' }, undefined, true, true],
    [{ FORCE_COLOR: '3' }, undefined, true, true],
    [{ FORCE_COLOR: 'true' }, undefined, true, true],
    [{ FORCE_COLOR: '0' }, undefined, false, false],
    [{ FORCE_COLOR: '' }, undefined, true, false],
    [{ FORCE_COLOR: '1' }, 'never', false, false],
    [{ FORCE_COLOR: '0' }, 'always', true, true],
    [{ FORCE_COLOR: '1', TERM: 'dumb' }, undefined, true, true],
    [{ CLICOLOR_FORCE: '1' }, undefined, true, true],
    [{ CLICOLOR_FORCE: '0' }, undefined, true, false],
    [{ CLICOLOR_FORCE: '' }, undefined, true, false],
    [{ CLICOLOR_FORCE: '1' }, 'never', false, false],
    [{ CLICOLOR: '0' }, undefined, false, false],
    [{ CLICOLOR: '0', CLICOLOR_FORCE: '1' }, undefined, true, true],
    [{ CLICOLOR: '1' }, undefined, true, false],
  ])('%j with --color %s', (env, choice, terminal, pipe) => {
    expect([wantsColor(TERMINAL, choice, env), wantsColor(PIPE, choice, env)]).toEqual([terminal, pipe]);
  });
});

describe('each stream is judged on its own', () => {
  const env = { NO_COLOR: undefined };
  const failing = { 'GET /v1/models': { status: 400 } };
  const listing = { 'GET /v1/models': { body: listOf(model('a')) } };

  test.each<[name: string, terminal: { stdout?: number; stderr?: number }, out: boolean, err: boolean]>([
    ['stdout', { stdout: 80 }, true, false],
    ['stderr', { stderr: 80 }, false, true],
    ['both', { stdout: 80, stderr: 80 }, true, true],
    ['neither', {}, false, false],
  ])('with %s a terminal', async (_name, terminal, out, err) => {
    const listed = await run(['models', 'list', '--format', 'table'], { routes: listing, env, terminal });
    expect(listed.stdout.includes('\x1b[')).toBe(out);
    const failed = await run(['models', 'list'], { routes: failing, env, terminal });
    expect(failed.stderr.includes('\x1b[')).toBe(err);
  });

  test.each(['raw', 'text'])('%s stays without color, even where it is asked for', async (format) => {
    const argv = ['models', 'list', '--color', 'always', '--format', format];
    expect((await run(argv, { routes: listing, env, terminal: 80 })).stdout).not.toContain('\x1b');
  });

  test.each(['json', 'jsonl', 'yaml'])('%s has color on a terminal, and none in a pipe', async (format) => {
    const argv = ['models', 'list', '--color', 'always', '--format', format];
    const shown = (await run(argv, { routes: listing, env, terminal: 80 })).stdout;
    const piped = (await run(argv, { routes: listing, env })).stdout;
    expect(shown).toContain('\x1b[36m');
    expect(shown.replace(/\x1b\[\d+m/g, '')).toBe(piped);
  });
});
