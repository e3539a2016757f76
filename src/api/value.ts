/** Reads a response that is one object: a model, or the outcome of a deletion. */

import { CliError } from '../errors/error.ts';
import { skipByteOrderMark, skipWhitespace } from '../json/bytes.ts';
import { eachElement, jsonKindOf, type Range, readMembers } from '../json/members.ts';
import { Scanner } from '../json/scanner.ts';
import { Model } from '../models/model.ts';
import { collect, MAX_ERROR_BYTES } from './collect.ts';
import { invalidResponseError, MAX_BYTES, MAX_VALUES, responseTooLongError, tooManyValuesError } from './failure.ts';
import { findServerError } from './refusal.ts';

/** The body as received, and the range of its JSON value; no range if the body is empty or blank. */
export interface JsonBody {
  bytes: Uint8Array;
  range: Range | undefined;
}

/** @throws CliError `not-json`, and those of the body. */
export async function readJsonBody(body: AsyncIterable<Uint8Array>): Promise<JsonBody> {
  const bytes = await collect(body, MAX_BYTES);
  if (bytes.length >= MAX_BYTES) throw responseTooLongError('with one object');
  const start = skipWhitespace(bytes, skipByteOrderMark(bytes), bytes.length);
  if (start >= bytes.length) return { bytes, range: undefined };
  const scanner = new Scanner();
  const isComplete = scanner.value(bytes, start, bytes.length);
  const end = scanner.position;
  if (scanner.commas > MAX_VALUES) throw tooManyValuesError('with one object');
  const rest = skipWhitespace(bytes, end, bytes.length);
  if (isComplete && rest >= bytes.length) return { bytes, range: { start, end } };
  const isTruncated = scanner.failure === 'ended';
  throw invalidResponseError({ body: bytes, at: isComplete ? rest : end, ended: isTruncated }, 'with one object');
}

/** As much of a body as an error shows. */
function errorBytes(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, MAX_ERROR_BYTES);
}

/**
 * The model in a value: the object itself, the content of its `data` if the server wraps it (OpenRouter), or the model
 * with this id in a list (mlx-lm responds with a list for every id).
 * @throws CliError `no-model`, or `server` for an error that came with a success status.
 */
export function findModelRange(value: JsonBody, id?: string): Range {
  const { bytes, range } = value;
  const kind = range && jsonKindOf(bytes, range);
  const noModelError = (found: string) => new CliError('no-model', { found }, errorBytes(bytes));
  if (!range) throw noModelError('empty');
  if (kind === 'array') return findById(bytes, range, id) ?? raise(noModelError('a list without it'));
  if (kind !== 'object') throw noModelError('not an object');
  const members = new Map(readMembers(bytes, range).map((member) => [member.key, member]));
  if (hasId(bytes, members)) return range;
  const serverError = findServerError(bytes.subarray(range.start, range.end));
  if (serverError) throw serverError;
  const data = members.get('data');
  if (data && jsonKindOf(bytes, data) === 'object') return data;
  const list = LISTS.map((name) => members.get(name)).find((member) => member && jsonKindOf(bytes, member) === 'array');
  if (list) return findById(bytes, list, id) ?? raise(noModelError('a list without it'));
  return range;
}

/** Members that hold a list. */
const LISTS = ['data', 'models', 'result'];

/** Whether the object in a range has a model id. */
export function hasModelId(bytes: Uint8Array, range: Range): boolean {
  return new Model(bytes, range.start, range.end).id !== undefined;
}

function hasId(bytes: Uint8Array, members: ReadonlyMap<string, Range>): boolean {
  const id = members.get('id');
  return id !== undefined && jsonKindOf(bytes, id) === 'string' && id.end - id.start > 2;
}

/** The model with this id. */
function findById(bytes: Uint8Array, list: Range, id: string | undefined): Range | undefined {
  let found: Range | undefined;
  eachElement(bytes, list, (start, end) => {
    if (!found && new Model(bytes, start, end).id === id) found = { start, end };
  });
  return found;
}

function raise(error: CliError): never {
  throw error;
}
