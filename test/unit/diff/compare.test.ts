/** Two lists compared, against a comparison that is as plain as can be. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareLists } from '../../../src/diff/compare.ts';
import { BufferedList } from '../../../src/diff/kept-list.ts';
import { encode } from '../../../src/json/bytes.ts';
import { ModelBatch } from '../../../src/models/batch.ts';

interface Listed {
  id: string;
  owner: number;
}

function sideOf(models: readonly Listed[], each = 3): { list: BufferedList; at: () => undefined } {
  const list = new BufferedList();
  for (let from = 0; from < models.length; from += each) {
    const part = models.slice(from, from + each);
    const texts = part.map((model) => encode(JSON.stringify(model)));
    const starts: number[] = [];
    const ends: number[] = [];
    let at = 0;
    for (const { length } of texts) {
      starts.push(at);
      ends.push(at + length);
      at += length + 1;
    }
    const bytes = encode(part.map((model) => JSON.stringify(model)).join(','));
    list.add(
      new ModelBatch(bytes, { starts: Int32Array.from(starts), ends: Int32Array.from(ends) }, part.length, true),
    );
  }
  return { list, at: () => undefined };
}

/** For each id: what is on both sides goes, then as many as are on both sides have changed. */
function plainly(from: readonly Listed[], to: readonly Listed[]): string[] {
  const changes: string[] = [];
  for (const id of new Set([...from, ...to].map((model) => model.id))) {
    const before = from.filter((model) => model.id === id).map(({ owner }) => owner);
    const after = to.filter((model) => model.id === id).map(({ owner }) => owner);
    for (const owner of [...before])
      if (after.includes(owner)) {
        before.splice(before.indexOf(owner), 1);
        after.splice(after.indexOf(owner), 1);
      }
    const both = Math.min(before.length, after.length);
    for (let i = 0; i < both; i++) changes.push(`changed ${id}`);
    for (let i = both; i < before.length; i++) changes.push(`removed ${id}`);
    for (let i = both; i < after.length; i++) changes.push(`added ${id}`);
  }
  return changes.sort();
}

// Few ids, so that some stand twice, and some that must be escaped in JSON.
const listed = fc.record({
  id: fc.constantFrom(
    'a',
    'b',
    'c',
    'gpt-4o',
    'gpt-4o-mini',
    'x"y',
    'z\\',
    '漢字',
    'a'.repeat(120),
    `${'a'.repeat(120)}b`,
  ),
  owner: fc.integer({ min: 0, max: 2 }),
});
const list = fc.array(listed, { maxLength: 24 });

test('finds the same changes, in whatever order and however often models stand in the lists', () => {
  fc.assert(
    fc.property(list, list, fc.boolean(), (one, other, isShuffled) => {
      const to = isShuffled ? [...one].reverse().concat(other) : other;
      const { changes } = compareLists(sideOf(one), sideOf(to, 5));
      expect(changes.map(({ change, id }) => `${change} ${id}`).sort()).toEqual(plainly(one, to));
    }),
    { numRuns: 1000 },
  );
});

test('finds one change among many models in another order', () => {
  const one = Array.from({ length: 5000 }, (_, i) => ({ id: `model-${i}`, owner: i % 7 }));
  const to = [...one].reverse().map((model) => (model.id === 'model-77' ? { ...model, owner: 9 } : model));
  const { changes, repeated } = compareLists(sideOf(one, 100), sideOf(to, 100));
  expect(changes).toEqual([
    { change: 'changed', id: 'model-77', source: undefined, fields: [expect.objectContaining({ path: 'owner' })] },
  ]);
  expect(repeated).toEqual([]);
});

test('one text as often as a hostile list has it is compared in a time that people can bear', () => {
  const one = Array.from({ length: 20_000 }, () => ({ id: 'same', owner: 1 }));
  const { changes } = compareLists(sideOf(one, 1000), sideOf([{ id: 'other', owner: 1 }, ...one.slice(1)], 1000));
  expect(changes.map(({ change, id }) => `${change} ${id}`)).toEqual(['added other', 'removed same']);
});
