/**
 * `@pretty`: one entry per line. An array without objects stays on one line if it fits. Tokens are printed as spelled,
 * words as the literal that their first letter suggests, and the text ends in a newline. Unclosed brackets stay open.
 *
 * Columns are counted as in the original: from the last newline, which itself counts as a column unless it replaced the
 * space after a comma between items.
 */
import { integerOf, readOptions } from './containers.ts';
import { parseFloat64 } from './number.ts';
import type { Run } from './run.ts';
import { compareUtf8, trimUnicode, utf8Length } from './text.ts';
import {
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  COLON,
  CONTAINER,
  LOWER_F,
  LOWER_N,
  LOWER_T,
  numberEnd,
  QUOTE,
  SPACE,
  STRING,
  seekToken,
  stringClose,
  tokenKind,
  WORD,
} from './token.ts';
import { booleanOf, stringOf } from './value.ts';

/** Layout options. */
interface PrettyOptions {
  readonly sortKeys: boolean;
  /** The indentation of each level. */
  readonly indent: string;
  /** The start of every line. */
  readonly prefix: string;
  /**
   * The most columns (UTF-8 bytes) of an array without objects on one line; with zero or less, every array is broken.
   */
  readonly width: number;
}

/**
 * Reads the argument of `@pretty`. Missing options keep their defaults. Only the white space of `indent` and `prefix`
 * is used, so that the output stays JSON.
 */
export function readPrettyOptions(argument: string, run: Run): PrettyOptions {
  const options = readOptions(argument, run);
  const sortKeys = options.get('sortKeys');
  const indent = options.get('indent');
  const prefix = options.get('prefix');
  const width = options.get('width');
  return {
    sortKeys: sortKeys !== undefined && booleanOf(sortKeys),
    indent: indent === undefined ? '  ' : whiteSpaceOf(stringOf(indent)),
    prefix: prefix === undefined ? '' : whiteSpaceOf(stringOf(prefix)),
    width: width === undefined ? 80 : integerOf(width),
  };
}

function whiteSpaceOf(text: string): string {
  return text.replace(/[^ \t\r\n]+/g, '');
}

/** Lays out a text. */
export function pretty(json: string, options: PrettyOptions, run: Run): string {
  return new Printer(json, options, run).print();
}

/** A container being printed. */
interface Level {
  readonly object: boolean;
  empty: boolean;
  /** Kept only if members are to be sorted. */
  readonly members: Member[];
}

/** Arrays with no more room than this are not tried on one line. */
const MIN_ROOM = 3;

class Printer {
  private readonly text: string;
  private readonly options: PrettyOptions;
  private readonly run: Run;
  private readonly levels: Level[] = [];
  private readonly pieces: string[] = [];
  private at = 0;
  private column = 0;
  private length = 0;

  constructor(text: string, options: PrettyOptions, run: Run) {
    this.text = text;
    this.options = options;
    this.run = run;
  }

  print(): string {
    this.put(this.options.prefix);
    this.value();
    for (let level = this.levels.at(-1); level !== undefined; level = this.levels.at(-1)) this.continueLevel(level);
    if (this.length > 0) this.put('\n');
    this.run.build(this.length);
    return this.pieces.join('');
  }

  private put(piece: string): void {
    this.run.spend(piece.length + 1);
    this.run.hold(this.pieces.push(piece));
    this.length += piece.length;
    this.column += utf8Length(piece);
  }

  /** Starts a line for an entry of the given depth. */
  private startLine(depth: number, column: 0 | 1): void {
    const { prefix, indent } = this.options;
    const size = indent.length * depth;
    // Counted first, because a deep text could need more white space than there is memory.
    this.run.build(size);
    this.put('\n');
    this.column = column;
    this.put(prefix + indent.repeat(depth));
  }

  /** Prints the next token. A container is only opened here; {@link continueLevel} prints the rest. */
  private value(): void {
    const { text } = this;
    const start = seekToken(text, this.at, text.length);
    this.at = start;
    if (start >= text.length) return;
    const kind = tokenKind(text, start, text.length);
    if (kind === CONTAINER) {
      this.open(start);
    } else {
      const [piece, next] = scalar(text, start, kind);
      this.put(piece);
      this.at = next;
    }
  }

  private open(start: number): void {
    const object = this.text.charCodeAt(start) === BRACE_OPEN;
    const room = this.options.width - this.column;
    if (!object && this.options.width > 0 && room > MIN_ROOM && this.inline(start, room)) return;
    this.put(object ? '{' : '[');
    this.at = start + 1;
    this.levels.push({ object, empty: true, members: [] });
  }

  private continueLevel(level: Level): void {
    const { text } = this;
    const close = level.object ? BRACE_CLOSE : BRACKET_CLOSE;
    for (let i = this.at; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code <= SPACE) continue;
      if (code === close) {
        this.at = i + 1;
        this.close(level);
        return;
      }
      // In an array, anything starts an item: the comma is skipped on the way to the next token.
      if (!level.object || code === QUOTE) {
        this.at = i;
        this.entry(level);
        return;
      }
    }
    this.at = text.length;
    this.levels.pop();
  }

  private entry(level: Level): void {
    const follows = !level.empty;
    if (follows) {
      this.endMember(level);
      this.put(',');
    }
    level.empty = false;
    const spaced = follows && !level.object && this.options.width !== -1;
    if (level.object) this.member(level);
    else this.startLine(this.levels.length, spaced ? 0 : 1);
    this.value();
  }

  private member(level: Level): void {
    const { text } = this;
    const start = this.at;
    const close = stringClose(text, start + 1, text.length);
    this.at = close < 0 ? text.length : close + 1;
    const key = text.slice(start, this.at);
    // The newline before the indentation stays where it is when members move.
    const first = this.pieces.length + 1;
    this.startLine(this.levels.length, 1);
    this.put(key);
    this.put(': ');
    if (this.options.sortKeys) level.members.push({ key, first, value: this.pieces.length, end: this.pieces.length });
  }

  private endMember(level: Level): void {
    const member = level.members.at(-1);
    if (member !== undefined) member.end = this.pieces.length;
  }

  private close(level: Level): void {
    this.endMember(level);
    sortMembers(this.pieces, level.members, this.run);
    this.levels.pop();
    if (!level.empty) this.startLine(this.levels.length, 1);
    this.put(level.object ? '}' : ']');
  }

  /** Tries to print an array on one line. It must fit and hold no object. */
  private inline(start: number, room: number): boolean {
    const { text } = this;
    const pieces = ['['];
    let size = 1;
    let depth = 1;
    let empty = true;
    let i = start + 1;
    while (i < text.length && depth > 0 && size <= room) {
      const code = text.charCodeAt(i);
      if (code <= SPACE) {
        i += 1;
        continue;
      }
      let piece = ']';
      if (code === BRACKET_CLOSE) {
        i += 1;
        depth -= 1;
        empty = false;
      } else {
        const comma = empty ? '' : ', ';
        const token = seekToken(text, i, text.length);
        const kind = token < text.length ? tokenKind(text, token, text.length) : 0;
        if (kind === CONTAINER) {
          if (text.charCodeAt(token) === BRACE_OPEN) break;
          piece = `${comma}[`;
          i = token + 1;
          depth += 1;
          empty = true;
        } else {
          const [word, next] = kind === 0 ? ['', token] : scalar(text, token, kind);
          piece = comma + word;
          i = next;
          empty = false;
        }
      }
      pieces.push(piece);
      size += utf8Length(piece);
    }
    this.run.spend(i - start);
    // Stopped before the end of the array and the text: there is an object, or not enough room.
    if (size > room || (depth > 0 && i < text.length)) return false;
    this.put(pieces.join(''));
    this.at = i;
    return true;
  }
}

/** A token that is not a container, as printed, and the position after it. */
function scalar(text: string, start: number, kind: number): [string, number] {
  if (kind === STRING) {
    const close = stringClose(text, start + 1, text.length);
    const end = close < 0 ? text.length : close + 1;
    return [text.slice(start, end), end];
  }
  if (kind === WORD) {
    const first = text.charCodeAt(start);
    const word = first === LOWER_T ? 'true' : first === LOWER_F ? 'false' : 'null';
    return [word, afterWord(text, start, word.length)];
  }
  let end = start + 1;
  const limit = numberEnd(text, start, text.length);
  while (end < limit && text.charCodeAt(end) !== COLON) end += 1;
  return [text.slice(start, end), end];
}

/**
 * Skips a word by the byte length of its literal, however it is spelled. Ending inside a character is equivalent to
 * ending before it: neither the character nor a part of it starts a token.
 */
function afterWord(text: string, start: number, bytes: number): number {
  let left = bytes;
  let i = start;
  while (i < text.length) {
    const character = String.fromCodePoint(text.codePointAt(i)!);
    left -= utf8Length(character);
    if (left < 0) return i;
    i += character.length;
  }
  return i;
}

/** A printed member: its pieces from `first` up to `end`, those of its value starting at `value`. */
interface Member {
  /** As written, including quotes. */
  readonly key: string;
  readonly first: number;
  readonly value: number;
  end: number;
}

/** The cost of moving a piece. Nested members are moved again with each outer one. */
const WORK_PER_PIECE = 8;

/** Sorts printed members by decoded key, then by type and value. They must be the last thing printed. */
function sortMembers(pieces: string[], members: readonly Member[], run: Run): void {
  const [first] = members;
  if (first === undefined) return;
  const keys = new Map(members.map((member) => [member, decodeQuoted(member.key)]));
  const values = new Map<Member, string>();
  const valueText = (member: Member): string => {
    const known = values.get(member);
    if (known !== undefined) return known;
    const value = trimUnicode(pieces.slice(member.value, member.end).join(''));
    run.spend(value.length);
    values.set(member, value);
    return value;
  };
  const sorted = members.toSorted(
    (a, b) => compareUtf8(keys.get(a)!, keys.get(b)!) || compareValues(valueText(a), valueText(b)),
  );
  if (sorted.every((member, index) => member === members[index])) return;
  run.spend(WORK_PER_PIECE * (pieces.length - first.first));
  const moved: string[] = [];
  for (const member of sorted) {
    if (moved.length > 0) moved.push(',', '\n');
    for (let i = member.first; i < member.end; i += 1) moved.push(pieces[i]!);
  }
  for (let i = 0; i < moved.length; i += 1) pieces[first.first + i] = moved[i]!;
}

function compareValues(a: string, b: string): number {
  const type = typeRank(a);
  if (type !== typeRank(b)) return type - typeRank(b);
  if (type === STRING_RANK) return compareUtf8(decodeQuoted(a), decodeQuoted(b));
  if (type === NUMBER_RANK) {
    const left = parseFloat64(a);
    const right = parseFloat64(b);
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return compareUtf8(a, b);
}

const NUMBER_RANK = 2;
const STRING_RANK = 3;

function typeRank(value: string): number {
  switch (value.charCodeAt(0)) {
    case QUOTE:
      return STRING_RANK;
    case LOWER_F:
      return 1;
    case LOWER_T:
      return 4;
    case BRACKET_OPEN:
    case BRACE_OPEN:
      return 5;
    case LOWER_N:
      return 0;
    default:
      return value === '' ? 0 : NUMBER_RANK;
  }
}

/** The content of a quoted string for sorting. One with an escape must be valid JSON, or sorts as the empty string. */
function decodeQuoted(text: string): string {
  const close = text.indexOf('"', 1);
  const backslash = text.indexOf('\\');
  if (backslash < 0 || (close >= 0 && close < backslash)) return close < 0 ? '' : text.slice(1, close);
  try {
    const decoded: unknown = JSON.parse(text);
    return typeof decoded === 'string' ? decoded.replace(/\p{Surrogate}/gu, '\ufffd') : '';
  } catch {
    return '';
  }
}
