/** Rows of CSV are those that csv-stringify writes: RFC 4180 with a reader's eye. */
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRows } from '../../../src/output/rows.ts';

/** Line breaks and tabs are written as escapes before there is a row. */
const escaped = (cell: string) => cell.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t');

const AWKWARD = [
  '',
  ' ',
  '"',
  '""',
  ',',
  ',,',
  '\r',
  '\n',
  '\r\n',
  '\t',
  '\\n',
  '=1+1',
  ' a ',
  "'",
  ';',
  '\u2028',
  '\ufeff',
  '\0',
  '🙂',
  '\ud800',
];
const cell = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.array(fc.constantFrom(...AWKWARD, 'gpt-5', '1.50'), { maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

test('every row is the one that csv-stringify writes', () => {
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
      // A lone empty value would be a blank line: the one place where ours differs.
      fc.pre(cells.length > 1 || cells[0] !== '');
      const expected = stringify([cells.map(escaped)], { record_delimiter: '\r\n' });
      expect(csvRows.row(cells)).toBe(expected);
      expect(csvRows.header(cells)).toBe(expected);
    }),
    { numRuns: 4096 },
  );
});

test('a row of one empty value is not a blank line', () => expect(csvRows.row([''])).toBe('""\r\n'));
