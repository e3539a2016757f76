import { describe, expect, test } from 'vitest';
import {
  extractReason,
  isHtml,
  isLoading,
  isModelNotFound,
  isQuotaExceeded,
  isUnrouted,
} from '../../../src/api/reason.ts';
import { encode } from '../../../src/json/bytes.ts';

describe('the reason a server gives', () => {
  test.each<[server: string, body: unknown, reason: string | undefined]>([
    ['OpenAI', { error: { message: 'no model', type: 'x', param: null, code: 'model_not_found' } }, 'no model'],
    ['Azure', { error: { code: '401', message: 'bad key', innererror: { code: 'x' } } }, 'bad key'],
    ['llama.cpp', { error: { message: 'Loading model', type: 'unavailable_error', code: 503 } }, 'Loading model'],
    ['vLLM and SGLang, short', { error: 'Unauthorized' }, 'Unauthorized'],
    [
      'SGLang',
      { object: 'error', message: 'no such model', type: 'NotFound', param: null, code: 404 },
      'no such model',
    ],
    ['Mistral', { object: 'error', message: 'Invalid model', raw_status_code: 400 }, 'Invalid model'],
    ['TGI', { error: 'overloaded', error_type: 'overloaded' }, 'overloaded'],
    ['Portkey', { status: 'failure', message: 'no provider' }, 'no provider'],
    ['FastAPI', { detail: 'Not Found' }, 'Not Found'],
    ['FastAPI, validation', { detail: [{ loc: ['path', 'id'], msg: 'field required', type: 'x' }] }, 'field required'],
    ['KoboldCpp', { detail: { msg: 'not found', type: 'x' } }, 'not found'],
    ['Llama Stack', { error: { detail: { errors: [{ loc: ['x'], msg: 'bad value' }] } } }, 'bad value'],
    [
      'Anthropic',
      { type: 'error', error: { type: 'auth', message: 'invalid x-api-key' }, request_id: 'r' },
      'invalid x-api-key',
    ],
    ['Gemini', [{ error: { code: 400, message: 'API key not valid', status: 'X', details: [] } }], 'API key not valid'],
    ['Cloudflare', { success: false, result: null, errors: [{ code: 1000, message: 'auth error' }] }, 'auth error'],
    ['llama-swap', { src: 'llama-swap', error: { message: 'unauthorized' } }, 'unauthorized'],
    ['new-api', { error: { message: '该令牌无权使用模型', type: 'new_api_error' } }, '该令牌无权使用模型'],
    ['problem+json', { title: 'Forbidden', status: 403, detail: 'not your model' }, 'not your model'],
    ['problem+json, short', { title: 'Forbidden', status: 403 }, 'Forbidden'],
    ['OAuth', { error_description: 'token expired' }, 'token expired'],
    ['an empty message', { error: { message: '' }, detail: 'but this' }, 'but this'],
    ['a message that is null', { error: { message: null, type: 'x' } }, undefined],
    ['an error that is null', { error: null, message: 'hm' }, 'hm'],
    ['a bare string', 'Unauthorized', 'Unauthorized'],
    ['an empty object', {}, undefined],
    ['an empty list', [], undefined],
    ['numbers alone', { error: 5, code: 7 }, undefined],
    [
      'a reason too deep to look for',
      { error: { error: { error: { error: { error: { error: { error: 'x' } } } } } } },
      undefined,
    ],
  ])('%s', (_server, body, reason) => expect(extractReason(encode(JSON.stringify(body)))).toBe(reason));

  test.each<[name: string, body: string, reason: string | undefined]>([
    ['plain text', '404 page not found\n', '404 page not found'],
    ['text of several lines', 'one\ntwo\n', 'one\ntwo'],
    ['nothing', '', undefined],
    ['blanks', ' \r\n ', undefined],
    ['a byte order mark and JSON', '\ufeff{"error":"x"}', 'x'],
    ['JSON that was cut', '{"error":{"message":"x', '{"error":{"message":"x'],
    ['a page', '<!DOCTYPE html><html><head><title> 502 Bad\tGateway </title></head></html>', '502 Bad\tGateway'],
    ['a page with a heading', '<html><body><h1 class="x">503</h1></body></html>', '503'],
    ['a page without either', '<html><body>hello</body></html>', undefined],
    ['XML', '<?xml version="1.0"?><Error><Code>Denied</Code></Error>', undefined],
    ['text that only looks like a page', '<3 models', '<3 models'],
  ])('%s', (_name, body, reason) => expect(extractReason(encode(body))).toBe(reason));

  test.each<[name: string, body: string, reason: string | undefined]>([
    ['the first of two fields', '{"message":"b","error":"a"}', 'a'],
    ['a message beside its title', '{"title":"t","detail":"d","message":"m"}', 'm'],
    ...[
      'error_msg',
      'error_message',
      'errorMessage',
      'err_msg',
      'errmsg',
      'msg',
      'Message',
      'reason',
      'fault',
      'faultstring',
      'base_resp',
      'status_msg',
    ].map((name): [string, string, string] => [name, `{"${name}":" x "}`, 'x']),
    ['the fourth level', '{"error":{"error":{"error":{"error":{"error":"x"}}}}}', 'x'],
    ['the fifth', '{"error":{"error":{"error":{"error":{"error":{"error":"x"}}}}}}', undefined],
    ['an element of XML', '<?xml version="1.0"?><Error><Code>c</Code><Message> m </Message></Error>', 'm'],
    [
      'an element with a prefix',
      '<?xml version="1.0"?><s:Fault><s:faultstring lang="en">f</s:faultstring></s:Fault>',
      'f',
    ],
    ['CDATA', '<?xml version="1.0"?><message> <![CDATA[a < b]]></message>', 'a < b'],
    ['CDATA that is cut', '<?xml version="1.0"?><message><![CDATA[a < b', undefined],
    ['an element that is cut', '<html><title>never closed', undefined],
    ['a tag that is cut', '<html><title', undefined],
    ['an empty title', '<html><title> </title><h1>h</h1></html>', 'h'],
    ['a title and a heading', '<html><h1>h</h1><title>t</title></html>', 't'],
    ['a longer name', '<html><titles>x</titles></html>', undefined],
    ['text after blanks', '  \n{"error":"x"}', 'x'],
    ['a text of JSON', '"x"', 'x'],
    ['a blank text of JSON', '" "', undefined],
  ])('%s', (_name, body, reason) => expect(extractReason(encode(body))).toBe(reason));

  test('is whole up to 2,000 characters, and then to the end of its word', () => {
    const of = (text: string) => extractReason(encode(text));
    expect(of('x'.repeat(2000))).toBe('x'.repeat(2000));
    expect(of('x'.repeat(2001))).toBe('x'.repeat(2001));
    expect(of(`${'x'.repeat(2000)} y`)).toBe(`${'x'.repeat(2000)} …`);
    expect(of(`${'x'.repeat(2005)} y z`)).toBe(`${'x'.repeat(2005)} …`);
    expect(of('x'.repeat(2000 + 4096))).toBe('x'.repeat(2000 + 4096));
    expect(of('x'.repeat(2001 + 4096))).toBe(`${'x'.repeat(2000 + 4096)} …`);
  });

  test('is looked for in 1 MiB of JSON, and at the beginning of a page', () => {
    const json = (length: number) => `{"error":"x","pad":"${'p'.repeat(length - 22)}"}`;
    expect(extractReason(encode(json((1 << 20) + 1)))).toBe('x');
    expect(extractReason(encode(json((1 << 20) + 2)))).toBeUndefined();
    const page = (before: number) => `<html>${' '.repeat(before)}<title>t</title>`;
    expect(extractReason(encode(page(60_000)))).toBe('t');
    expect(extractReason(encode(page(66_000)))).toBeUndefined();
  });

  test('is cut where nobody would read on', () => {
    const reason = extractReason(encode('x'.repeat(100_000))) ?? '';
    expect(reason.length).toBeLessThan(7000);
    expect(reason.endsWith('…')).toBe(true);
  });

  test('survives depth and bytes that are not UTF-8', () => {
    expect(extractReason(encode('['.repeat(100_000)))).toBeDefined();
    expect(extractReason(encode(`${'{"error":'.repeat(50_000)}1${'}'.repeat(50_000)}`))).toBeUndefined();
    expect(extractReason(Uint8Array.of(0x61, 0xff))).toBe('a\ufffd');
  });
});

test.each<[text: string, html: boolean]>([
  ['<!DOCTYPE html>', true],
  ['\n  <html lang="en">', true],
  ['<HTML>', true],
  ['<head>', true],
  ['<body>', true],
  ['<?xml version="1.0"?>', true],
  ['<htmlish>', false],
  ['{"a":"<html>"}', false],
  ['', false],
])('%j is a page: %s', (text, html) => expect(isHtml(text)).toBe(html));

describe('what an error body says besides its reason', () => {
  test.each<[body: string, says: string[]]>([
    ['{"error":{"code":"insufficient_quota"}}', ['used up']],
    ['{"error":{"type":"insufficient_quota"}}', ['used up']],
    ['{"error":{"code":"billing_hard_limit_reached"}}', ['used up']],
    ['{"error":{"code":"rate_limit_exceeded"}}', []],
    ['{"code":"insufficient_quota"}', []],
    ['{"error":{"type":"one_api_error"}}', ['unrouted']],
    ['{"error":{"type":"new_api_error"}}', ['unrouted']],
    ['{"error":{"code":"new_api_error"}}', []],
    ['{"error":{"code":"model_not_found"}}', ['not found']],
    ['{"error":{"type":"model_not_found"}}', []],
    ['{"error":"model_not_found"}', []],
    ['{"error":{"message":"Loading model"}}', ['loading']],
    ['The model is still loading.', ['loading']],
    ['uploading models', []],
    [`loading${' '.repeat(21)}model`, []],
    ['overloaded', []],
    ['null', []],
    ['', []],
    ['{"error":', []],
    ['{"error":{"code":"model_not_found"}}'.padEnd((1 << 20) + 1), ['not found']],
    ['{"error":{"code":"model_not_found"}}'.padEnd((1 << 20) + 2), []],
  ])('%#', (text, says) => {
    const body = encode(text);
    const found = {
      'used up': isQuotaExceeded,
      unrouted: isUnrouted,
      'not found': isModelNotFound,
      loading: isLoading,
    };
    expect(Object.entries(found).flatMap(([name, is]) => (is(body) ? [name] : []))).toEqual(says);
  });
});
