/** Deletions on a pseudo-terminal: the question, the bar, and Ctrl-C in the middle. */
import { beforeAll, describe, expect, test } from 'vitest';
import { withServer } from '../../robustness/deletion/deletions.ts';
import { manyIds, type StormyServer } from '../../robustness/deletion/stormy.ts';
import { ENTRIES, type Entry, requireBuilt } from '../../support/entries.ts';
import { type ScreenOptions, screenOf } from '../../support/terminal.ts';

/** Says the terminal's settings before and after a run. */
const SETTINGS = 'trap : INT; stty -g; "$@"; code=$?; stty -g; exit $code';

const watched = (entry: Entry): Entry => ({
  ...entry,
  command: ['/bin/sh', '-c', SETTINGS, 'sh', ...entry.command],
});

/** Deletes on a terminal of 80 columns. */
function show(entry: Entry, server: StormyServer, args: readonly string[], options: ScreenOptions) {
  const env = { NO_COLOR: '1', OPENAI_API_KEY: 'sk-test-SECRET', OPENAI_BASE_URL: server.baseUrl };
  return screenOf(watched(entry), ['models', 'delete', ...args], { columns: 80, rows: 24, env, ...options });
}

/** The settings before and after, and what lies between. */
function parts(text: string) {
  const lines = text.split('\r\n');
  return { before: lines[0], after: lines.at(-2), between: lines.slice(1, -2).join('\n') };
}

/** What is on the screen in the end: a line that is begun again shows its last text alone. */
function finalLines(between: string): string[] {
  return between.split('\n').map((line) => line.split('\r\x1b[K').at(-1) as string);
}

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  test('stops in the middle at Ctrl-C, and says what was and what was not deleted', async () => {
    const ids = manyIds(40);
    await withServer(ids, { seed: 5, slowest: 60 }, async (server) => {
      const { text, exit } = await show(entry, server, ids, {
        reply: [
          { after: 'Type 40 to delete them: ', keys: '40\r' },
          { after: /[1-9]\d? of 40/, keys: '\x03' },
        ],
      });
      expect(exit, text).toBe(130);
      const { before, after, between } = parts(text);
      expect(after).toBe(before);
      expect(text).not.toMatch(/\x1b\[\?(?:25l|1049h)/);

      const gone = ids.filter((id) => !server.models.has(id));
      expect(gone.length).toBeGreaterThan(0);
      expect(server.models.size).toBeGreaterThan(0);
      // Those that were on their way have landed: nothing was cut off.
      expect(server.log.every(({ status }) => status === 200)).toBe(true);
      const lines = finalLines(between);
      expect(lines).toContain(`openai: interrupted: ${gone.length} deleted, ${server.models.size} not attempted`);
      const rows = lines.flatMap(
        (line) => /^((?:deleted|not-attempted) +ft:\S+)/.exec(line)?.[1]?.replace(/ +/, ' ') ?? [],
      );
      expect(rows).toEqual(ids.map((id) => `${gone.includes(id) ? 'deleted' : 'not-attempted'} ${id}`));
      expect(lines.filter((line) => /Deleting|[█░]/.test(line))).toEqual([]);
    });
  });

  test('ends at once at the second Ctrl-C, and says that nobody knows', async () => {
    const ids = manyIds(6);
    await withServer(ids, { seed: 5, slowest: 1 }, async (server) => {
      let held = () => {};
      const onItsWay = new Promise<void>((resolve) => {
        held = resolve;
      });
      server.onDelete = (count) => {
        if (count !== 2) return;
        server.hold();
        held();
      };
      const { text, exit } = await show(entry, server, [...ids, '--yes', '--concurrency', '1'], {
        reply: [
          { after: '1 of 6', keys: () => onItsWay.then(() => '\x03') },
          // Two in quick succession are one.
          { after: 'Ctrl-C again', keys: '\x03', pause: 600 },
        ],
      });
      expect(exit, text).toBe(130);
      const { before, after, between } = parts(text);
      expect(after).toBe(before);
      const lines = finalLines(between);
      expect(lines.join('\n')).toContain('openai: interrupted: 1 deleted, 1 failed, 4 not attempted');
      expect(lines.filter((line) => line.endsWith(': interrupted: it may be gone anyway'))).toHaveLength(1);
      expect(server.log).toHaveLength(2);
    });
  });

  test('takes no answer that was typed before the question', async () => {
    const ids = manyIds(1);
    await withServer(ids, { seed: 5 }, async (server) => {
      const { text, exit } = await show(entry, server, ids, {
        reply: [
          // The settings of the terminal are printed before the run begins.
          { after: /^[\w:]+\r\n/, keys: 'y\r' },
          { after: 'Type y to delete it', keys: 'n\r' },
        ],
      });
      expect(exit, text).toBe(1);
      expect([...server.models]).toEqual(ids);
    });
  });

  test('ends at Ctrl-C in place of an answer', async () => {
    const ids = manyIds(1);
    await withServer(ids, { seed: 5 }, async (server) => {
      const reply = { after: 'Type y to delete it', keys: '\x03' };
      const { text, exit } = await show(entry, server, ids, { reply });
      expect(exit, text).toBe(130);
      const { before, after, between } = parts(text);
      expect(after).toBe(before);
      expect(between.split('\n').at(-1)).toBe('openai: interrupted');
      expect([...server.models]).toEqual(ids);
    });
  });

  test('asks on the terminal about ids that come through a pipe', async () => {
    const ids = manyIds(2);
    const piping: Entry = {
      ...entry,
      command: ['/bin/sh', '-c', `printf '%s\\n' ${ids.join(' ')} | "$@"`, 'sh', ...entry.command],
    };
    await withServer(ids, { seed: 5 }, async (server) => {
      const reply = { after: 'Type 2 to delete them: ', keys: '2\r' };
      const { text, exit } = await show(piping, server, ['-'], { reply });
      expect(exit, text).toBe(0);
      expect([...server.models]).toEqual([]);
      const { before, after } = parts(text);
      expect(after).toBe(before);
    });
  });

  test('shows the bar, and leaves nothing of it', async () => {
    const ids = manyIds(30);
    await withServer(ids, { seed: 2, slowest: 60, stormEvery: 20, stormMs: 1200 }, async (server) => {
      const { text, exit } = await show(entry, server, [...ids, '--yes'], {});
      expect(exit, text).toBe(0);
      const { between } = parts(text);
      const drawn = between.split('\r\x1b[K').filter((line) => line.startsWith('Deleting '));
      expect(drawn.length).toBeGreaterThan(2);
      for (const line of drawn) expect(line.length).toBeLessThan(80);
      expect(drawn.join('\n')).toContain("waiting 2 s at the server's request");
      const lines = finalLines(between);
      expect(lines.filter((line) => line.includes('Deleting'))).toEqual([]);
      expect(lines.at(-1)).toBe('30 deleted.');
    });
  });

  test.each([['--quiet'], ['--debug']])('shows no bar with %s', async (flag) => {
    const ids = manyIds(3);
    await withServer(ids, { seed: 2 }, async (server) => {
      const { text, exit } = await show(entry, server, [...ids, '--yes', flag], {});
      expect(exit, text).toBe(0);
      expect(text).not.toContain('Deleting ');
    });
  });
});
