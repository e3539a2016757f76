import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GjsonResult, get } from '../src/index.ts';
import { Run } from '../src/run.ts';

const data = new URL('./data/', import.meta.url);
const docs: Record<string, string> = JSON.parse(readFileSync(new URL('docs.json', data), 'utf8'));
const known: { path: string }[] = readFileSync(new URL('vectors-public.jsonl', data), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** Work one answer may take on documents of this size: the allowance of `src/run.ts`, and the step that was too much. */
const MAX_WORK = 60_000_000;
let work = 0;
const { spend } = Run.prototype;
beforeAll(() => {
  Run.prototype.spend = function (amount) {
    work += amount;
    spend.call(this, amount);
  };
});
afterAll(() => {
  Run.prototype.spend = spend;
});

const document = fc.constantFrom(...Object.values(docs));
const knownPath = fc.constantFrom(...known.map((row) => row.path));
const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const syntax = fc.string({
  unit: fc.constantFrom(...'.|#@!{}[]()"\\*?:,<>=%~01a-', 'id', '@this', 'é', '😀'),
  maxLength: 40,
});

const key = fc.constantFrom('id', 'a', 'data', 'k', 'i*', '?d', '*', '0', '1', '#', 'a\\.b', '', '-1');
const value = fc.constantFrom('1', '"x"', 'true', '~true', '~null', 'a*', '"gpt-*"', '');
const operator = fc.constantFrom('=', '==', '!=', '<', '<=', '>', '>=', '%', '!%', '');
const modifier = fc.constantFrom(
  ...['this', 'reverse', 'ugly', 'pretty', 'valid', 'flatten', 'join', 'keys', 'values', 'tostr', 'fromstr', 'group'],
  ...['dig:id', 'pretty:{"sortKeys":true,"width":9}', 'flatten:{"deep":true}', 'join:{"preserve":true}', 'nothing'],
);
const { path: grammar } = fc.letrec<{ path: string; part: string }>((tie) => ({
  path: fc
    .array(fc.tuple(tie('part'), fc.constantFrom('.', '.', '|')), {
      minLength: 1,
      maxLength: 4,
      depthIdentifier: 'path',
    })
    .map((parts) => parts.map(([part, separator], index) => (index === 0 ? part : separator + part)).join('')),
  part: fc.oneof(
    { depthIdentifier: 'path', maxDepth: 3 },
    key,
    modifier.map((name) => `@${name}`),
    fc.constantFrom('!"x"', '!5', '!true', '!{"a":1}', '![1,2]'),
    fc
      .tuple(fc.oneof(key, tie('path')), operator, value, fc.constantFrom('', '#'))
      .map(([left, op, right, all]) => `#(${left}${op}${right})${all}`),
    fc.array(tie('path'), { maxLength: 3 }).map((paths) => `[${paths.join(',')}]`),
    fc.array(tie('path'), { maxLength: 3 }).map((paths) => `{${paths.map((path) => `"n":${path}`).join(',')}}`),
  ),
}));

/** A text with a few characters taken out, put in or replaced. */
const mutated = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(text, fc.array(fc.tuple(fc.nat(), fc.nat(2), syntax), { minLength: 1, maxLength: 4 }))
    .map(([original, edits]) =>
      edits.reduce((current, [place, removed, inserted]) => {
        const at = place % (current.length + 1);
        return current.slice(0, at) + inserted.slice(0, 2) + current.slice(at + removed);
      }, original),
    );

const anyDocument = fc.oneof(anyText, syntax, fc.json(), document, mutated(document));
const anyPath = fc.oneof(anyText, syntax, knownPath, mutated(knownPath), grammar, mutated(grammar));

function check(json: string, path: string): GjsonResult {
  work = 0;
  const result = get(json, path);
  expect(work).toBeLessThan(MAX_WORK);
  expect(result.exists).toBe(result.type !== 'Null' || result.raw !== '');
  if (!result.exists) expect(result.string).toBe('');
  if (result.type === 'JSON') expect(result.string).toBe(result.raw);
  return result;
}

describe('any document and any path', () => {
  it('have an answer', () => {
    fc.assert(
      fc.property(anyDocument, anyPath, (json, path) => {
        check(json, path);
      }),
      { numRuns: 5000 },
    );
  });

  it('have the same answer every time', () => {
    fc.assert(
      fc.property(anyDocument, anyPath, (json, path) => {
        expect(get(json, path)).toEqual(get(json, path));
      }),
      { numRuns: 1000 },
    );
  });

  it('answer with a part of the document when nothing in the path builds a text', () => {
    const plain = fc
      .array(
        key.filter((part) => part !== '#'),
        { minLength: 1, maxLength: 5 },
      )
      .map((parts) => parts.join('.'));
    fc.assert(
      fc.property(anyDocument, plain, (json, path) => {
        expect(json).toContain(get(json, path).raw);
      }),
      { numRuns: 2000 },
    );
  });

  it('answer alike through @this', () => {
    fc.assert(
      fc.property(anyDocument, anyPath, (json, path) => {
        expect(get(json, `@this|${path}`)).toEqual(get(json, path));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('valid documents', () => {
  it('pass @valid, keep their meaning through @ugly and @pretty, and settle there', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(get(json, '[@valid]').raw).toBe(`[${get(json, '@this').raw}]`);
        const ugly = get(json, '@ugly').raw;
        const pretty = get(json, '@pretty').raw;
        expect(JSON.parse(ugly)).toEqual(JSON.parse(json));
        expect(JSON.parse(pretty)).toEqual(JSON.parse(json));
        expect(get(ugly, '@ugly').raw).toBe(ugly);
        expect(get(pretty, '@pretty').raw).toBe(pretty);
      }),
    );
  });

  it('agree with JSON.parse on what is valid', () => {
    const accepted = (json: string): boolean => {
      try {
        JSON.parse(json);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.oneof(fc.json(), mutated(fc.json()), syntax, mutated(document)), (json) => {
        expect(get(json, '@valid.@tostr').string !== '').toBe(accepted(json));
      }),
      { numRuns: 2000 },
    );
  });

  it('come back from @tostr and @fromstr', () => {
    const text = fc.string({ unit: 'grapheme' }).map((content) => JSON.stringify({ content }));
    fc.assert(
      fc.property(text, (json) => {
        expect(get(json, '@tostr|@fromstr').raw).toBe(json);
      }),
    );
  });

  it('are searched like JavaScript does', () => {
    const name = fc.stringMatching(/^[a-z]{1,3}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.dictionary(name, fc.string())), name, name, (object, outer, inner) => {
        const found = Object.hasOwn(object, outer) ? object[outer] : undefined;
        const expected = found !== undefined && Object.hasOwn(found, inner) ? found[inner]! : '';
        expect(get(JSON.stringify(object), `${outer}.${inner}`).string).toBe(expected);
      }),
    );
  });
});
