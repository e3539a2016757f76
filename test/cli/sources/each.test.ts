/** `list --from` with each source, in every format: the same as the list of the endpoint itself. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FORMAT_NAMES } from '../../../src/spec/formats.ts';
import { listOf, model } from '../../support/models.ts';
import { NOW } from '../../support/run.ts';
import { withEndpoints } from './endpoints.ts';

const LIST = listOf(model('gpt-4o', { created: 1.5e9 }), '{"id":"b","n":1.50E+10,"x":"\\u00e9"}', model('c'));
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  plain: [],
  sorted: ['--sort', '-id', '--max-items', '2'],
  selected: ['--match', '[bc]'],
  detailed: ['--details'],
  transformed: ['--transform', 'id', '-r'],
};

test.each(Object.entries(FLAGS))('%s', async (_name, flags) => {
  const profile = '{ base_url: "{origin}/v1", auth: none }';
  await withEndpoints({ one: { profile, routes: () => ({ body: LIST }) } }, async ({ run, home, servers }) => {
    const env = { OPENAI_BASE_URL: `${servers.one?.origin}/v1` };
    await run(['models', 'snapshot'], { env, now: NOW - 8 * 86_400_000 });
    await run(['models', 'snapshot', 'named'], { env, now: NOW - 8 * 86_400_000 });
    await run(['models', 'snapshot', '--profile', 'one'], { now: NOW - 8 * 86_400_000 });
    const file = join(home, 'list.json');
    writeFileSync(file, LIST);
    // A page says where it is from.
    const formats = FORMAT_NAMES.filter(
      (format) => !['html', 'explore'].includes(format) && (format !== 'raw' || flags.length === 0),
    );
    for (const format of formats) {
      const args = ['models', 'list', ...flags, '--format', format];
      const direct = await run(args, { env });
      expect(direct.code, direct.stderr).toBe(0);
      for (const source of ['now', '@one', 'last', '@one:last', '7d', '2026-01-07', 'named', file, '-']) {
        const { stdout, stderr, code } = await run([...args, '--from', source], { env, stdin: LIST });
        expect({ source, format, stdout, stderr, code }).toEqual({
          source,
          format,
          stdout: direct.stdout,
          stderr: '',
          code: 0,
        });
      }
    }
  });
});
