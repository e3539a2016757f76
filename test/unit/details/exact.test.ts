/** Models whose fields are at hand are not looked up in their bytes: what is found must be the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDetails } from '../../../src/details/index.ts';
import { hasOnlyName } from '../../../src/details/server.ts';
import { encode } from '../../../src/json/bytes.ts';
import { readExactList } from '../../../src/json/exact-list.ts';
import { ModelBatch } from '../../../src/models/batch.ts';

const id = fc.constantFrom(
  'gpt-4o',
  'gpt-4o-2024-08-06',
  'ft:gpt-4o-2024-08-06:acme::x1',
  'openai/gpt-4o',
  'claude-3-5-haiku-latest',
  'nobody-knows-it',
  '',
  'é"\\',
);
const text = fc.oneof(id, fc.constantFrom('openai', 'system', 'acme', '2026-10-01', '128000', 'retired'));
const value = fc.oneof(text, fc.nat(), fc.constant(null), fc.boolean(), fc.array(text, { maxLength: 2 }));
const name = fc.constantFrom(
  ...['id', 'key', 'name', 'model', 'owned_by', 'owner', 'object', 'created', 'type', 'details', 'x'],
  ...['context_length', 'shutdown_date', 'deprecated_at', 'status', 'replacement', 'currency', 'pricing', '__proto__'],
);
const model = fc
  .tuple(fc.option(id), fc.array(fc.tuple(name, value), { maxLength: 4 }))
  .map(([own, members]) => JSON.stringify(Object.fromEntries([...(own === null ? [] : [['id', own]]), ...members])));

test.each(['openai', 'anthropic', undefined, 'local'] as const)('details on a server of %s', async (provider) => {
  const fromBytes = await openDetails({ provider, today: '2026-11-28' });
  const fromFields = await openDetails({ provider, today: '2026-11-28' });
  let quick = 0;
  fc.assert(
    fc.property(fc.array(model, { minLength: 1, maxLength: 4 }), (models) => {
      const bytes = encode(`{"data":[${models.join(',')}]}`);
      const list = readExactList(bytes);
      if (!list) return;
      const batch = ModelBatch.fromExactList(bytes, list);
      for (const [place, one] of models.entries()) {
        const alone = encode(one);
        const known = batch.at(place);
        if (known.exact && hasOnlyName(known.fields)) quick++;
        expect(fromFields.of(known).json).toBe(fromBytes.of(ModelBatch.of(alone, 0, alone.length).at(0)).json);
      }
    }),
    { numRuns: 400 },
  );
  expect(quick).toBeGreaterThan(50);
});
