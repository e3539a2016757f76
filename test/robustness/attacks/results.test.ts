/** What servers send in models cannot act on a real terminal, in any format, from either entry. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FORMAT_NAMES, type Format } from '../../../src/spec/formats.ts';
import { ENTRIES, requireBuilt, sharedOut } from '../../support/entries.ts';
import { type ScriptedServer, startServer } from '../../support/server.ts';
import { type Screen, screenOf } from '../../support/terminal.ts';
import { leaks, leaksBesidePaint, unpainted } from './leaks.ts';
import { hostileList, hostileObject, PAYLOADS, shownOf } from './payloads.ts';

/** A page is never written to a terminal, and the explorer, which stays, has tests of its own. */
const ON_SCREENS = FORMAT_NAMES.filter((format) => format !== 'html' && format !== 'explore');

const COMMANDS = { list: ['list'], retrieve: ['retrieve', 'm'], delete: ['delete', 'm', '--yes'] };

/** What `-r` and the special formats of the list show. */
const BESIDES = {
  'list --ids': ['list', '--ids'],
  'list --transform id -r': ['list', '--transform', 'id', '-r'],
  'list --transform @this': ['list', '--transform', '@this'],
  'retrieve --transform id, a table': ['retrieve', 'm', '--transform', '{id}', '--format', 'table'],
  'retrieve --transform @keys, csv': ['retrieve', 'm', '--transform', '@keys', '--format', 'csv'],
};

/** On a line of its own a line break cannot be told from the product's, so `-r` is allowed what jq does too. */
const SHOWN_AS_LINES = 'list --transform id -r';
/** What is wrapped: boxes, cards, and what is noted of one model. */
const WRAPPED = /pretty$|^(?:retrieve|delete) /;

describe.each(ENTRIES)('$name', (entry) => {
  const formats = sharedOut(ON_SCREENS, entry);
  let server: ScriptedServer;
  let env: Record<string, string> = {};
  /** By command and format, without color. */
  const screens = new Map<string, Screen>();

  const show = (args: readonly string[], more: Record<string, string> = {}) =>
    screenOf(entry, ['models', ...args], { env: { ...env, ...more } });

  beforeAll(async () => {
    requireBuilt(entry);
    server = await startServer({
      'GET /v1/models': { body: hostileList() },
      'GET /v1/models/m': { body: hostileObject() },
      'DELETE /v1/models/m': { body: hostileObject() },
    });
    env = { OPENAI_BASE_URL: `${server.origin}/v1`, OPENAI_API_KEY: 'sk-test-SECRET' };
    const plain = { NO_COLOR: '1' };
    for (const format of formats) {
      const shown = Object.entries(COMMANDS).map(async ([name, args]) => {
        screens.set(`${name} --format ${format}`, await show([...args, '--format', format], plain));
      });
      await Promise.all(shown);
    }
    for (const [name, args] of Object.entries(BESIDES)) screens.set(name, await show(args, plain));
  });
  afterAll(() => server?.stop());

  test('every run ends well and shows something', () => {
    expect(server.unexpected).toEqual([]);
    for (const [name, { exit, text }] of screens)
      expect({ name, exit, shown: text.length > 1000 }).toEqual({ name, exit: 0, shown: true });
  });

  test('not one unsafe character reaches the terminal', () => {
    const found = [...screens].map(([name, { bytes }]) => [name, leaks(bytes)]);
    expect(found.filter(([, unsafe]) => unsafe?.length)).toEqual([]);
  });

  test.each(Object.keys(PAYLOADS))('%s: what stands there is text', (attack) => {
    for (const [name, { text }] of screens) {
      const shown = shownOf(attack, text);
      expect(shown, name).not.toEqual([]);
      if (name === SHOWN_AS_LINES) continue;
      // A box and a card break a long text into lines; otherwise all of it stands on one.
      const broken = (piece: string) => !WRAPPED.test(name) && /[\r\n]/.test(piece);
      expect(
        shown.filter((piece) => broken(piece) || leaks(Buffer.from(piece)).length > 0),
        name,
      ).toEqual([]);
    }
  });

  test.each(formats)('colors add nothing but colors: %s', async (format: Format) => {
    for (const [name, args] of Object.entries(COMMANDS)) {
      const painted = await show([...args, '--format', format, '--color', 'always']);
      expect(leaksBesidePaint(painted.bytes), name).toEqual([]);
      expect(trimmed(unpainted(painted.text))).toBe(trimmed(screens.get(`${name} --format ${format}`)?.text ?? ''));
    }
  });
});

/** A reset after the last cell keeps the spaces before it, and nobody sees them. */
function trimmed(text: string): string {
  return text.replace(/ +(?=\r*\n)/g, '');
}
