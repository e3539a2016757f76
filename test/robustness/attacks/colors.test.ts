/** When colors are on: a flag, then the environment, then what the stream is. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, requireBuilt, sharedOut } from '../../support/entries.ts';
import { run } from '../../support/run.ts';
import { screenOf } from '../../support/terminal.ts';
import { unpainted } from './leaks.ts';

const LIST = ['models', 'list', '--sandbox', '--max-items', '3', '--format', 'table'];

type Case = [env: Record<string, string>, flags: readonly string[], place: 'terminal' | 'pipe', painted: boolean];

const CASES: readonly Case[] = [
  [{}, [], 'terminal', true],
  [{}, [], 'pipe', false],
  [{}, ['--color', 'auto'], 'terminal', true],
  [{}, ['--color', 'always'], 'pipe', true],
  [{}, ['--color', 'never'], 'terminal', false],
  [{ NO_COLOR: '1' }, [], 'terminal', false],
  [{ NO_COLOR: '0' }, [], 'terminal', false],
  [{ NO_COLOR: '' }, [], 'terminal', true],
  [{ NO_COLOR: '1' }, ['--color', 'always'], 'terminal', true],
  [{ FORCE_COLOR: '1' }, [], 'pipe', true],
  [{ FORCE_COLOR: '0' }, [], 'terminal', false],
  [{ FORCE_COLOR: '1' }, ['--color', 'never'], 'terminal', false],
  [{ CLICOLOR_FORCE: '1' }, [], 'pipe', true],
  [{ CLICOLOR_FORCE: '0' }, [], 'pipe', false],
  [{ CLICOLOR: '0' }, [], 'terminal', false],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, [], 'terminal', false],
  [{ TERM: 'dumb' }, [], 'terminal', false],
  [{ TERM: 'dumb' }, ['--color', 'always'], 'terminal', true],
  [{ TERM: 'dumb', CLICOLOR_FORCE: '1' }, [], 'terminal', true],
  [{}, ['--format', 'text'], 'terminal', false],
  [{ FORCE_COLOR: '1' }, ['--format', 'text'], 'terminal', false],
  [{ FORCE_COLOR: '1' }, ['--format', 'jsonl'], 'terminal', true],
];

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  test.each(sharedOut(CASES, entry))('%j %j on a %s: color is %s', async (env, flags, place, painted) => {
    const args = [...LIST, ...flags];
    const text =
      place === 'terminal'
        ? (await screenOf(entry, args, { env })).text
        : (await run(args, { entry, env: { NO_COLOR: undefined, ...env } })).stdout;
    expect(text).toContain('gpt-4');
    expect(text !== unpainted(text)).toBe(painted);
    expect(unpainted(text)).not.toContain('\x1b');
  });
});
