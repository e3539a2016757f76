/** `list --ids | delete -`: what was listed is what goes, and nothing else, whatever the ids hold. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelUrl } from '../../../src/api/client.ts';
import { listOf, model } from '../../support/models.ts';
import { run } from '../../support/run.ts';
import type { Routes } from '../../support/server.ts';

const piece = fc.constantFrom(
  ...[' ', '\u00a0', '\u3000', '\u2028', '\ufeff', '\t', '\n', '\r', '"', '{', '[', '\\', '\u200b', '\u2800', '\x7f'],
  ...['a', 'é', '模型', '{"id":"ft:prod"}', '"ft:prod"', ':acme::x'],
);
const hostile = fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
/** What differs from a plain id of the same list by a blank or a mark: the ids that were taken for one another. */
const twin = fc.tuple(piece, fc.boolean()).map(([mark, before]) => (before ? `${mark}ft:prod` : `ft:prod${mark}`));

const isSendable = (id: string): boolean => !/^\s*$/.test(id);
const wanted = fc.uniqueArray(fc.oneof(hostile, twin).filter(isSendable), { minLength: 1, maxLength: 6 });

test('the piped ids are the listed ones', async () => {
  await fc.assert(
    fc.asyncProperty(wanted, async (ids) => {
      const mine = ids.filter((id) => id !== 'ft:prod');
      const body = listOf(model('ft:prod', { owned_by: 'production' }), ...mine.map((id) => model(id)));
      const base = { url: 'http://127.0.0.1/v1', query: {} };
      const routes: Routes = Object.fromEntries([
        ['GET /v1/models', { body }],
        ...mine.map((id) => [`DELETE ${modelUrl(base, id).pathname}`, { body: JSON.stringify({ id, deleted: true }) }]),
      ]);
      const listed = await run(['models', 'list', '--owned-by', 'acme', '--ids'], { routes });
      const lines = listed.stdout.split('\n').slice(0, -1);
      const got = await run(['models', 'delete', '-', '--yes', '--max-retries', '0'], { routes, stdin: lines });
      expect(got.code, got.stderr).toBe(0);
      const sent = got.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path.slice(11));
      expect(sent.map(decodeURIComponent).sort()).toEqual([...mine].sort());
    }),
    { numRuns: 60 },
  );
});
