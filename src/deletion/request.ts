/** Reads what a command line asks to delete, before anything is sent: named ids or a selection. */

import { checkModelId } from '../api/client.ts';
import { CliError } from '../errors/error.ts';
import { decode, encode, skipWhitespace } from '../json/bytes.ts';
import { jsonKindOf, type Range, readElements, readMembers, readString } from '../json/members.ts';
import { Scanner } from '../json/scanner.ts';
import { Model } from '../models/model.ts';
import { readSelection, type Selection, selectingFlag } from '../query/selection.ts';
import type { Session } from '../session/session.ts';
import type { FlagValues } from '../spec/flags.ts';

/** `-` stands for the ids on standard input. */
export const STDIN = '-';

export type DeletionRequest =
  /** `named`: exactly one id, on the command line itself. */
  { kind: 'ids'; ids: readonly string[]; named: boolean } | { kind: 'selection'; selection: Selection };

/**
 * Reads the request, including standard input.
 * @throws CliError of exit 2 for ids and flags that cannot be used
 */
export async function readRequest(session: Session): Promise<DeletionRequest> {
  const { flags, args, ctx } = session;
  const selecting = selectingFlag(flags);
  if (flags.model !== undefined || args.length > 0) {
    if (selecting) throw new CliError('conflict', { flags: [`--${selecting}`, 'ids'] });
    if (flags.any) throw new CliError('needs-flag', { flag: '--any', needs: SELECTING });
    const ids = new Set<string>();
    for await (const id of readRequestedIds(session)) ids.add(checkModelId(id));
    return { kind: 'ids', ids: [...ids], named: ids.size === 1 && !args.includes(STDIN) };
  }
  const selection = selecting && (await readSelection(flags, ctx.now() / 1000));
  if (!selection?.criteria) {
    if (flags.any || selecting) throw new CliError('needs-flag', { flag: flagOf(flags, selecting), needs: SELECTING });
    throw new CliError('missing-model', { command: 'models delete' });
  }
  return { kind: 'selection', selection: await onlyFineTuned(session, selection) };
}

const SELECTING = 'a selection such as --search TEXT';

async function* readRequestedIds(session: Session): AsyncGenerator<string> {
  const { flags, args } = session;
  if (flags.model !== undefined) yield flags.model;
  for (const id of args)
    if (id === STDIN) yield* readPipedIds(session);
    else yield id;
}

function readPipedIds({ ctx }: Session): AsyncGenerator<string> {
  return readIds(() =>
    ctx.stdin.readLine().catch((error: Error) => {
      throw new CliError('unreadable-input', { problem: error.message });
    }),
  );
}

/** Selections are for fine-tuned models, so `--max-items` must count only those. */
async function onlyFineTuned({ flags, ctx }: Session, selection: Selection): Promise<Selection> {
  if (flags.any) return selection;
  if (flags['no-fine-tuned']) throw new CliError('needs-flag', { flag: '--no-fine-tuned', needs: '--any' });
  const tuned = await readSelection({ ...flags, 'fine-tuned': true }, ctx.now() / 1000);
  // Messages must not mention a criterion that was not typed.
  return tuned.criteria && selection.criteria
    ? { ...tuned, criteria: { ...tuned.criteria, words: selection.criteria.words } }
    : selection;
}

function flagOf(flags: FlagValues, selecting: string | undefined): string {
  return flags.any ? '--any' : `--${selecting}`;
}

// Reads piped ids: one per line, as `list --ids` prints them, or JSON: lines as `list --format jsonl` prints them, a
// list document, an array, or a series of objects. A line is taken literally, blanks included. An id that does not fit
// on a line comes as a JSON string.

/** Text that starts like this is JSON, not an id. */
const JSON_START = /^\s*[{["]/;
const BLANK = /^\s*$/;
/** Members that hold the models of a list document: OpenAI's, and those of Cohere, Ollama and Cloudflare. */
const LISTS = ['data', 'models', 'result'];
/** The most characters in a JSON document of several lines. Nobody deletes a longer list. */
const MAX_TEXT = 64 << 20;

/**
 * The ids of the input, in order. Blank lines are skipped.
 * @param readLine returns the next line without its line break, or `undefined` at the end
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
    // A document that continues on the next lines takes all of them.
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
    if (length > MAX_TEXT) throw bad(line, 'starts a JSON document that is too long');
  }
  return lines.join('\n');
}

/** Whether the text ends inside an object or array. */
function isUnfinished(bytes: Uint8Array): boolean {
  const scanner = new Scanner();
  for (
    let at = skipWhitespace(bytes, 0, bytes.length);
    at < bytes.length;
    at = skipWhitespace(bytes, at, bytes.length)
  ) {
    if (!scanner.value(bytes, at, bytes.length)) return scanner.failure === 'ended';
    at = scanner.position;
  }
  return false;
}

/** The ids in a series of JSON values. */
function* idsIn(bytes: Uint8Array, line: number): Generator<string> {
  const scanner = new Scanner();
  for (
    let at = skipWhitespace(bytes, 0, bytes.length);
    at < bytes.length;
    at = skipWhitespace(bytes, at, bytes.length)
  ) {
    const start = at;
    if (!scanner.value(bytes, start, bytes.length)) throw bad(line, 'is not complete JSON');
    at = scanner.position;
    yield* idsOf(bytes, { start, end: at }, line);
  }
}

/** The id of a string or a model, or the ids of all models of a list. */
function* idsOf(bytes: Uint8Array, value: Range, line: number): Generator<string> {
  const list = listIn(bytes, value);
  if (!list) yield idOf(bytes, value, line);
  else for (const element of readElements(bytes, list)) yield idOf(bytes, element, line);
}

function listIn(bytes: Uint8Array, value: Range): Range | undefined {
  const kind = jsonKindOf(bytes, value);
  if (kind === 'array') return value;
  if (kind !== 'object' || new Model(bytes, value.start, value.end).id !== undefined) return undefined;
  return readMembers(bytes, value).find(
    (member) => LISTS.includes(member.key) && jsonKindOf(bytes, member) === 'array',
  );
}

function idOf(bytes: Uint8Array, value: Range, line: number): string {
  const kind = jsonKindOf(bytes, value);
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

const MAX_LENGTH = 60;

function shortened(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
}
