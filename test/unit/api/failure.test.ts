/** What a transport throws, and bodies that are broken, as the errors that a person reads. */
import { describe, expect, test } from 'vitest';
import { collect, collectError, MAX_ERROR_BYTES } from '../../../src/api/collect.ts';
import { decodeBody } from '../../../src/api/decode.ts';
import {
  bodyError,
  clientCertificateError,
  invalidResponseError,
  networkError,
  proxyError,
  proxyStatusError,
  timeoutError,
} from '../../../src/api/failure.ts';
import { findModelRange, readJsonBody } from '../../../src/api/value.ts';
import { CliError } from '../../../src/errors/error.ts';
import { decode, encode } from '../../../src/json/bytes.ts';

const coded = (code: string, message = 'said') => Object.assign(new Error(message), { code });

async function* bodyOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield encode(text);
}

describe('an error of the network', () => {
  test.each<[code: string, kind: string, detail: string | undefined]>([
    ['ENOTFOUND', 'name', 'ENOTFOUND'],
    ...['EAI_AGAIN', 'EAI_NODATA', 'EAI_FAIL', 'DNS_ENOTFOUND', 'DNSResolutionFailed'].map(
      (code): [string, string, string] => [code, 'lookup', code],
    ),
    ...['FailedToOpenSocket', 'ECONNREFUSED', 'ConnectionRefused'].map((code): [string, string, undefined] => [
      code,
      'refused',
      undefined,
    ]),
    ...['ECONNRESET', 'ConnectionClosed', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET', 'ERR_STREAM_PREMATURE_CLOSE'].map(
      (code): [string, string, undefined] => [code, 'closed', undefined],
    ),
    ...['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'].map((code): [string, string, string] => [
      code,
      'unreachable',
      code,
    ]),
    ['EODD', 'other', 'EODD'],
    ...['HPE_INVALID_CONSTANT', 'Malformed_HTTP_Response', 'InvalidHTTPResponse'].map(
      (code): [string, string, string] => [code, 'other', 'the response is not valid HTTP'],
    ),
  ])('of code %s is %s', (code, kind, detail) => {
    expect(networkError(coded(code), 'h')).toMatchObject({ code: 'network', args: { kind, host: 'h', detail } });
  });

  test('is found inside what it is wrapped in', () => {
    const inner = coded('ECONNREFUSED');
    const wrapped = new Error('fetch failed', { cause: inner });
    for (const error of [new AggregateError([inner, coded('EODD')]), wrapped, new Error('a', { cause: wrapped })])
      expect(networkError(error, 'h').args).toMatchObject({ kind: 'refused' });
    expect(networkError(new AggregateError([inner], 'told'), 'h').args).toMatchObject({
      kind: 'other',
      detail: 'told',
    });
    expect(networkError(new AggregateError([]), 'h').args).toMatchObject({ kind: 'other' });
    expect(networkError(Object.assign(coded('EODD'), { cause: inner }), 'h').args).toMatchObject({ detail: 'EODD' });
    expect(networkError(new Error('plain'), 'h').args).toMatchObject({ kind: 'other', detail: 'plain' });
    expect(networkError('text', 'h').args).toMatchObject({ kind: 'other', detail: 'text' });
    const ours = new CliError('interrupted', {});
    expect(networkError(ours, 'h')).toBe(ours);
  });

  test('is about the client certificate only where the connection was closed', () => {
    const advice = 'The server may not accept the client certificate.';
    expect(clientCertificateError(coded('ECONNRESET'), 'h').args).toMatchObject({ kind: 'closed', advice });
    expect(clientCertificateError(coded('ECONNREFUSED'), 'h').args).not.toHaveProperty('advice');
    expect(clientCertificateError(new CliError('interrupted', {}), 'h').code).toBe('interrupted');
  });

  test('in the middle of an answer is said to be there', () => {
    expect(bodyError(coded('ECONNRESET'), 'h').args).toMatchObject({
      kind: 'other',
      detail: 'the connection ended in the middle of the response',
    });
    expect(bodyError(coded('ECONNREFUSED'), 'h').args).toMatchObject({ kind: 'refused' });
    expect(bodyError(new CliError('interrupted', {}), 'h').code).toBe('interrupted');
  });

  test('of silence tells its seconds', () => {
    expect(timeoutError('h', 1500).args).toMatchObject({ kind: 'timeout', seconds: 1.5 });
  });

  test.each<[error: unknown, kind: string, detail: string | undefined]>([
    [coded('ECONNREFUSED'), 'proxy', 'nothing is listening there'],
    [coded('ENOTFOUND'), 'proxy', 'there is no such host'],
    [coded('ECONNRESET'), 'proxy', 'it closed the connection'],
    [coded('ETIMEDOUT'), 'proxy', 'ETIMEDOUT'],
    [{ status: 502 }, 'proxy', 'it returned 502'],
    [timeoutError('p', 1000), 'timeout', undefined],
    [coded('CERT_HAS_EXPIRED'), 'tls', undefined],
  ])('of a proxy: %o', (error, kind, detail) => {
    const found = proxyError(error, { url: new URL('http://p:3128'), origin: 'HTTP_PROXY' });
    expect(found).toMatchObject({ code: 'network', args: { kind } });
    if (kind !== 'proxy') return;
    expect(found.args).toEqual({ kind, host: 'p:3128', detail, advice: 'The proxy is set by HTTP_PROXY.' });
  });

  test('of a proxy that wants credentials is its refusal', () => {
    const proxy = { url: new URL('http://p:3128'), origin: 'HTTP_PROXY' };
    for (const error of [proxyStatusError(407, proxy), proxyError({ status: 407 }, proxy)])
      expect(error).toMatchObject({ code: 'server', args: { status: 407, method: 'CONNECT' } });
    expect(proxyError(new CliError('interrupted', {}), proxy).code).toBe('interrupted');
  });
});

describe('an answer that is not what it should be', () => {
  test.each<[body: string, at: number, ended: boolean, problem: string, html: boolean]>([
    ['', 0, true, 'the response is empty', false],
    [' \n', 2, true, 'the response is empty', false],
    ['{"a":', 5, true, 'the response ends early, after 5 bytes', false],
    ['{"a" 1}', 1234, false, 'the response is invalid at byte 1,234', false],
    ['<html><title>Sign in</title>', 0, false, 'the response is a web page (Sign in)', true],
    ['<html>', 0, false, 'the response is a web page', true],
  ])('%j', (body, at, ended, problem, html) => {
    const error = invalidResponseError({ body: encode(body), at, ended }, 'with x');
    expect(error).toMatchObject({ code: 'not-json', args: { what: 'with x', problem, html } });
    expect(decode(error.body as Uint8Array)).toBe(body);
  });

  test.each<[body: string, range: { start: number; end: number } | undefined]>([
    ['', undefined],
    [' \n', undefined],
    ['\ufeff', undefined],
    [' {"a":1} \n', { start: 1, end: 8 }],
    ['\ufeff{}', { start: 3, end: 5 }],
    ['7', { start: 0, end: 1 }],
  ])('%j has its value at %j', async (body, range) => {
    expect((await readJsonBody(bodyOf(body))).range).toEqual(range);
  });

  test.each<[body: string, problem: string]>([
    ['{"a":1} x', 'the response is invalid at byte 8'],
    ['{"a":1', 'the response ends early, after 6 bytes'],
    ['{"a" 1}', 'the response is invalid at byte 5'],
  ])('%j is none', async (body, problem) => {
    await expect(readJsonBody(bodyOf(body))).rejects.toMatchObject({ code: 'not-json', args: { problem } });
  });

  test('is refused with more than 250,000 values', async () => {
    const values = (commas: number) => bodyOf(`[${'1,'.repeat(commas)}1]`);
    expect((await readJsonBody(values(250_000))).range).toBeDefined();
    await expect(readJsonBody(values(250_001))).rejects.toMatchObject({
      args: { problem: 'part of it has more than 250,000 values, more than any model has' },
    });
  });

  test.each<[body: string, model: string]>([
    ['{"id":"m"}', '{"id":"m"}'],
    ['{"id":"m","data":{"id":"n"}}', '{"id":"m","data":{"id":"n"}}'],
    ['{"data":{"id":"m"}}', '{"id":"m"}'],
    ['{"id":"","data":{"id":"m"}}', '{"id":"m"}'],
    ['{"id":5,"data":{"id":"m"}}', '{"id":"m"}'],
    ['[{"id":"x"},{"id":"m","n":1},{"id":"m"}]', '{"id":"m","n":1}'],
    ['{"models":[{"id":"m"}]}', '{"id":"m"}'],
    ['{"result":[{"id":"m"}]}', '{"id":"m"}'],
    ['{"data":null,"models":[{"id":"m"}]}', '{"id":"m"}'],
    ['{"size":1}', '{"size":1}'],
  ])('%s holds the model %s', async (body, model) => {
    const value = await readJsonBody(bodyOf(body));
    const { start, end } = findModelRange(value, 'm');
    expect(decode(value.bytes, start, end)).toBe(model);
  });

  test.each<[body: string, code: string, args: object]>([
    ['', 'no-model', { found: 'empty' }],
    ['7', 'no-model', { found: 'not an object' }],
    ['[]', 'no-model', { found: 'a list without it' }],
    ['{"data":[{"id":"x"}]}', 'no-model', { found: 'a list without it' }],
    ['{"error":"no","data":{"id":"m"}}', 'server', { reason: 'no' }],
  ])('%s holds none', async (body, code, args) => {
    const value = await readJsonBody(bodyOf(body));
    expect(() => findModelRange(value, 'm')).toThrow(
      expect.objectContaining({ code, args: expect.objectContaining(args) }),
    );
  });
});

describe('a body', () => {
  test('is read as far as is wanted, and let go', async () => {
    let closed = 0;
    async function* endless() {
      try {
        for (;;) yield encode('abc');
      } finally {
        closed++;
      }
    }
    expect((await collect(endless(), 7)).length).toBe(9);
    expect((await collect(endless(), 9)).length).toBe(9);
    expect((await collectError(endless(), 0)).length).toBe(MAX_ERROR_BYTES);
    expect(closed).toBe(3);
  });

  test('of an error counts as far as it came', async () => {
    async function* broken() {
      yield encode('as far');
      throw new Error('cut');
    }
    expect(decode(await collectError(broken(), 0))).toBe('as far');
    expect(decode(await collectError(bodyOf('a', '', 'b'), 0))).toBe('ab');
  });

  test.each(['', 'identity', ' Identity , identity'])('encoded as %j is as it is', (encodings) => {
    const body = bodyOf('a');
    expect(decodeBody(body, encodings)).toBe(body);
  });

  test.each([
    ['gzip, gzip, gzip, gzip, gzip', 'the response has too many layers of encoding'],
    ['compress', 'the response has an unknown encoding: compress'],
    ['gzip, X', 'the response has an unknown encoding: x'],
    ['constructor', 'the response has an unknown encoding: constructor'],
  ])('encoded as %s cannot be read', (encodings, problem) => {
    expect(() => decodeBody(bodyOf('a'), encodings)).toThrow(
      expect.objectContaining({ code: 'not-json', args: expect.objectContaining({ problem }) }),
    );
  });

  test.each(['gzip', 'br', 'deflate', 'X-GZIP', 'gzip, gzip, gzip, gzip'])(
    'encoded as %s is nothing where nothing was sent, and broken where it is',
    async (encodings) => {
      const all = async (...texts: string[]) => collect(decodeBody(bodyOf(...texts), encodings), 100);
      expect(await all('', '')).toHaveLength(0);
      await expect(all('never packed')).rejects.toMatchObject({
        args: { problem: `the ${encodings} encoding of the response is broken` },
      });
    },
  );
});
