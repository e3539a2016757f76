/** Practicing what takes time and several endpoints: no key, no config file, no network. */
import { describe, expect, test } from 'vitest';
import { inHome, NOW, type RunOptions, run } from '../../support/run.ts';
import { validLines } from '../diff/schemas.ts';

const BARE = { OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined };
const go = (args: readonly string[], options: RunOptions = {}) =>
  run(['models', ...args], { ...options, env: { ...BARE, ...options.env } });
/** The first moment of a cycle of changes. */
const CYCLE = Math.ceil(NOW / 80_000) * 80_000;

describe('two practice endpoints', () => {
  test('make one list', async () => {
    const args = [
      'list',
      '--from',
      '@sandbox',
      '--from',
      '@sandbox-local',
      '--columns',
      'id,source',
      '--format',
      'csv',
    ];
    const { stdout, stderr, code } = await go(args);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toContain('gpt-4o,@sandbox\r\n');
    expect(stdout).toContain('gpt-oss:20b,@sandbox-local\r\n');
    expect((await go(['list', '--sandbox', '--from', '@all', '--count'])).stdout).toBe('88\n');
    expect((await go(['diff', '@sandbox', '@sandbox-local'])).code).toBe(0);
  });

  test('are all that the sandbox knows', async () => {
    expect(await go(['list', '--sandbox', '--from', '@work'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Profiles: sandbox, sandbox-local'),
    });
  });

  test('have snapshots of their own', async () => {
    await inHome(async (home) => {
      await go(['snapshot', '--sandbox'], { home });
      expect(await go(['diff', '@sandbox:last', '@sandbox', '--exit-code'], { home })).toMatchObject({ code: 0 });
      expect((await go(['diff', '@sandbox-local:last', '@sandbox-local'], { home })).code).toBe(2);
    });
  });
});

describe('--scenario changing', () => {
  test.each([
    [0, ''],
    [25, '+ gpt-7-preview\n'],
    [45, '~ gpt-5.2  shutdown_date: null -> 2027-10-01\n+ gpt-7-preview\n'],
    [65, /^- dall-e-3 .*\n~ gpt-5.2 .*\n\+ gpt-7-preview\n$/],
    [85, ''],
  ])('after %d s', async (seconds, expected) => {
    await inHome(async (home) => {
      const sandbox = ['--sandbox', '--scenario', 'changing'];
      await go(['snapshot', ...sandbox], { home, now: CYCLE });
      const { stdout } = await go(['diff', ...sandbox], { home, now: CYCLE + seconds * 1000 });
      if (typeof expected === 'string') expect(stdout).toBe(expected);
      else expect(stdout).toMatch(expected);
    });
  });

  test('can be watched', async () => {
    let clock = CYCLE;
    const context = {
      now: () => clock,
      sleep: async (ms: number) => {
        clock += ms;
      },
    };
    const args = [
      'watch',
      '--sandbox',
      '--scenario',
      'changing',
      '--interval',
      '5s',
      '--for',
      '75s',
      '--format',
      'jsonl',
    ];
    const { stdout, code } = await go(args, { context });
    expect(code).toBe(3);
    expect(validLines('watch', stdout)).toMatchObject([
      { change: 'added', id: 'gpt-7-preview' },
      { change: 'changed', id: 'gpt-5.2' },
      { change: 'removed', id: 'dall-e-3' },
    ]);
  });
});
