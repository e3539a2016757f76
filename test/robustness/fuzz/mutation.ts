/** Answers that begin as what servers send and are then damaged, a few bytes or a whole value at a time. */

import { ATTACKS, escaped } from '../../support/attacks.ts';
import type { Random } from '../../support/random.ts';
import { DELETED, errorBody, LIST, MODEL, page } from '../faults/bodies.ts';

export interface MutatedAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

const SEEDS: readonly Buffer[] = [
  LIST,
  MODEL,
  DELETED,
  errorBody('too odd'),
  page('Moved'),
  '{"data":[{"id":"a/b:c@d","created":1686935002.0,"owned_by":null,"shutdown_date":"2026-10-23","n":1.50E+10}],"has_more":false}',
  '[{"id":"bare","pricing":{"prompt":"0.1","tiers":[1,2,{"x":[]}]},"context_length":4096}]',
  '{"models":[{"name":"x","id":"x","active":true}],"next_page_token":""}',
  '{"success":true,"result":[{"id":"u","name":"@cf/meta/x","tags":[]}],"errors":[]}',
  '{"data":[{"id":"\\u0061\\ud83d\\ude00","name":"日本語 é","created_at":"2024-02-29T00:00:00Z"}],"first_id":"a","last_id":"b","has_more":true}',
  '{"data":null,"object":"list"}',
  '{"detail":[{"loc":["path","model"],"msg":"too odd","type":"x"}]}',
].map((text) => Buffer.from(text));

/** Pieces that readers stumble over. */
const PIECES: readonly Buffer[] = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\\u',
    '\\ud800',
    'null',
    'true',
    '-',
    '1e999',
    '-0',
    '00',
    '""',
    '{}',
    '[]',
    '\n',
    '\r\n',
    '\t',
  ],
  ...[
    '"id"',
    '"id":""',
    '"data":',
    '"error":',
    '"data":[]',
    '"__proto__":',
    '"constructor":1,',
    '12345678901234567890',
    '1e-400',
    '0.1',
  ],
  ...[
    '"created":',
    '-62135596800',
    '1e21',
    '9007199254740993',
    '"owned_by":[1]',
    '"id":null',
    '"id":{"x":1}',
    '"has_more":true,',
    '"next_page_token":"x",',
  ],
  ...Object.values(ATTACKS),
  ...Object.values(ATTACKS).map(escaped),
  '['.repeat(3000),
  `{"a":`.repeat(3000),
  'x'.repeat(70_000),
].map((text) => Buffer.from(text));
const BYTES: readonly Buffer[] = [
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0x9b],
  [0],
  [0xef, 0xbb, 0xbf],
  [0xf4, 0x90, 0x80, 0x80],
].map((bytes) => Buffer.from(bytes));

const STATUSES = [200, 200, 200, 200, 200, 200, 201, 204, 206, 302, 400, 401, 403, 404, 405, 422, 429, 500, 503];
const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'text/html',
  'text/plain',
  'application/problem+json',
];

export function mutate(random: Random): MutatedAnswer {
  let body = random.pick(SEEDS);
  for (let count = random.below(6); count >= 0; count--) body = damage(body, random);
  const headers: Record<string, string> = { 'content-type': random.pick(TYPES) };
  if (random.once(40)) headers['content-encoding'] = random.pick(['gzip', 'br', 'deflate', 'zstd', 'identity', 'odd']);
  if (random.once(40)) headers['retry-after'] = random.pick(['0', '3600', '-1', 'x']);
  return { status: random.pick(STATUSES), headers, body };
}

function damage(body: Buffer, random: Random): Buffer {
  const at = random.below(body.length + 1);
  const end = at + random.below(Math.min(body.length - at, 40) + 1);
  const insert = (piece: Buffer) => Buffer.concat([body.subarray(0, at), piece, body.subarray(at)]);
  switch (random.below(9)) {
    case 0:
      return body.subarray(0, at);
    case 1:
      return Buffer.concat([body.subarray(0, at), body.subarray(end)]);
    case 2:
      return insert(body.subarray(at, end));
    case 3:
      return insert(random.pick(BYTES));
    case 4: {
      const copy = Buffer.from(body);
      if (copy.length > 0) copy[at % copy.length] = random.below(256);
      return copy;
    }
    case 5:
      return insert(random.pick(PIECES));
    default:
      return replaceValue(body, random);
  }
}

/** Puts a piece or an attack in the place of a string or a number, so that the whole often stays valid. */
function replaceValue(body: Buffer, random: Random): Buffer {
  const text = body.toString('latin1');
  const values = [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g)];
  if (values.length === 0) return body;
  const found = random.pick(values);
  const attack = Buffer.from(escaped(random.pick(Object.values(ATTACKS)))).toString('latin1');
  const value = random.once(3) ? random.pick(PIECES).toString('latin1') : attack;
  return Buffer.from(text.slice(0, found.index) + value + text.slice(found.index + found[0].length), 'latin1');
}
