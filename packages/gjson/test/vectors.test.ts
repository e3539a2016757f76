/**
 * Every row is what github.com/tidwall/gjson v1.19.0 answers. No row is known to differ, in any group.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile, type GjsonResult, get } from '../src/index.ts';

interface Row extends GjsonResult {
  readonly group: string;
  readonly doc: string;
  readonly path: string;
}

const data = new URL('./data/', import.meta.url);
const docs: Record<string, string> = JSON.parse(readFileSync(new URL('docs.json', data), 'utf8'));
const rows: Row[] = readFileSync(new URL('vectors-public.jsonl', data), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const groups = [...new Set(rows.map((row) => row.group))];

const expected = ({ exists, type, raw, string }: Row): GjsonResult => ({ exists, type, raw, string });

describe('the vectors', () => {
  it('are all here', () => {
    expect(rows.length).toBe(2451);
    expect(groups.length).toBe(47);
    expect(rows.filter((row) => docs[row.doc] === undefined)).toEqual([]);
  });

  it.each(groups)('%s', (group) => {
    const differing = rows
      .filter((row) => row.group === group)
      .map((row) => ({ row, actual: get(docs[row.doc]!, row.path) }))
      .filter(({ row, actual }) => JSON.stringify(actual) !== JSON.stringify(expected(row)));
    expect(differing).toEqual([]);
  });

  it('answer the same from a compiled path used on every document', () => {
    for (const path of new Set(rows.map((row) => row.path))) {
      const compiled = compile(path);
      for (const json of Object.values(docs)) compiled(json);
      for (const row of rows.filter((each) => each.path === path)) {
        expect(compiled(docs[row.doc]!), `${row.doc} ${row.path}`).toEqual(expected(row));
      }
    }
  });
});
