import { expect, test } from 'vitest';
import type { Context } from '../../../src/context.ts';
import { pagerCommand } from '../../../src/output/pager.ts';
import { run } from '../../support/run.ts';
import { Sink } from '../../support/sink.ts';

const on = (TERM: string | undefined, platform = 'linux') =>
  pagerCommand(
    {
      stdout: new Sink({ columns: 80 }),
      env: { TERM },
      platform,
      openPager: async () => undefined,
    } as Partial<Context> as Context,
    {},
  );

test.each<[term: string | undefined, platform: string, command: string | undefined]>([
  ['xterm-256color', 'linux', 'less'],
  ['xterm-nobody-knows', 'linux', 'less'],
  ['dumb', 'linux', undefined],
  ['unknown', 'linux', undefined],
  ['', 'linux', undefined],
  [undefined, 'linux', undefined],
  [undefined, 'win32', 'less'],
])('TERM=%s on %s: %s', (term, platform, command) => {
  expect(on(term, platform)).toBe(command);
});

const LONG = `{"object":"list","data":[{"id":"m","object":"model","created":1700000000,"owned_by":"${'o'.repeat(90)}"}]}`;
const ROUTES = { 'GET /v1/models': { body: LONG } };

test.each<[columns: string | undefined, widest: number]>([
  ['60', 60],
  ['0', 200],
  ['wide', 200],
  ['', 200],
  [undefined, 200],
])('COLUMNS=%s counts in a pipe', async (COLUMNS, widest) => {
  const { stdout } = await run(['models', 'list', '--format', 'table'], { routes: ROUTES, env: { COLUMNS } });
  const width = Math.max(...stdout.split('\n').map((line) => line.length));
  expect(width).toBeLessThanOrEqual(widest);
  if (widest === 200) expect(width).toBeGreaterThan(90);
});

test('COLUMNS leaves alone what has no width', async () => {
  const { stdout } = await run(['models', 'list', '--format', 'csv'], { routes: ROUTES, env: { COLUMNS: '60' } });
  expect(stdout).toContain('o'.repeat(90));
});
