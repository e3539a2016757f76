import { describe, expect, test } from 'vitest';
import { decodeBytes } from './bytes.ts';
import { type Case, type Expectation, parseCase } from './case.ts';
import { check } from './check.ts';
import { parseExact, sameValue } from './json.ts';
import { pattern } from './pattern.ts';
import type { Outcome } from './run.ts';

const outcome: Outcome = {
  stdout: '{"id":"a","n":12345678901234567890}\n',
  stderr: 'a note\n',
  exit: 0,
  seconds: 1,
  requests: [
    { method: 'GET', path: '/v1/models/a%2Fb', headers: { host: '127.0.0.1:1', authorization: 'Bearer k' } },
    { method: 'HEAD', path: '/v1/moved', headers: { host: 'localhost:1', authorization: 'Bearer k', 'api-key': 'k' } },
  ],
};

/** As it stands in a file: through JSON text, so that numbers arrive the way the runner reads them. */
function problems(expectText: string): string[] {
  return check(parseCase(`{"group":"g","name":"n","args":[],"routes":{},"expect":${expectText}}`), outcome);
}

/** For each kind of check: an expectation that holds for the outcome above and one that does not. */
const KINDS: Record<keyof Expectation, [holds: string, fails: string]> = {
  exit: ['"zero"', '"nonzero"'],
  stdout: [JSON.stringify(outcome.stdout), '"{\\"id\\":\\"a\\",\\"n\\":12345678901234567890}"'],
  stdout_tokens: ['"{ \\"id\\": \\"a\\", \\"n\\": 12345678901234567890 }"', '"{\\"id\\":\\"a\\",\\"n\\":1.5}"'],
  stdout_yaml: ['"n: 12345678901234567890\\nid: a\\n"', '"n: 12345678901234567891\\nid: a\\n"'],
  stdout_json: ['{"n":12345678901234567890,"id":"a"}', '{"n":12345678901234567891,"id":"a"}'],
  stdout_lines_json: ['[{"n":12345678901234567890,"id":"a"}]', '[{"n":12345678901234567890,"id":"a"},1]'],
  stdout_has: ['["\\"id\\""]', '["\\"id\\"","\\"ID\\""]'],
  stdout_not: ['["\\"ID\\""]', '["(?i)\\"ID\\""]'],
  stderr_has: ['["(?i)A NOTE"]', '["A NOTE"]'],
  stderr_not: ['["id"]', '["note$"]'],
  any_has: ['["id","note"]', '["nothing"]'],
  any_not: ['["nothing"]', '["no.e"]'],
  request_count: ['[1,2]', '1'],
  requests: [
    '[{"method":"GET","path":["/x","/v1/models/a%2Fb"],"headers":{"authorization":"^Bearer k$","cookie":null}}]',
    '[{"path":"/v1/models/a/b"}]',
  ],
  max_seconds: ['1', '0.5'],
  _other_no_key: ['false', 'true'],
  _other_no_header: ['"cookie"', '"Api-Key"'],
  _no_method: ['"DELETE"', '"HEAD"'],
  _never: ['["/v1/models"]', '["/v1/moved"]'],
};

describe('each kind of check', () => {
  test.each(Object.entries(KINDS))('%s', (kind, [holds, fails]) => {
    expect(problems(`{"${kind}":${holds}}`)).toEqual([]);
    expect(problems(`{"${kind}":${fails}}`)).toHaveLength(1);
  });

  test.each([
    ['[{"method":"DELETE"}]', 'method'],
    ['[{},{},{}]', 'not made'],
    ['[{"headers":{"authorization":null}}]', 'sent authorization'],
    ['[{"headers":{"authorization":"^k$"}}]', 'header authorization'],
    ['[{"headers":{"cookie":"."}}]', 'header cookie'],
  ])('requests %s', (requests, problem) => {
    expect(problems(`{"requests":${requests}}`)).toEqual([expect.stringContaining(problem)]);
  });

  test('a run that had to be killed is not the failure that was wanted', () => {
    const one = { group: 'g', name: 'n', args: [], routes: {}, expect: { exit: 'nonzero' } } satisfies Case;
    expect(check(one, { ...outcome, exit: 'timeout' })).toHaveLength(1);
    expect(check(one, { ...outcome, exit: 1 })).toEqual([]);
  });

  test.each([
    ['{"expect":{"stdout_xml":"x"},"routes":{}}', 'unknown expect key: stdout_xml'],
    ['{"expect":{},"routes":{},"argz":[]}', 'unknown case key: argz'],
    ['{"expect":{},"routes":{"*":[{"bodi":""}]}}', 'unknown answer key: bodi'],
    ['{"expect":{"requests":[{"header":{}}]},"routes":{}}', 'unknown request key: header'],
  ])('%s is refused', (line, message) => {
    expect(() => parseCase(line)).toThrow(message);
  });
});

describe('values and bytes', () => {
  test.each([
    ['1', '1.0', true],
    ['1e2', '100', true],
    ['12345678901234567890', '12345678901234567891', false],
    ['9007199254740993', '9007199254740992.0', false],
    ['{"a":1,"b":[true,null]}', '{"b":[true,null],"a":1}', true],
    ['{"a":1}', '{"a":1,"b":null}', false],
    ['[1,2]', '[2,1]', false],
    ['1', '"1"', false],
    ['1', 'true', false],
    ['"\\u0041"', '"A"', true],
  ])('%s and %s are the same: %s', (a, b, same) => {
    expect(sameValue(parseExact(a), parseExact(b))).toBe(same);
  });

  test.each(['', '{', '[1,]', '{"a":1}}', '01', "{'a':1}", 'NaN'])('%s is not JSON', (text) => {
    expect(() => parseExact(text)).toThrow(SyntaxError);
  });

  test('bytes that are not UTF-8 stay apart', () => {
    const texts = ['ff', 'fe', 'efbfbd', 'e282', 'e282ac', 'efbbbf', ''].map((hex) =>
      decodeBytes(Buffer.from(hex, 'hex')),
    );
    expect(new Set(texts).size).toBe(texts.length);
    expect(decodeBytes(Buffer.from('61ffe282ac', 'hex'))).toBe('a\udcff€');
  });

  test.each(['(?P<a>x)', 'a\\Z', 'x(?i)y', '(?x) a'])('the pattern %s is not guessed at', (source) => {
    expect(() => pattern(source)).toThrow('translating');
  });
});
