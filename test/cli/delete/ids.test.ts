import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIds } from '../../../src/deletion/request.ts';
import { formatIdLine, visibleId } from '../../../src/models/id.ts';

/** The ids in these lines of input. */
async function idsIn(...lines: string[]): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of readIds(async () => lines.shift())) ids.push(id);
  return ids;
}

describe('the id of a line', () => {
  test.each<[line: string, ids: string[]]>([
    ['gpt-4o', ['gpt-4o']],
    ['  ft:gpt-4o:acme::x \t', ['  ft:gpt-4o:acme::x \t']],
    ['ft:prod\u00a0', ['ft:prod\u00a0']],
    ['', []],
    ['   ', []],
    ['acme/tiny model', ['acme/tiny model']],
    ['/models/a.gguf', ['/models/a.gguf']],
    ['-', ['-']],
    ['{"id":"a","object":"model"}', ['a']],
    ['{ "object": "model", "id": "\\u0061\\n" }', ['a\n']],
    ['{"id":"a","id":"b"}', ['b']],
    ['{"name":"llama3"}', ['llama3']],
    ['"quoted"', ['quoted']],
    [' "quoted" ', ['quoted']],
    ['{"id":"a"}{"id":"b"} "c"', ['a', 'b', 'c']],
    ['["a",{"id":"b"}]', ['a', 'b']],
    ['[]', []],
    ['{"object":"list","data":[{"id":"a"},{"id":"b"}]}', ['a', 'b']],
    ['{"models":[{"name":"llama3"}]}', ['llama3']],
    ['{"object":"list","data":[]}', []],
    // A model that holds a list is that one model.
    ['{"id":"a","data":[{"id":"b"}]}', ['a']],
    ['{"models":[],"data":[{"id":"b"}]}', []],
    ['{"data":null,"models":[{"id":"b"}]}', ['b']],
    ['{"result":[{"id":"a"},"b"]}', ['a', 'b']],
    [' \t["a"]\t ', ['a']],
  ])('%s', async (line, ids) => {
    expect(await idsIn('first', line)).toEqual(['first', ...ids]);
  });

  test('a byte order mark before the first line is none of it', async () => {
    expect(await idsIn('\ufeffgpt-4o', '\ufeffx')).toEqual(['gpt-4o', '\ufeffx']);
    expect(await idsIn('\ufeff')).toEqual([]);
    expect(await idsIn('\ufeff{"id":"a"}')).toEqual(['a']);
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
    ['""', /no id/],
    ['[7]', /no id: 7/],
    ['{"data":[{"id":"a"},{}]}', /no id: \{\}/],
    ['{"data":null}', /no id/],
    ['{"data":"a"}', /no id/],
    ['["a",7]', /no id: 7/],
    ['["a",["b"]]', /no id: \["b"\]/],
    [`{"x":"${'y'.repeat(52)}"}`, /no id: .{60}$/],
    [`{"x":"${'y'.repeat(53)}"}`, /no id: .{60}\.\.\.$/],
    [`{"x":"${'y'.repeat(200)}"}`, /no id: .{60}\.\.\.$/],
  ])('%s holds none, and that is an error', async (line, problem) => {
    await expect(idsIn('a', line)).rejects.toThrow(
      expect.objectContaining({ code: 'bad-id-line', args: { line: 2, problem: expect.stringMatching(problem) } }),
    );
  });

  test('a document takes as many lines as it likes', async () => {
    const document = { object: 'list', data: [{ id: 'a' }, { id: 'b' }] };
    const lines = JSON.stringify(document, undefined, 2).split('\n');
    expect(await idsIn(...lines)).toEqual(['a', 'b']);
    expect(await idsIn('first', '', ...lines, ...lines)).toEqual(['first', 'a', 'b', 'a', 'b']);
    await expect(idsIn(...lines.slice(0, -1))).rejects.toThrow(expect.objectContaining({ code: 'bad-id-line' }));
  });

  test.each(['{"id" 1}', '"a\t', '{"id":"a"} x', '[1,]', '{}'])(
    'a line that cannot be read ends the reading there, and takes no other: %j',
    async (line) => {
      const lines = [line, '{"id":"b"}', 'c'];
      const reading = async () => {
        for await (const id of readIds(async () => lines.shift())) expect(id).toBe('a');
      };
      await expect(reading()).rejects.toThrow(
        expect.objectContaining({ code: 'bad-id-line', args: expect.objectContaining({ line: 1 }) }),
      );
      expect(lines).toEqual(['{"id":"b"}', 'c']);
    },
  );

  test('a document of several lines is 64 MiB at most', async () => {
    const blanks = (count: number) => ['[', ' '.repeat((64 << 20) - 4 + count), ']'];
    expect(await idsIn(...blanks(0))).toEqual([]);
    await expect(idsIn('first', ...blanks(1))).rejects.toThrow(
      expect.objectContaining({ args: { line: 2, problem: 'starts a JSON document that is too long' } }),
    );
  });

  test('comes back from the way that it is written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (id) => {
        expect(await idsIn(JSON.stringify({ id }), JSON.stringify(id))).toEqual([id, id]);
      }),
    );
  });

  test('is found or refused in any text: nothing else is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => json.slice(0, -1)),
        ),
        async (line) => {
          try {
            for (const id of await idsIn('x', line)) expect(id).not.toBe('');
          } catch (error) {
            expect(error).toMatchObject({ code: 'bad-id-line' });
          }
        },
      ),
    );
  });
});

/** Ids that servers have sent, and worse: blanks of all kinds, marks, JSON, line breaks, what cannot be seen. */
const hostileId = fc
  .array(
    fc.oneof(
      fc.constantFrom(' ', '\u00a0', '\u3000', '\u2028', '\ufeff', '\t', '\n', '\r', '"', '{', '[', '\\', '\\u00a0'),
      fc.constantFrom('\u200b', '\u2800', '\ufe0f', '\u202e', '\x7f', '\x85', '\u{e0041}', '}', ']', "'", ','),
      fc.constantFrom('ft:prod', 'a', 'é', '模型', '{"id":"ft:prod"}', '"ft:prod"'),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));

describe('an id on a line of its own', () => {
  test('comes back exactly, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileId, { minLength: 1 }), async (ids) => {
        const lines = ids.map(formatIdLine);
        for (const line of lines) expect(line).not.toMatch(/[\r\n]/);
        expect(await idsIn(...lines)).toEqual(ids);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['gpt-4o', 'gpt-4o'],
    ['acme/tiny model', 'acme/tiny model'],
    ['a"b', 'a"b'],
    ['ft:prod ', '"ft:prod "'],
    ['ft:prod\u00a0', '"ft:prod\\u00a0"'],
    ['\ufeffft:prod', '"\\ufeffft:prod"'],
    ['"ft:prod"', '"\\"ft:prod\\""'],
    ['{"id":"x"}', '"{\\"id\\":\\"x\\"}"'],
    ['ft:x\ny', '"ft:x\\ny"'],
    ['ft:\ud800', '"ft:\\ud800"'],
  ])('%j is written as %s', (id, line) => expect(formatIdLine(id)).toBe(line));
});

describe('an id in a question', () => {
  test('two that differ in what cannot be seen look different', () => {
    const ids = ['ft:a', 'ft:a ', ' ft:a', 'ft:a\u00a0', 'ft:a\u3000', 'ft:a\u2800', 'ft:a\u2003', 'ft:a\ufe0f'];
    const shown = ids.concat('ft:a\u200b', 'ft:a\\u0020', 'ft:a\t', 'ft:\u00ada').map(visibleId);
    expect(new Set(shown).size).toBe(shown.length);
    for (const text of shown) expect(text).toMatch(/^[\x21-\x7e]+$/);
  });

  test('is shown so that no other id is shown the same', () => {
    fc.assert(
      fc.property(hostileId, hostileId, (a, b) => {
        expect(visibleId(a) === visibleId(b)).toBe(a === b);
      }),
      { numRuns: 2000 },
    );
  });

  test('stays as it is where all of it can be seen', () => {
    for (const id of ['ft:gpt-4o:acme::x', 'acme/tiny model', 'C:\\models\\a', '模型']) expect(visibleId(id)).toBe(id);
  });
});
