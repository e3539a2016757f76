import { expect, test } from 'vitest';
import { baseOf, isFineTuned } from '../../../src/models/id.ts';
import { run } from '../../support/run.ts';

test.each<[id: string, base: string | undefined]>([
  ['ft:gpt-4o-mini-2024-07-18:acme:x:1', 'gpt-4o-mini-2024-07-18'],
  ['ft:gpt-4.1-mini:acme::1:ckpt-step-90', 'gpt-4.1-mini'],
  ['davinci:ft-acme-2023-05-11', 'davinci'],
  ['gpt-4o-mini-2024-07-18.ft-0123456789abcdef', 'gpt-4o-mini-2024-07-18'],
  ['gpt-4.1-mini.ft-0123456789abcdef', 'gpt-4.1-mini'],
  ['acme/craft-7b', undefined],
  ['acme/draft.ft-1', undefined],
  ['gpt-4.1', undefined],
  ['soft-x', undefined],
  ['.ft-x', undefined],
  [':ft-x', undefined],
])('%s is made from %s', (id, base) => {
  expect(baseOf(id)).toBe(base);
  expect(isFineTuned(id)).toBe(base !== undefined);
});

test('an id that begins with ft: and names no base is a fine-tuned model all the same', () => {
  expect(baseOf('ft:gpt-4o')).toBeUndefined();
  expect(isFineTuned('ft:gpt-4o')).toBe(true);
});

test("Azure's fine-tuned models are selected, shown and deleted as such", async () => {
  const id = 'gpt-4o-mini-2024-07-18.ft-0123456789abcdef';
  const routes = { 'GET /v1/models': { body: `{"data":[{"id":"${id}"},{"id":"gpt-4o"}]}` } };
  const listed = await run(['models', 'list', '--fine-tuned', '--columns', 'id,kind,base', '--format', 'csv'], {
    routes,
  });
  expect(listed.stdout).toBe(`id,kind,base\r\n${id},fine-tuned,gpt-4o-mini-2024-07-18\r\n`);
  const planned = await run(['models', 'delete', '--match', '*', '--dry-run', '--ids'], { routes });
  expect(planned.stdout).toBe(`${id}\n`);
});
