/** Reads an answer that is one object: a model, or the outcome of a deletion. */

import { CliError } from '../errors.ts';
import { skipMark, skipSpace } from '../json/bytes.ts';
import { kindOf, type Range, readMembers } from '../json/members.ts';
import { Scanner } from '../json/scanner.ts';
import { brokenAnswer, MOST_BYTES, MOST_VALUES, tooLong, tooMany } from './broken.ts';
import { collect, MOST_ERROR_BYTES } from './collect.ts';
import { reasonOf } from './reason.ts';

/** The body as received, and where its JSON value stands; no range when the body is empty or blank. */
export interface Value {
  bytes: Uint8Array;
  range: Range | undefined;
}

/** @throws CliError `not-json`, and those of the body. */
export async function readValue(body: AsyncIterable<Uint8Array>): Promise<Value> {
  const bytes = await collect(body, MOST_BYTES);
  if (bytes.length >= MOST_BYTES) throw tooLong('with one object');
  const start = skipSpace(bytes, skipMark(bytes), bytes.length);
  if (start >= bytes.length) return { bytes, range: undefined };
  const scanner = new Scanner();
  const whole = scanner.value(bytes, start, bytes.length);
  const end = scanner.position;
  if (scanner.commas > MOST_VALUES) throw tooMany('with one object');
  const rest = skipSpace(bytes, end, bytes.length);
  if (whole && rest >= bytes.length) return { bytes, range: { start, end } };
  const ended = scanner.failure === 'ended';
  throw brokenAnswer({ body: bytes, at: whole ? rest : end, ended }, 'with one object');
}

/** As much of a body as an error shows. */
function errorBytes(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, MOST_ERROR_BYTES);
}

/**
 * The model in a value: the object itself, or what its `data` holds where a server wraps it (OpenRouter).
 * @throws CliError `no-model`, or `server` for an error that came with a success status.
 */
export function modelIn(value: Value): Range {
  const { bytes, range } = value;
  if (!range || kindOf(bytes, range) !== 'object')
    throw new CliError('no-model', { found: range ? 'not an object' : 'empty' }, errorBytes(bytes));
  const members = new Map(readMembers(bytes, range).map((member) => [member.key, member]));
  const data = members.get('data');
  if (data && !members.has('id') && kindOf(bytes, data) === 'object') return data;
  const error = members.get('error');
  if (error && !members.has('id') && kindOf(bytes, error) !== 'null')
    throw new CliError(
      'server',
      { status: 200, method: 'GET', reason: reasonOf(bytes), keyOrigin: undefined },
      errorBytes(bytes),
    );
  return range;
}
