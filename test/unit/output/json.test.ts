/** The JSON formats lay out one part of a list while the one before is being written. */
import { describe, expect, test } from 'vitest';
import { readExactList } from '../../../src/json/exact-list.ts';
import { BatchBuilder, type ListPart, ModelBatch, PLAIN_DOCUMENT } from '../../../src/models/batch.ts';
import { jsonLines, jsonList } from '../../../src/output/json.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Two models with this letter in them, as the engine's own parser reads them or as the scanner finds them. */
function partOf(letter: string, exact: boolean): ListPart {
  const model = `{"id":"${letter.repeat(40)}","created":1}`;
  const bytes = bytesOf(`{"data":[${model},${model}]}`);
  const list = exact ? readExactList(bytes) : undefined;
  const ranges = new BatchBuilder();
  ranges.add(9, 9 + model.length, false);
  ranges.add(10 + model.length, 10 + 2 * model.length, false);
  const batch = list ? ModelBatch.fromExactList(bytes, list) : ranges.build(bytes);
  expect(batch.exactValues !== undefined).toBe(exact);
  return { batch, bytes, document: PLAIN_DOCUMENT, members: [], isLast: false, isPageEnd: false };
}

describe.each([
  ['json', jsonList],
  ['jsonl', jsonLines],
] as const)('%s', (_name, create) => {
  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('keeps a part while the next is laid out: exact %s, then %s', (first, second) => {
    const formatter = create();
    formatter.begin(PLAIN_DOCUMENT);
    const chunk = formatter.part(partOf('a', first)) as Uint8Array;
    const before = Buffer.from(chunk).toString();
    expect(before).toContain('aaaa');
    const next = formatter.part(partOf('b', second)) as Uint8Array;
    expect(Buffer.from(next).toString()).toContain('bbbb');
    expect(Buffer.from(chunk).toString()).toBe(before);
  });
});
