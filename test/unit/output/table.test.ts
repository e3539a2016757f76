import fc from 'fast-check';
import measure from 'fast-string-truncated-width';
import { describe, expect, test } from 'vitest';
import { renderTable, type TableColumn } from '../../../src/output/table.ts';
import { type Line, safeLine } from '../../../src/output/terminal-text.ts';

type Titled = Omit<TableColumn, 'texts'>;

const ID: Titled = { title: 'ID', align: 'left', style: 'bold', rank: 0 };
const OWNER: Titled = { title: 'OWNER', align: 'left', style: 'plain', rank: 6 };
const CREATED: Titled = { title: 'CREATED', align: 'left', style: 'plain', rank: 5 };
const AGE: Titled = { title: 'AGE', align: 'right', style: 'dim', rank: 7 };

const textOf = (line: Line) => line.map((part) => (typeof part === 'string' ? part : part.text)).join('');
const widthOf = (text: string) => measure(text).width;

function filled(columns: readonly Titled[], rows: readonly (readonly string[])[]): TableColumn[] {
  return columns.map((column, c) => ({ ...column, texts: rows.map((row) => row[c] as string) }));
}

function table(columns: readonly Titled[], rows: string[][], width?: number, headers?: boolean): string[] {
  return renderTable(filled(columns, rows), { width, headers }).lines.map(textOf);
}

describe('a table', () => {
  test.each<[name: string, rows: string[][], lines: string[]]>([
    [
      'ASCII',
      [
        ['a', 'x', '1'],
        ['bbbb', '', '22'],
      ],
      ['ID    OWNER  AGE', 'a     x        1', 'bbbb          22'],
    ],
    [
      'CJK',
      [
        ['日本', '東京都', '1'],
        ['a', 'x', '22'],
      ],
      ['ID    OWNER   AGE', '日本  東京都    1', 'a     x        22'],
    ],
    [
      'full width',
      [
        ['ＡＢ', 'x', '1'],
        ['a', 'x', '2'],
      ],
      ['ID    OWNER  AGE', 'ＡＢ  x        1', 'a     x        2'],
    ],
    [
      'emoji',
      [
        ['😀', 'x', '1'],
        ['abc', 'x', '2'],
      ],
      ['ID   OWNER  AGE', '😀   x        1', 'abc  x        2'],
    ],
    [
      'flags',
      [
        ['🇩🇪', 'x', '1'],
        ['abc', 'x', '2'],
      ],
      ['ID   OWNER  AGE', '🇩🇪   x        1', 'abc  x        2'],
    ],
    [
      'combining marks',
      [
        ['e\u0301', 'x', '1'],
        ['abc', 'x', '2'],
      ],
      ['ID   OWNER  AGE', 'e\u0301    x        1', 'abc  x        2'],
    ],
    [
      'escapes',
      [
        ['a\nb', 'x', '1'],
        ['a', 'x', '2'],
      ],
      ['ID    OWNER  AGE', 'a\\nb  x        1', 'a     x        2'],
    ],
  ])('aligns %s', (_name, rows, lines) => expect(table([ID, OWNER, AGE], rows)).toEqual(lines));

  test('of no rows has its titles, if any', () => {
    expect(table([ID, OWNER], [])).toEqual(['ID  OWNER']);
    expect(table([ID, OWNER], [], 80, false)).toEqual([]);
  });

  test('without titles gives them no room', () => {
    expect(
      table(
        [ID, OWNER],
        [
          ['a', 'b'],
          ['cc', 'd'],
        ],
        undefined,
        false,
      ),
    ).toEqual(['a   b', 'cc  d']);
  });

  test('is styled by column, the titles dim', () => {
    const styles = renderTable(filled([ID, AGE], [['a', '1']]), { width: 80 }).lines.map((line) =>
      line.flatMap((part) => (typeof part === 'string' || part.text.trim() === '' ? [] : part.style)),
    );
    expect(styles).toEqual([
      ['dim', 'dim'],
      ['bold', 'dim'],
    ]);
  });
});

describe('a narrow table', () => {
  const rows = [['gpt-4o-mini-2024-07-18', 'an-organization', '2024-07-18', '2.6 y']];
  test.each<[width: number, lines: string[]]>([
    [
      58,
      [
        'ID                      OWNER            CREATED       AGE',
        'gpt-4o-mini-2024-07-18  an-organization  2024-07-18  2.6 y',
      ],
    ],
    [57, ['ID                      OWNER            CREATED', 'gpt-4o-mini-2024-07-18  an-organization  2024-07-18']],
    [51, ['ID                      OWNER            CREATED', 'gpt-4o-mini-2024-07-18  an-organization  2024-07-18']],
    [46, ['ID                      OWNER       CREATED', 'gpt-4o-mini-2024-07-18  an-organi…  2024-07-18']],
    // None is shown after one that matters more found no room.
    [45, ['ID                      CREATED', 'gpt-4o-mini-2024-07-18  2024-07-18']],
    [33, ['ID', 'gpt-4o-mini-2024-07-18']],
    [5, ['ID', 'gpt-4o-mini-2024-07-18']],
  ])('of %i columns', (width, lines) => {
    expect(table([ID, OWNER, CREATED, AGE], rows, width)).toEqual(lines);
  });

  test('names the columns that found no room', () => {
    expect(renderTable(filled([ID, OWNER, CREATED, AGE], rows), { width: 45 }).droppedColumns).toEqual([
      'OWNER',
      'AGE',
    ]);
    expect(renderTable(filled([ID, OWNER, CREATED, AGE], rows), { width: 58 }).droppedColumns).toEqual([]);
  });

  test('puts what one long id runs over on a line below it', () => {
    const some = [...['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc'], 'd'.repeat(30)].map((id) => [id, '2024-01-01']);
    expect(table([ID, CREATED], some, 30)).toEqual([
      'ID                  CREATED',
      'aaaaaaaaaa          2024-01-01',
      'bbbbbbbbbb          2024-01-01',
      'cccccccccc          2024-01-01',
      'd'.repeat(30),
      '                    2024-01-01',
    ]);
  });

  test('gives every row a second line for what matters most', () => {
    const vital = { ...CREATED, rank: 1 };
    const some = ['d'.repeat(30), 'e'.repeat(31)].map((id) => [id, '2024-01-01']);
    expect(table([ID, vital], some, 30)).toEqual([
      'ID                  CREATED',
      'd'.repeat(30),
      '                    2024-01-01',
      'e'.repeat(31),
      '                    2024-01-01',
    ]);
  });

  test('takes the shorter words where they let more columns in', () => {
    const columns = filled([ID, CREATED, AGE], [['abc', '2024-01-01 (48 d)', '2.6 y']]);
    const [id, date, age] = columns as [TableColumn, TableColumn, TableColumn];
    const narrow = { title: 'CREATED', texts: ['48 d'] };
    const at = (width: number) => renderTable([id, { ...date, narrow }, age], { width }).lines.map(textOf);
    expect(at(80)[1]).toBe('abc  2024-01-01 (48 d)  2.6 y');
    expect(at(28)[1]).toBe('abc  48 d     2.6 y');
  });

  test('keeps every column that was asked for, as wide as it is', () => {
    const lines = renderTable(filled([ID, OWNER, CREATED, AGE], rows), { width: 30, keepAll: true }).lines.map(textOf);
    expect(lines.slice(1)).toEqual(['gpt-4o-mini-2024-07-18', '              an-organization  2024-07-18  2.6 y']);
  });

  test('drops the owner before it shortens a date', () => {
    for (let width = 22; width < 60; width++) {
      const [, line] = table([ID, OWNER, CREATED, AGE], rows, width);
      expect(line).not.toMatch(/20\d\d-?[\d-]*…/);
    }
  });
});

const cell = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('日本語のモデル', '😀😀😀', 'ft:gpt-4o-mini:acme::x', 'e\u0301e\u0301', '', '-'),
);
const rows = fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 5 });

describe('at any width', () => {
  test('no line is wider than the terminal, unless its id alone is', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 20, max: 400 }), (made, width) => {
        const [titles, ...lines] = table([ID, OWNER, CREATED, AGE], made, width);
        expect(widthOf(titles?.trimEnd() ?? '')).toBeLessThanOrEqual(width);
        const ids = made.map(([id]) => safeLine(id));
        for (const line of lines) if (!ids.includes(line)) expect(widthOf(line.trimEnd())).toBeLessThanOrEqual(width);
      }),
      { numRuns: 1000 },
    );
  });

  test('the id stands whole at the beginning of its line', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 400 }), (made, width) => {
        const named = made.filter(([id]) => /^\S/.test(safeLine(id)));
        const lines = table([ID, OWNER, CREATED, AGE], named, width).slice(1);
        // What an id runs over stands on the next line, which begins with blanks.
        const first = lines.filter((line) => !line.startsWith(' '));
        expect(first).toHaveLength(named.length);
        named.forEach(([id], i) => {
          expect(first[i]?.startsWith(safeLine(id))).toBe(true);
        });
      }),
      { numRuns: 500 },
    );
  });

  test('every cell that is shown begins or ends where its column does', () => {
    const filled = fc.stringMatching(/^[a-z]{1,30}$/);
    const cells = fc.oneof(filled, fc.constantFrom('日本語のモデル', '😀😀', 'e\u0301e\u0301'));
    const some = fc.array(fc.tuple(cells, cells, cells, filled), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(some, fc.option(fc.integer({ min: 20, max: 400 }), { nil: undefined }), (made, width) => {
        const [titles = '', ...lines] = table([ID, OWNER, CREATED, AGE], made, width);
        const starts = [...titles.matchAll(/\S+/g)].map(({ index, 0: title }) => (title === 'AGE' ? -1 : index));
        const ends = [titles.length, ...(width === undefined ? [] : [width])];
        let row = 0;
        lines.forEach((line) => {
          const id = line.startsWith(' ') ? '' : (made[row++]?.[0] ?? '');
          for (const { index, 0: text } of line.slice(id.length).matchAll(/\S+/g)) {
            const start = widthOf(line.slice(0, id.length + index));
            expect(starts.includes(start) || ends.includes(start + widthOf(text))).toBe(true);
          }
        });
      }),
      { numRuns: 500 },
    );
  });
});
