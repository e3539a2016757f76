/**
 * Ids as they come through a pipe: one a line, as `list --ids` prints them, or JSON: lines as `list --format jsonl`
 * prints them, a list document, an array, or objects one after the other. A line is taken exactly, blanks included: an
 * id that a line cannot carry comes as a JSON string.
 */
import { CliError } from '../errors.ts';
import { decode, encode, skipSpace } from '../json/bytes.ts';
import { kindOf, type Range, readElements, readMembers, readString } from '../json/members.ts';
import { Scanner } from '../json/scanner.ts';
import { Model } from '../models/model.ts';

/** What begins like this is JSON and no id. */
const JSON_START = /^\s*[{["]/;
const BLANK = /^\s*$/;
/** Members that hold the models of a list document: of OpenAI's shape, and of Cohere, Ollama and Cloudflare. */
const LISTS = ['data', 'models', 'result'];
/** Characters of a JSON document that is more than one line: beyond that it is not a list that anybody deletes. */
const MOST_TEXT = 64 << 20;

/**
 * The ids of the input, in their order. Blank lines say nothing.
 * @param readLine the next line without its line break; `undefined` at the end
 * @throws CliError `bad-id-line`
 */
export async function* readIds(readLine: () => Promise<string | undefined>): AsyncGenerator<string> {
  for (let line = 1; ; line++) {
    const read = await readLine();
    if (read === undefined) return;
    const text = line === 1 ? read.replace(/^\ufeff/, '') : read;
    if (!JSON_START.test(text)) {
      if (!BLANK.test(text)) yield text;
      continue;
    }
    const bytes = encode(text);
    // A document goes on over the lines that follow, so it takes all of them.
    if (isUnfinished(bytes)) return yield* idsIn(encode(await restOf(text, readLine, line)), line);
    yield* idsIn(bytes, line);
  }
}

async function restOf(first: string, readLine: () => Promise<string | undefined>, line: number): Promise<string> {
  const lines = [first];
  let length = first.length;
  for (let next = await readLine(); next !== undefined; next = await readLine()) {
    lines.push(next);
    length += next.length + 1;
    if (length > MOST_TEXT) throw bad(line, 'begins a document that is too long');
  }
  return lines.join('\n');
}

/** The text ends inside an object or an array. */
function isUnfinished(bytes: Uint8Array): boolean {
  const scanner = new Scanner();
  for (let at = skipSpace(bytes, 0, bytes.length); at < bytes.length; at = skipSpace(bytes, at, bytes.length)) {
    if (!scanner.value(bytes, at, bytes.length)) return scanner.failure === 'ended';
    at = scanner.position;
  }
  return false;
}

/** The ids in JSON values that stand one after the other. */
function* idsIn(bytes: Uint8Array, line: number): Generator<string> {
  const scanner = new Scanner();
  for (let at = skipSpace(bytes, 0, bytes.length); at < bytes.length; at = skipSpace(bytes, at, bytes.length)) {
    const start = at;
    if (!scanner.value(bytes, start, bytes.length)) throw bad(line, 'is not complete JSON');
    at = scanner.position;
    yield* idsOf(bytes, { start, end: at }, line);
  }
}

/** The id of a string or of a model, or the ids of all models of a list. */
function* idsOf(bytes: Uint8Array, value: Range, line: number): Generator<string> {
  const list = listIn(bytes, value);
  if (!list) yield idOf(bytes, value, line);
  else for (const element of readElements(bytes, list)) yield idOf(bytes, element, line);
}

function listIn(bytes: Uint8Array, value: Range): Range | undefined {
  const kind = kindOf(bytes, value);
  if (kind === 'array') return value;
  if (kind !== 'object' || new Model(bytes, value.start, value.end).id !== undefined) return undefined;
  return readMembers(bytes, value).find((member) => LISTS.includes(member.key) && kindOf(bytes, member) === 'array');
}

function idOf(bytes: Uint8Array, value: Range, line: number): string {
  const kind = kindOf(bytes, value);
  const id =
    kind === 'string'
      ? readString(bytes, value)
      : kind === 'object'
        ? new Model(bytes, value.start, value.end).id
        : undefined;
  if (!id) throw bad(line, `has no id: ${shortened(decode(bytes, value.start, value.end))}`);
  return id;
}

function bad(line: number, problem: string): CliError {
  return new CliError('bad-id-line', { line, problem });
}

const LONGEST = 60;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}
