/** What jq makes of the output is what it makes of the answer itself. Left out where there is no jq, which the end of a run says. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isThere } from '../../support/programs.ts';
import { listText } from './documents.ts';
import { modelsOf } from './expected.ts';
import { printed } from './printed.ts';
import { jsonTokens } from './tree.ts';

const PROGRAM = 'jq';

/** jq refuses a document with a lone surrogate. */
function isWellFormed(body: string): boolean {
  return !jsonTokens(body).some((token) => token.startsWith('"') && /\p{Surrogate}/u.test(JSON.parse(token)));
}

/** The values that a filter finds in a stream of JSON texts, a line each. */
function jq(filter: string, input: string): string[] {
  const { status, stdout, stderr } = spawnSync(PROGRAM, ['-c', filter], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\n');
}

describe.runIf(isThere(PROGRAM))('jq finds the same models', () => {
  test('in json and jsonl as in the answers', async () => {
    const bodies = fc.sample(listText.filter(isWellFormed), 100);
    const json = await Promise.all(bodies.map((body) => printed('list', 'json', body)));
    const lines = await Promise.all(bodies.map((body) => printed('list', 'jsonl', body)));
    const models = jq('.data[]', bodies.join('\n'));
    expect(models).toHaveLength(bodies.flatMap(modelsOf).length + 1);
    expect(jq('.data[]', json.join(''))).toEqual(models);
    expect(jq('.', lines.join(''))).toEqual(models);
    expect(jq('del(.data)', json.join(''))).toEqual(jq('del(.data)', bodies.join('\n')));
  });
});
