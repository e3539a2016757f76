/** Columns stand below each other on a real terminal, whatever scripts the ids are in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, type Entry, requireBuilt } from '../../support/entries.ts';
import { listOf, model } from '../../support/models.ts';
import { type ScriptedServer, startServer } from '../../support/server.ts';
import { screenOf } from '../../support/terminal.ts';
import { cellsOf, fromCell } from './cells.ts';

const IDS = [
  ...[
    'gpt-4o',
    '模型-通义千问',
    'モデル/大規模',
    '한국어-모델',
    'ｶﾅ-半角',
    'Ａｌｐｈａ-v2',
    '🚀-fast',
    '👍🏽-tone',
    '🇩🇪-de',
  ],
  ...['e\u0301tude', '❤️-love', '𠮷野家', '漢'.repeat(35), `ft:gpt-4o-mini-2024-07-18:${'acme'.repeat(6)}::AbCdEfGh`],
];
const OWNERS = ['acme', '通义实验室', '🚀 labs', 'é'];
const WIDTHS = [20, 40, 60, 80, 200, 400];

describe.each(ENTRIES)('$name', (entry) => {
  let server: ScriptedServer;
  beforeAll(async () => {
    requireBuilt(entry);
    const models = IDS.map((id, i) => model(id, { owned_by: OWNERS[i % OWNERS.length] }));
    server = await startServer({ 'GET /v1/models': { body: listOf(...models) } });
  });
  afterAll(() => server?.stop());

  const env = () => ({ NO_COLOR: '1', OPENAI_BASE_URL: `${server.origin}/v1`, OPENAI_API_KEY: 'sk-test-SECRET' });
  const linesOf = async (format: string, columns: number) => {
    const { text, exit } = await screenOf(entry, ['models', 'list', '--format', format, '--quiet'], {
      columns,
      env: env(),
    });
    expect(exit, text).toBe(0);
    return text.split(/\r*\n/).slice(0, -1);
  };

  test.each(WIDTHS)('a table on %i columns', async (columns) => {
    const [header = '', ...lines] = await linesOf('table', columns);
    const titles = [...header.matchAll(/\S+/g)].map((found) => ({ title: found[0], at: found.index }));
    expect(titles[0]).toEqual({ title: 'ID', at: 0 });
    for (const [i, id] of IDS.entries()) {
      const first = lines.shift() ?? '';
      // The id stands whole even where it is wider than the terminal, and then alone.
      expect(first.startsWith(id)).toBe(true);
      if (cellsOf(first) > columns) expect(first).toBe(id);
      const row = first === id && lines[0]?.startsWith(' ') ? (lines.shift() ?? '') : first;
      for (const { title, at } of titles) {
        const cell = fromCell(row, at) ?? '';
        if (title === 'KIND') expect(cell).toMatch(/^(chat|other|fine-tuned)( |$)/);
        if (title === 'OWNER') expect(startsLike(cell, OWNERS[i % OWNERS.length] ?? ''), row).toBe(true);
      }
    }
    expect(lines).toEqual([]);
  });

  test('a wide terminal leaves no column out, and a narrow one keeps the id', async () => {
    const titles = async (columns: number) => (await linesOf('table', columns))[0]?.split(/ +/);
    // When they were made is the same of all, and stands below.
    expect(await titles(200)).toEqual(['ID', 'KIND', 'CONTEXT', '$/M', 'IN', '$/M', 'OUT', 'SHUTDOWN', 'OWNER']);
    expect((await titles(40))?.[0]).toBe('ID');
    expect((await titles(20))?.[0]).toBe('ID');
  });

  test.each(WIDTHS)('boxes on %i columns', async (columns) => {
    const lines = await linesOf('pretty', columns);
    const widest = lines.filter((line) => cellsOf(line) > columns);
    expect(widest).toEqual([]);
    let box = 0;
    for (const line of lines) {
      if (line.startsWith('╭')) box = cellsOf(line);
      expect({ line, cells: cellsOf(line) }).toEqual({ line, cells: box });
    }
    expect(lines.filter((line) => line.startsWith('╭'))).toHaveLength(IDS.length);
  });

  /** Terminals that were never told their size (in containers, over serial lines) say 0 by 0. */
  test('a terminal that says no size is taken for one of the usual size', async () => {
    const sizeless = sized(entry, 0, 0);
    const { text } = await screenOf(sizeless, ['models', 'list', '--max-items', '3', '--quiet'], {
      env: { ...env(), PAGER: 'true' },
    });
    expect(text).toMatch(/^ID .* OWNER\r\n(?:.*\r\n){3}$/);
  });

  test.each([0, 1, 5, 9])('a table of a transform on %i columns', async (columns) => {
    const args = ['models', 'list', '--transform', 'owned_by', '--format', 'table'];
    const { text, exit } = await screenOf(sized(entry, columns, 24), args, { env: env() });
    expect(exit, text).toBe(0);
  });
});

/** The product on a terminal whose size was set to what no terminal has. */
function sized(entry: Entry, columns: number, rows: number): Entry {
  const line = `stty cols ${columns} rows ${rows}; exec "$@"`;
  return { ...entry, command: ['/bin/sh', '-c', line, 'sh', ...entry.command] };
}

/** The owner, or its beginning and an ellipsis where its column is narrow. */
function startsLike(cell: string, owner: string): boolean {
  if (cell === owner || cell.startsWith(`${owner} `)) return true;
  const cut = cell.split('…', 1)[0] ?? '';
  return cell.includes('…') && owner.startsWith(cut) && cut !== owner;
}
