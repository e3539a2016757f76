import width from 'fast-string-truncated-width';
import { beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, requireBuilt } from '../../support/entries.ts';
import { run } from '../../support/run.ts';
import { screenOf } from '../../support/terminal.ts';

const LIST = ['models', 'list', '--sandbox'];

describe.each(ENTRIES)('$name on a terminal', (entry) => {
  let ids: string[] = [];
  beforeAll(async () => {
    requireBuilt(entry);
    const { stdout } = await run(LIST, { entry });
    ids = (JSON.parse(stdout) as { data: { id: string }[] }).data.map((model) => model.id);
  });

  test.each([40, 80, 200])('shows a table that fits %i columns, with every id whole', async (columns) => {
    const { lines, text, exit } = await screenOf(entry, LIST, { columns });
    expect(exit, text).toBe(0);
    expect(text).not.toMatch(/"id"|"object"|[{}]/);
    // The id is there to be copied: one that is wider than the terminal stands whole, alone on its line.
    const tooLong = lines.filter((line) => width(line).width > columns && !ids.includes(line.trim()));
    expect(tooLong).toEqual([]);
    const words = lines.flatMap((line) => line.split(/[\s│|]+/));
    expect(ids.filter((id) => !words.includes(id))).toEqual([]);
  });

  test('NO_COLOR leaves no escape sequence', async () => {
    const { text, exit } = await screenOf(entry, LIST, { columns: 80, env: { NO_COLOR: '1' } });
    expect(exit, text).toBe(0);
    expect(text).toContain(ids[0]);
    expect(text).not.toContain('\x1b');
  });
});
