/** Ids as they come through a pipe: one a line, or JSON lines as `list --format jsonl` prints them. */
import { CliError } from '../errors.ts';
import { decode, encode } from '../json/bytes.ts';
import { kindOf, type Range, readString } from '../json/members.ts';
import { Scanner } from '../json/scanner.ts';
import { Model } from '../models/model.ts';

/** What begins like this is JSON and no id. */
const JSON_START = /^[{["]/;

/**
 * The id in a line of input; `undefined` for a blank one. A line that is a JSON string is the id in it.
 * @param line counted from 1, for errors
 * @throws CliError `bad-id-line`
 */
export function idOfLine(text: string, line: number): string | undefined {
  const bare = (line === 1 ? text.replace(/^\ufeff/, '') : text).trim();
  if (bare === '') return undefined;
  if (!JSON_START.test(bare)) return bare;
  const bytes = encode(bare);
  const value = wholeValue(bytes);
  if (!value) throw new CliError('bad-id-line', { line, problem: 'is not complete JSON' });
  const id = idIn(bytes, value);
  if (id === undefined)
    throw new CliError('bad-id-line', { line, problem: `holds no id: ${shortened(decode(bytes))}` });
  return id;
}

function idIn(bytes: Uint8Array, value: Range): string | undefined {
  const kind = kindOf(bytes, value);
  if (kind === 'string') return readString(bytes, value);
  return kind === 'object' ? new Model(bytes, value.start, value.end).id : undefined;
}

function wholeValue(bytes: Uint8Array): Range | undefined {
  const scanner = new Scanner();
  return scanner.value(bytes, 0, bytes.length) && scanner.position === bytes.length
    ? { start: 0, end: bytes.length }
    : undefined;
}

const LONGEST = 60;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}
