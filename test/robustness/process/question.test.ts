/** What was typed before a question does not answer it, whatever the terminal still holds of it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, type Entry, requireBuilt } from '../../support/entries.ts';
import { screenOf } from '../../support/terminal.ts';
import { withSlowServer } from './slow-server.ts';

/** Says the terminal's settings before and after a run. @param input what its standard input is, if no terminal */
const watched = (entry: Entry, input: string): Entry => ({
  ...entry,
  command: ['/bin/sh', '-c', `trap : INT; stty -g; ${input}"$@"; code=$?; stty -g; exit $code`, 'sh', ...entry.command],
});
const SETTINGS = /^[\w:]+\r\n/;

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  test.each<[what: string, typed: string, echo: string, asked: string, ids: readonly string[], input: string]>([
    ['an answer without Enter, about one', 'y', 'y', 'delete it [y/N]: ', ['ft:a'], ''],
    ['an answer without Enter, about two', '2', '2', 'Type 2 to delete them: ', ['ft:a', 'ft:b'], ''],
    ['a whole line', 'y\r', 'y\r\n', 'delete it [y/N]: ', ['ft:a'], ''],
    ['lines and one without Enter', 'n\ry\ryes', 'y\r\nyes', 'delete it [y/N]: ', ['ft:a'], ''],
    ['an answer, with ids from a pipe,', '2', '2', 'Type 2 to delete them: ', ['-'], "printf 'ft:a\\nft:b\\n' | "],
  ])('%s that was typed before is dropped', async (_what, typed, echo, asked, ids, input) => {
    await withSlowServer(['ft:a', 'ft:b'], async ({ baseUrl, deleted, answer }) => {
      const env = { NO_COLOR: '1', OPENAI_API_KEY: 'sk-test-SECRET', OPENAI_BASE_URL: baseUrl };
      // Once the terminal has echoed what was typed it holds it, and the question may come.
      const release = () => {
        answer();
        return '';
      };
      const reply = [
        { after: SETTINGS, keys: typed },
        { after: echo, keys: release },
        { after: asked, keys: '\r' },
      ];
      const command = ['models', 'delete', ...ids];
      const { text, exit } = await screenOf(watched(entry, input), command, { columns: 80, rows: 24, env, reply });
      expect(exit, text).toBe(1);
      expect(deleted).toEqual([]);
      const lines = text.split('\r\n');
      expect(lines.at(-2)).toBe(lines[0]);
    });
  });
});
