/**
 * Documents and paths made to exhaust the stack, the memory or the clock.
 */
import { describe, expect, it } from 'vitest';
import { get } from '../src/index.ts';

/** CI also runs this at full depth. The usual depth is still more levels than a stack has room for. */
const FULL = process.env.TESTS === 'full';
const DEEP = FULL ? 100_000 : 20_000;
/** For the paths that spend the whole allowance, which grows with the document. */
const DEEP_AND_SLOW = FULL ? 100_000 : 12_000;
/** Levels of paths within paths. What is read again at each level must take seconds at most; the runner ends a runaway. */
const NESTED = FULL ? 2_500 : 1_500;

const nested = (open: string, core: string, close: string, depth = DEEP): string =>
  open.repeat(depth) + core + close.repeat(depth);
const chain = (part: string, separator: string): string => part + (separator + part).repeat(DEEP - 1);

const documentsOf = (levels: number) => ({
  arrays: nested('[', '', ']', levels),
  objects: nested('{"a":', '1', '}', levels),
  'objects of two': nested('{"b":1,"a":', '1', '}', levels),
  'open arrays': '['.repeat(levels),
  'open objects': '{"a":'.repeat(levels),
  'many items': `[${'1,'.repeat(levels)}1]`,
  'a long string': `{"k":"${'a'.repeat(levels)}"}`,
  'a long key': `{"${'k'.repeat(levels)}":[${'1,'.repeat(levels)}1]}`,
  backslashes: `"${'\\'.repeat(levels)}`,
  quotes: `[${'"'.repeat(levels)}`,
  'a long number': `[${'1'.repeat(10 * levels)}x]`,
  'braces inside numbers': `[${'1{",'.repeat(levels)}]`,
});
const documents = documentsOf(DEEP);
const shallower = documentsOf(DEEP_AND_SLOW);

const paths = {
  'key chain': chain('a', '.'),
  indexes: chain('0', '.'),
  each: chain('#', '.'),
  wildcards: chain('*', '.'),
  pipes: chain('a', '|'),
  'modifier chain': chain('@this', '|'),
  'reversed again and again': chain('@reverse', '|'),
  'literal chain': `${'![1]|'.repeat(DEEP)}#`,
  'nested queries': nested('#(', '', ')', DEEP_AND_SLOW),
  'open queries': '#('.repeat(DEEP_AND_SLOW),
  'queries in a row': '#(a=1)#|'.repeat(DEEP_AND_SLOW),
  'doubled at every pipe': `${'[@this,@this]|'.repeat(60)}#`,
  'quoted at every pipe': `${'@tostr|'.repeat(100)}@this`,
  'nested digs': '@dig:@dig:@dig:@dig:a',
  'dig for everything': '@dig:@this',
  'deep flatten': '@flatten:{"deep":true}',
  'wide indent': `@pretty:{"indent":"${' '.repeat(1000)}","width":1e300}`,
  'no indent': '@pretty:{"indent":"","width":99999999999,"sortKeys":true}',
  'a wide column': '@pretty:{"width":18446744073709551615}',
  stars: `${'*a'.repeat(DEEP / 2)}b`,
  'like stars': `[k]|#(%"${'*a'.repeat(5000)}b")#`,
  'a long index': '9'.repeat(10 * DEEP),
  backslashes: '\\'.repeat(DEEP),
  'open argument': `@this:${'('.repeat(DEEP)}`,
  ...Object.fromEntries(
    ['pretty', 'ugly', 'reverse', 'flatten', 'join', 'valid', 'keys', 'values', 'tostr', 'fromstr', 'group'].map(
      (name) => [name, `@${name}`],
    ),
  ),
};

/** Slow to read whatever the document is. */
const nestings = {
  'nested multipaths': nested('[', '', ']', NESTED),
  'nested objects': nested('{', '', '}', NESTED),
  'open multipaths': '['.repeat(NESTED),
  'empty members': `[${','.repeat(NESTED)}]`,
};

/** Every document meets the paths that read all of it, and these meet every path. */
const HARDEST = ['arrays', 'objects of two', 'many items'] as const;
/** These spend the whole allowance on every deep document. */
const SPENDERS = ['nested digs', 'dig for everything', 'deep flatten'];
const isShort = ([, path]: readonly [string, string]) => path.length < 40;
const READERS = Object.entries(paths).filter(isShort);
const LONG = Object.entries(paths).filter((path) => !isShort(path));

describe.each(Object.keys(documents) as (keyof typeof documents)[])('%s', (document) => {
  it.each(READERS)('%s', (name, path) => {
    const { [document]: json } = SPENDERS.includes(name) ? shallower : documents;
    expect(get(json, path).exists).toBeTypeOf('boolean');
  });
});

describe.each(HARDEST)('%s', (document) => {
  it.each(LONG)('%s', (_path, path) => {
    expect(get(shallower[document], path).exists).toBeTypeOf('boolean');
  });
});

it.each(Object.entries(nestings))('%s', (_path, path) => {
  expect(get(shallower['many items'], path).exists).toBeTypeOf('boolean');
});

describe('depth', () => {
  it('is followed by keys and indexes to any level', () => {
    expect(get(documents.objects, paths['key chain']).raw).toBe('1');
    expect(get(documents.arrays, chain('0', '.').slice(2)).raw).toBe('[]');
  });

  it('does not hinder what only looks at the text', () => {
    expect(get(documents.arrays, '@valid|@this').raw).toBe(documents.arrays);
    expect(get(documents['open arrays'], '@valid').exists).toBe(false);
    expect(get(documents.objects, '@ugly').raw).toBe(documents.objects);
    expect(get(documents.arrays, '#').raw).toBe('1');
  });

  it('of paths inside paths is followed for many levels, and ends in a missing value', () => {
    const each = (depth: number): string => `${'#.'.repeat(depth)}#`;
    expect(get(nested('[', '1', ']', 152), each(150)).raw).toBe(nested('[', '1', ']', 150));
    expect(get(nested('[', '1', ']', 1002), each(1000)).exists).toBe(false);
    expect(get('{"a":1}', nested('[', 'a', ']', 150)).raw).toBe(nested('[', '1', ']', 150));
    expect(get('{"a":1}', nested('[', 'a', ']', 1000)).exists).toBe(false);
  });

  it('of the caller may have used up the stack', () => {
    // The innermost call that returns is made with hardly a frame left: whatever it answers, it does not throw.
    const dive = (json: string): boolean => {
      try {
        return dive(json);
      } catch {
        return get(json, 'a').exists;
      }
    };
    expect(dive('{"a":1}')).toBeTypeOf('boolean');
  });
});

describe('work', () => {
  it('is not limited for an ordinary path on a large document', () => {
    const items = Array.from({ length: 50_000 }, (_, index) => `{"id":"m-${index}","created":${index}}`);
    const json = `{"data":[${items.join(',')}]}`;
    expect(get(json, 'data.#(id%"*-4*9")#|#').raw).toBe('1111');
    expect(get(json, 'data.#.{id,created}').raw).toBe(`[${items.join(',')}]`);
    expect(get(json, 'data.@reverse.@reverse|@dig:id|#').raw).toBe('50000');
    expect(get(json, '@pretty|@ugly').raw).toBe(json);
  });
});
