/** The published schemas of what is ours, ready to hold output against. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { ROOT } from '../../guards/structure/source.ts';
import { records } from '../../support/records.ts';

const ajv = addFormats.default(new Ajv.Ajv({ strict: false, allErrors: true }));
const read = (name: string) => JSON.parse(readFileSync(join(ROOT, 'docs/schema', name), 'utf8')) as object;
ajv.addSchema(read('diff.schema.json'), 'diff.schema.json');

const TESTS = {
  diff: ajv.getSchema('diff.schema.json'),
  change: ajv.compile({ $ref: 'diff.schema.json#/definitions/change' }),
  watch: ajv.compile(read('watch.schema.json')),
  snapshots: ajv.compile(read('snapshots.schema.json')),
};

export function expectValid(name: keyof typeof TESTS, value: unknown): void {
  const test = TESTS[name];
  if (!test) throw new Error(`no schema ${name}`);
  expect(test(value), JSON.stringify(test.errors)).toBe(true);
}

/** Each line of JSON lines, held against its schema. */
export function validLines(name: keyof typeof TESTS, text: string): unknown[] {
  const values: unknown[] = records(text);
  for (const value of values) expectValid(name, value);
  return values;
}
