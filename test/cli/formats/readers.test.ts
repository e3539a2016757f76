/** What the rules allow and common readers do not take. */
import { expect, test } from 'vitest';
import { printed } from './printed.ts';
import { readJson } from './tree.ts';
import { readYaml } from './yaml.ts';

/** YAML 1.2 section 7.4.2: a key that is not marked with `?` ends within 1,024 characters. */
test.each([1022, 1023, 2000])('a yaml key of %i characters reads back', async (length) => {
  const model = JSON.stringify({ id: 'm', [`k ${'#'.repeat(length - 2)}`]: [{ ['é'.repeat(length)]: { a: 1 } }] });
  const list = `{"data":[${model}],${JSON.stringify('K'.repeat(length))}:1}`;
  expect(readYaml(await printed('retrieve', 'yaml', model))).toEqual([readJson(model)]);
  expect(readYaml(await printed('list', 'yaml', list))).toEqual([readJson(list)]);
});

/** RFC 4180 calls an empty line a row of one empty value; most readers skip it, and the row is lost. */
test('a csv row of one empty value is no empty line', async () => {
  const body = '{"data":[{"x":"a"},{"x":null},{"x":"b"},{"x":""}]}';
  const text = await printed('list', 'csv', body, '--transform', 'x');
  expect(text).toBe('value\r\na\r\n""\r\nb\r\n""\r\n');
});
