import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idOfLine } from '../../src/deletion/ids.ts';

describe('the id of a line', () => {
  test.each<[line: string, id: string | undefined]>([
    ['gpt-4o', 'gpt-4o'],
    ['  ft:gpt-4o:acme::x \t', 'ft:gpt-4o:acme::x'],
    ['', undefined],
    ['   ', undefined],
    ['acme/tiny model', 'acme/tiny model'],
    ['/models/a.gguf', '/models/a.gguf'],
    ['-', '-'],
    ['{"id":"a","object":"model"}', 'a'],
    ['{ "object": "model", "id": "\\u0061\\n" }', 'a\n'],
    ['{"id":"a","id":"b"}', 'b'],
    ['{"name":"llama3"}', 'llama3'],
    ['"quoted"', 'quoted'],
  ])('%s', (line, id) => {
    expect(idOfLine(line, 2)).toBe(id);
  });

  test('a byte order mark before the first line is none of it', () => {
    expect(idOfLine('\ufeffgpt-4o', 1)).toBe('gpt-4o');
    expect(idOfLine('\ufeff', 1)).toBeUndefined();
  });

  test.each<[line: string, problem: RegExp]>([
    ['{', /not complete JSON/],
    ['{"id":"a"', /not complete JSON/],
    ['{"id":"a"} x', /not complete JSON/],
    ['[', /not complete JSON/],
    ['"a', /not complete JSON/],
    ['{}', /no id: \{\}/],
    ['{"id":7}', /no id/],
    ['{"id":""}', /no id/],
    ['["a"]', /no id/],
    [`{"x":"${'y'.repeat(200)}"}`, /no id: .{60}\.\.\.$/],
  ])('%s holds none, and that is an error', (line, problem) => {
    expect(() => idOfLine(line, 17)).toThrow(
      expect.objectContaining({ code: 'bad-id-line', args: { line: 17, problem: expect.stringMatching(problem) } }),
    );
  });

  test('comes back from the way that it is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
        expect(idOfLine(JSON.stringify({ id }), 1)).toBe(id);
        expect(idOfLine(JSON.stringify(id), 1)).toBe(id);
      }),
    );
  });

  test('is found or refused in any text: nothing else is thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => json.slice(0, -1)),
        ),
        (line) => {
          try {
            const id = idOfLine(line, 3);
            expect(id === undefined).toBe(line.trim() === '');
          } catch (error) {
            expect(error).toMatchObject({ code: 'bad-id-line' });
          }
        },
      ),
    );
  });
});
