import { describe, expect, test } from 'vitest';
import { resolveConnection } from '../../../src/config/connection.ts';
import type { ErrorCode } from '../../../src/errors/error.ts';
import { exitOf, explain } from '../../../src/errors/explain.ts';
import type { FlagValues } from '../../../src/spec/flags.ts';
import { type Env, LOCAL, refusal } from './refusal.ts';

describe('headers', () => {
  test.each<[flags: string[], variable: string | undefined, headers: [string, string][]]>([
    [['A: 1'], undefined, [['A', '1']]],
    [
      ['A:1', ' B :  2 '],
      undefined,
      [
        ['A', '1'],
        ['B', '2'],
      ],
    ],
    [['A: b: c'], undefined, [['A', 'b: c']]],
    [['A:'], undefined, [['A', '']]],
    [
      ['A: 1'],
      'B: 2\r\n\nC: 3\n',
      [
        ['B', '2'],
        ['C', '3'],
        ['A', '1'],
      ],
    ],
    [[], '', []],
    [["X-!#$%&'*+.^_`|~: ok"], undefined, [["X-!#$%&'*+.^_`|~", 'ok']]],
  ])('%j and %j', (header, variable, headers) => {
    const { headers: got } = resolveConnection({ ...LOCAL, header }, { OPENAI_CUSTOM_HEADERS: variable });
    expect(got.map(({ name, value }) => [name, value])).toEqual(headers);
  });

  test.each([
    'no colon hunter2',
    ': hunter2',
    'a b: hunter2',
    'é: hunter2',
    'A: hunter2\nB: 1',
    'A: hunter2\0',
    'A: hunter2 日本',
  ])('%j is refused, and its value not shown', (line) => {
    const error = refusal({ ...LOCAL, header: [line] }, {});
    expect({ code: error.code, exit: exitOf(error) }).toEqual({ code: 'bad-header', exit: 2 });
    expect(JSON.stringify([error.args, explain(error)])).not.toContain('hunter2');
  });

  test.each([
    ['hunter2', 'has no colon'],
    [': hunter2', 'has an invalid name'],
    ['a b: hunter2', 'has an invalid name'],
    ['A: hunter2\0', '(A) has a value with invalid characters'],
  ])('%j is refused for what it is', (line, problem) => {
    expect(refusal({ ...LOCAL, header: [line] }, {}).args).toEqual({ origin: '--header', problem });
    expect(refusal(LOCAL, { OPENAI_CUSTOM_HEADERS: line }).args).toEqual({ origin: 'OPENAI_CUSTOM_HEADERS', problem });
  });

  test('an organization that cannot stand in one is refused', () => {
    for (const value of ['é', 'a\nb', 'a\0'])
      expect(refusal({ ...LOCAL }, { OPENAI_ORG_ID: value })).toMatchObject({
        code: 'bad-value',
        args: { what: 'OPENAI_ORG_ID' },
      });
    expect(resolveConnection(LOCAL, { OPENAI_ORG_ID: ' org-1\n' }).organization?.value).toBe('org-1');
    expect(resolveConnection(LOCAL, { OPENAI_ORG_ID: '"org-1"\r' }).organization?.value).toBe('org-1');
    expect(resolveConnection(LOCAL, { OPENAI_PROJECT_ID: " 'proj 1' " }).project?.value).toBe('proj 1');
    expect(resolveConnection(LOCAL, { OPENAI_ORG_ID: '""' }).organization).toBeUndefined();
  });
});

describe('a client certificate', () => {
  const https = { 'base-url': 'https://h/v1' } satisfies FlagValues;
  const [certificate, key] = [{ 'mtls-client-cert-file': 'c.pem' }, { 'mtls-client-key-file': 'k.pem' }];

  test('comes with its key, from flags or the environment', () => {
    expect(
      resolveConnection({ ...https, ...certificate }, { OPENAI_MTLS_CLIENT_KEY_FILE: 'e.pem' }).clientCertificate,
    ).toEqual({
      certificate: { value: 'c.pem', origin: '--mtls-client-cert-file' },
      key: { value: 'e.pem', origin: 'OPENAI_MTLS_CLIENT_KEY_FILE' },
    });
  });

  test.each<[flags: FlagValues, env: Env, code: ErrorCode, args: object]>([
    [
      { ...https, ...certificate },
      {},
      'mtls-pair',
      { has: '--mtls-client-cert-file', missing: '--mtls-client-key-file' },
    ],
    [{ ...https, ...key }, {}, 'mtls-pair', { has: '--mtls-client-key-file', missing: '--mtls-client-cert-file' }],
    [https, { OPENAI_MTLS_CLIENT_CERT_FILE: 'c' }, 'mtls-pair', { has: 'OPENAI_MTLS_CLIENT_CERT_FILE' }],
    [{ ...LOCAL, ...certificate, ...key }, {}, 'mtls-http', {}],
  ])('%j %j is refused', (flags, env, code, args) => {
    const error = refusal(flags, env);
    expect({ code: error.code, exit: exitOf(error) }).toEqual({ code, exit: 2 });
    expect(error.args).toMatchObject(args);
  });
});
