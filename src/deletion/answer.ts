/**
 * Reads what the body of a successful DELETE response says about the deletion. Servers were seen to send OpenAI's
 * `deleted: true`, `success` or `ok`, a `status` in words, any of these one level down (`result`, `data`), and Docker's
 * list of what it untagged and deleted. A body that fits none of these is unclear, which does not count as success.
 */
import { decode } from '../json/bytes.ts';
import { jsonKindOf, type Member, type Range, readElements, readMembers, readString } from '../json/members.ts';

/** `denied` is the member that says no, as the server wrote it. `error` means that there is an `error` member. */
export type Confirmation = 'deleted' | 'unclear' | 'error' | { denied: string };

/** Members that say yes or no. */
const ANSWERS = ['deleted', 'success', 'ok'];
const YES = ['true', '1', '"true"', '"1"', '"yes"', '"ok"'];
const NO = ['false', '0', 'null', '"false"', '"0"', '"no"'];
/** The same in words, for a `status` member. */
const DONE = ['deleted', 'success', 'succeeded', 'ok'];
const FAILED = ['error', 'failed', 'failure', 'fail'];
/** Members that may wrap the result. */
const WRAPPERS = ['result', 'data', 'response', 'model'];
/** Values of `error` that mean there is none. */
const NO_ERROR = ['null', 'false', '""', '{}', '[]', '0'];
/** Members of Docker's response, which has one element per tag and layer. */
const DOCKER = ['Deleted', 'Untagged'];
/** A longer value says neither yes nor no. */
const MAX_LENGTH = 200;

/**
 * @param range the JSON value of the body
 * @param id the model that was to be deleted
 */
export function readConfirmation(bytes: Uint8Array, range: Range, id: string): Confirmation {
  if (jsonKindOf(bytes, range) === 'array') return isDockers(bytes, range) ? 'deleted' : 'unclear';
  const members = membersOf(bytes, range);
  const levels = [members, ...WRAPPERS.map((name) => membersOf(bytes, members.get(name)))];
  let done = false;
  for (const level of levels) {
    const confirmation = readLevel(bytes, level, id);
    if (confirmation === 'deleted') done = true;
    else if (confirmation !== 'unclear') return confirmation;
  }
  return done ? 'deleted' : 'unclear';
}

function readLevel(bytes: Uint8Array, members: ReadonlyMap<string, Member>, id: string): Confirmation {
  const error = members.get('error');
  if (error && !NO_ERROR.includes(textOf(bytes, error))) return 'error';
  let done = false;
  for (const name of ANSWERS) {
    const value = members.get(name);
    const text = value && textOf(bytes, value);
    if (text === undefined) continue;
    if (NO.includes(text.toLowerCase())) return { denied: `"${name}": ${text}` };
    done ||= YES.includes(text.toLowerCase()) || (name === 'deleted' && text === JSON.stringify(id));
  }
  const status = members.get('status');
  const word = status && jsonKindOf(bytes, status) === 'string' ? readString(bytes, status).toLowerCase() : undefined;
  if (word !== undefined && FAILED.includes(word)) return { denied: `"status": "${word}"` };
  const code = findRefusal(bytes, members);
  if (code !== undefined) return { denied: code };
  return done || (word !== undefined && DONE.includes(word)) ? 'deleted' : 'unclear';
}

/** An HTTP error status that a server put into a successful response. */
function findRefusal(bytes: Uint8Array, members: ReadonlyMap<string, Member>): string | undefined {
  for (const name of ['code', 'status', 'status_code']) {
    const member = members.get(name);
    const number = member && jsonKindOf(bytes, member) === 'number' ? Number(textOf(bytes, member)) : 0;
    if (number >= 400) return `"${name}": ${number}`;
  }
  return undefined;
}

function isDockers(bytes: Uint8Array, range: Range): boolean {
  return readElements(bytes, range).some((element) => {
    const members = membersOf(bytes, element);
    return DOCKER.some((name) => members.has(name));
  });
}

/** The last of any duplicates wins, as in JSON parsers. */
function membersOf(bytes: Uint8Array, range: Range | undefined): ReadonlyMap<string, Member> {
  if (!range || jsonKindOf(bytes, range) !== 'object') return new Map();
  return new Map(readMembers(bytes, range).map((member) => [member.key, member]));
}

function textOf(bytes: Uint8Array, { start, end }: Range): string {
  return end - start > MAX_LENGTH ? '' : decode(bytes, start, end);
}
