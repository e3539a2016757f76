/** What holds of any list: selecting twice is selecting once, sorting loses nothing and keeps the order of equals. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encode } from '../../../src/json/bytes.ts';
import { ModelBatch } from '../../../src/models/batch.ts';
import { naturalKey, sortKey } from '../../../src/models/cell.ts';
import { ModelCollection } from '../../../src/models/collection.ts';
import { fieldColumn, namedColumn, plainContext } from '../../../src/models/columns.ts';
import type { Model } from '../../../src/models/model.ts';
import { serverShutdown } from '../../../src/models/shutdown.ts';
import { parseWhen } from '../../../src/models/time.ts';
import { splitColumns } from '../../../src/query/columns.ts';
import { type CriteriaInput, readCriteria } from '../../../src/query/criteria.ts';

const id = fc.oneof(
  fc.constantFrom('gpt-4.9', 'gpt-4.10', 'gpt-4o', 'ft:gpt-4o:acme::1', 'curie:ft-acme-2021', 'acme/x:free', 'a b'),
  fc.string({ maxLength: 12 }),
);

const fields = fc.record(
  {
    id,
    created: fc.oneof(fc.integer({ min: 0, max: 2_000_000_000 }), fc.constant(null), fc.string({ maxLength: 8 })),
    owned_by: fc.constantFrom('openai', 'system', 'Acme', ''),
    x: fc.oneof(
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom('1', 'a10', 'a9', 'B'),
      fc.constant(null),
      fc.constant([1]),
    ),
    shutdown_date: fc.constantFrom('2026-02-01', null, 'soon'),
  },
  { requiredKeys: [] },
);

const batches = fc
  .array(fc.array(fields, { maxLength: 12 }), { maxLength: 4 })
  .map((lists) => lists.map((models) => batchOf(models.map((one) => JSON.stringify(one)))));

function batchOf(texts: readonly string[]): ModelBatch {
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 1;
  for (const text of texts) {
    starts.push(at);
    at += encode(text).length;
    ends.push(at++);
  }
  const bytes = encode(`[${texts.join(',')}]`);
  return new ModelBatch(bytes, { starts: Int32Array.from(starts), ends: Int32Array.from(ends) }, texts.length, true);
}

const globs = fc.array(
  fc.oneof(
    fc.constantFrom('gpt*', '!*4o*', '*:*', '[', 'ft:*:acme:*', '**', '!(a)'),
    fc.string({ minLength: 1, maxLength: 6 }),
  ),
  {
    minLength: 1,
    maxLength: 3,
  },
);

const criteria: fc.Arbitrary<CriteriaInput> = fc
  .record(
    {
      search: fc.constantFrom(['gpt'], ['4 o'], ['ACME'], ['gpt', '4']),
      match: globs.filter((all) => all.every((glob) => glob !== '!')),
      'owned-by': fc.constantFrom(['OpenAI'], ['!system'], ['acme', '!openai']),
      'fine-tuned': fc.constantFrom(true as const, false as const),
      'no-fine-tuned': fc.constantFrom(true as const, false as const),
      base: fc.constantFrom('gpt-4o', 'curie'),
      'created-after': fc.integer({ min: 100_000_000, max: 2_000_000_000 }).map(String),
      'created-before': fc.integer({ min: 100_000_000, max: 2_000_000_000 }).map(String),
      retiring: fc.constantFrom('', '1700000000'),
    },
    { requiredKeys: [] },
  )
  .filter((input) => !input['no-fine-tuned'] || (!input['fine-tuned'] && input.base === undefined));

/** The test of these flags, with the dates that models have themselves. */
function testOf(input: CriteriaInput): (model: Model) => boolean {
  const read = readCriteria(input, 1_800_000_000);
  return (model) => read?.test(model, { shutdownOf: serverShutdown }) ?? true;
}

const textsOf = (models: Iterable<Model>) => [...models].map(({ text }) => text);

describe('selecting', () => {
  test('twice is once, and keeps texts and their order', () => {
    fc.assert(
      fc.property(batches, criteria, (lists, wanted) => {
        const test = testOf(wanted);
        for (const batch of lists) {
          const once = batch.filter(test);
          expect(textsOf(once.filter(test))).toEqual(textsOf(once));
          expect(textsOf(once)).toEqual(textsOf([...batch].filter(test)));
          expect(textsOf(once.copy())).toEqual(textsOf(once));
        }
      }),
      { numRuns: 400 },
    );
  });

  test('by two criteria is selecting by one and then by the other', () => {
    fc.assert(
      fc.property(batches, criteria, criteria, (lists, one, other) => {
        for (const key of Object.keys(one)) delete other[key as keyof CriteriaInput];
        if (one['no-fine-tuned'] || one['fine-tuned'] || one.base) delete other['no-fine-tuned'];
        if (one['no-fine-tuned']) for (const key of ['fine-tuned', 'base'] as const) delete other[key];
        for (const batch of lists) {
          const both = batch.filter(testOf({ ...one, ...other }));
          const apart = batch.filter(testOf(one)).filter(testOf(other));
          expect(textsOf(both)).toEqual(textsOf(apart));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('sorting', () => {
  const knowledge = plainContext(1_768_478_400);
  const columns = [
    namedColumn('id', knowledge),
    namedColumn('created', knowledge),
    namedColumn('age', knowledge),
    fieldColumn('x'),
  ];
  const orders = fc.array(fc.record({ column: fc.constantFrom(...columns), descending: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  });

  test('loses nothing, is in order, and is stable', () => {
    fc.assert(
      fc.property(batches, orders, (lists, by) => {
        const collection = new ModelCollection();
        for (const batch of lists) collection.add(batch);
        const all = collection.positions(() => true);
        const sorted = collection.sort(all, by);
        expect([...sorted].sort((a, b) => a - b)).toEqual([...all]);
        const keys = by.map(({ column }) => [...sorted].map((at) => sortKey(column.cell(collection.at(at)))));
        for (let i = 1; i < sorted.length; i++) {
          const k = keys.findIndex((values) => values[i - 1] !== values[i]);
          if (k < 0) {
            expect(sorted[i] as number).toBeGreaterThan(sorted[i - 1] as number);
            continue;
          }
          const [before, after] = [keys[k]?.[i - 1], keys[k]?.[i]];
          expect(before).not.toBeUndefined();
          if (after === undefined || before === undefined || typeof before !== typeof after) continue;
          expect(by[k]?.descending ? before > after : before < after).toBe(true);
        }
        const pieces = [...collection.batchesAt(sorted)].flatMap((piece) => textsOf(piece));
        expect(pieces).toEqual([...sorted].map((at) => collection.at(at).text));
      }),
      { numRuns: 400 },
    );
  });

  test('takes numbers within an id as numbers', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.constantFrom('', '-x', '.5'), (a, b, end) => {
        fc.pre(a !== b);
        expect(naturalKey(`gpt-${a}${end}`) < naturalKey(`gpt-${b}${end}`)).toBe(a < b);
      }),
    );
  });
});

test('columns split at commas that belong to no path, and any text is split', () => {
  expect(splitColumns('id, {a,b} ,c.#(x=="1,2").d,,[e,f]')).toEqual(['id', '{a,b}', 'c.#(x=="1,2").d', '[e,f]']);
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(splitColumns(text)).not.toContain('');
    }),
  );
});

test('an age is before now, and ahead as far after it', () => {
  fc.assert(
    fc.property(fc.nat({ max: 5000 }), fc.constantFrom('h', 'd', 'w'), (count, unit) => {
      const now = 1_768_478_400;
      const [back, on] = [parseWhen(`${count}${unit}`, now), parseWhen(`${count}${unit}`, now, true)];
      expect((on as number) - now).toBe(now - (back as number));
    }),
  );
});
