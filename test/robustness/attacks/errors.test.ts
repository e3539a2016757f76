/** What a server, a user or the environment puts into an error cannot act on a real terminal. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERROR_FORMAT_NAMES } from '../../../src/spec/formats.ts';
import { escaped } from '../../support/attacks.ts';
import { ENTRIES, requireBuilt, sharedOut } from '../../support/entries.ts';
import { type ScriptedServer, startServer } from '../../support/server.ts';
import { type ScreenOptions, screenOf } from '../../support/terminal.ts';
import { leaks, leaksBesidePaint } from './leaks.ts';
import { TYPED } from './payloads.ts';
import { ERROR_BODY, httpAnswer, SCENARIOS, type Scenario } from './scenarios.ts';

const all = Object.values(SCENARIOS).flat();
/** The first segment of the base URL's path tells the server which answer to give. */
const keyOf = (scenario: Scenario) => `s${all.indexOf(scenario)}`;

describe.each(ENTRIES)('$name', (entry) => {
  let server: ScriptedServer;
  beforeAll(async () => {
    requireBuilt(entry);
    const answers = all.flatMap((scenario) => (scenario.answer ? [[keyOf(scenario), scenario.answer] as const] : []));
    const byName = new Map([
      ...answers,
      ['error', httpAnswer(400, {}, ERROR_BODY)],
      ['model', httpAnswer(200, {}, `{"id":${escaped(TYPED)},"owned_by":${escaped(TYPED)},"created":1686924602}`)],
    ]);
    server = await startServer(({ path }) => byName.get(path.split('/')[1] ?? ''));
  });
  afterAll(() => server?.stop());

  const show = (path: string, args: readonly string[], options: ScreenOptions = {}) => {
    const env = { NO_COLOR: '1', OPENAI_BASE_URL: `${server.origin}/${path}/v1`, OPENAI_API_KEY: 'sk-test-SECRET' };
    return screenOf(entry, args, { ...options, env: { ...env, ...options.env } });
  };

  for (const [source, scenarios] of Object.entries(SCENARIOS)) {
    describe(source, () => {
      test.each(sharedOut(scenarios, entry))('is safe on the screen: $name', async (scenario) => {
        const { args = ['models', 'list', '--max-retries', '0'], env = {} } = scenario;
        const { bytes, text, exit } = await show(keyOf(scenario), args, { env });
        expect(leaks(bytes)).toEqual([]);
        expect(text).toContain('openai: ');
        expect(text).toContain(scenario.shows ?? '');
        expect([scenario.exit].flat(), text).toContain(exit);
      });
    });
  }

  test.each(sharedOut(ERROR_FORMAT_NAMES, entry))('--format-error %s', async (format) => {
    const { bytes, text, exit } = await show('error', ['models', 'list', '--format-error', format]);
    expect(leaks(bytes)).toEqual([]);
    expect(text).toMatch(/\\(?:u001b|x1b)/);
    expect(exit).toBe(1);
  });

  test.each<[name: string, flags: readonly string[]]>([
    ['text', ['error.message']],
    ['raw text', ['error.message', '-r']],
    ['keys as csv', ['error.@keys', '--format-error', 'csv']],
    ['an object as yaml', ['error', '--format-error', 'yaml']],
    ['a path that matches nothing', [TYPED]],
  ])('--transform-error gives %s', async (_name, flags) => {
    const { bytes, text, exit } = await show('error', ['models', 'list', '--transform-error', ...flags]);
    expect(leaks(bytes)).toEqual([]);
    expect(text).toMatch(/\\(?:u001b|x1b)/);
    expect(exit).toBe(1);
  });

  test('the question before a deletion', async () => {
    const reply = { after: '[y/N]', keys: 'n\r' };
    const { bytes, text, exit } = await show('model', ['models', 'delete', '--model', TYPED], { reply });
    expect(leaks(bytes)).toEqual([]);
    // The id as it was typed, and the owner as the server wrote it.
    expect(text.match(/\\u001b\]0;pwned\\u0007/g)).toHaveLength(2);
    expect(exit).toBe(1);
  });

  test('an error in color', async () => {
    const env = { NO_COLOR: '', FORCE_COLOR: '1' };
    const { bytes, text } = await show('error', ['models', 'list'], { env });
    expect(leaksBesidePaint(bytes)).toEqual([]);
    expect(text).toContain('\x1b[31mopenai: \x1b[39m');
  });
});
