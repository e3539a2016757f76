/**
 * Paths. A path is parsed piece by piece, only as far as a document leads into it, because the same text means
 * different things in an object, in an array, and at the start of an evaluation. Each parse is cached, so a path used
 * on a million items is parsed once.
 */
import { type MultipathPart, readMultipath } from './multipath.ts';
import { parseUint64 } from './number.ts';
import { Pattern } from './pattern.ts';
import { splitPipe } from './pipe.ts';
import { Query, readQuery } from './query.ts';
import {
  AT,
  BACKSLASH,
  BANG,
  BRACE_OPEN,
  BRACKET_OPEN,
  COLON,
  DOT,
  groupEnd,
  HASH,
  MINUS,
  NINE,
  PAREN_OPEN,
  PIPE,
  PLUS,
  QUESTION,
  QUOTE,
  STAR,
  squashEnd,
  ZERO,
} from './token.ts';

/** Makes the path for a part of another path's text. */
export type Follow = (text: string) => Path;

const follow: Follow = (text) => new Path(text);

/** A path text with its cached parses. */
export class Path {
  readonly text: string;
  private headPart: Head | undefined = undefined;
  private keyPart: KeyPart | undefined = undefined;
  private slotPart: SlotPart | undefined = undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** What the path starts with at the start of an evaluation. */
  get head(): Head {
    this.headPart ??= readHead(this);
    return this.headPart;
  }

  /** The first part as interpreted in an object. */
  get key(): KeyPart {
    this.keyPart ??= readKey(this.text);
    return this.keyPart;
  }

  /** The first part as interpreted in an array. */
  get slot(): SlotPart {
    this.slotPart ??= readSlot(this.text);
    return this.slotPart;
  }
}

/** All modifiers. Paths must know them, because `@` before any other name, or in another case, is a plain key. */
const MODIFIER_NAMES = [
  'pretty',
  'ugly',
  'reverse',
  'this',
  'flatten',
  'join',
  'valid',
  'keys',
  'values',
  'tostr',
  'fromstr',
  'group',
  'dig',
] as const;

/** The name of a modifier. */
export type ModifierName = (typeof MODIFIER_NAMES)[number];

const KNOWN: ReadonlySet<string> = new Set(MODIFIER_NAMES);

/** Whether a name is that of a modifier. */
function isModifierName(name: string): name is ModifierName {
  return KNOWN.has(name);
}

/** Position of the `:`, `|` or `.` that ends the modifier name after the `@` at `at`, or the text's length. */
function modifierNameEnd(path: string, at: number): number {
  let i = at + 1;
  while (i < path.length) {
    const code = path.charCodeAt(i);
    if (code === COLON || code === PIPE || code === DOT) break;
    i += 1;
  }
  return i;
}

/** Whether the dot before `at` acts as a pipe, because a multipath or a modifier follows. */
function startsPiped(path: string, at: number): boolean {
  const code = path.charCodeAt(at);
  if (code === AT) return isModifierName(path.slice(at + 1, modifierNameEnd(path, at)));
  return code === BRACE_OPEN || code === BRACKET_OPEN;
}

/**
 * What a path starts with at the start of an evaluation: a modifier (`@name:argument`), a literal (`!...`), a
 * multipath, or a search. A malformed modifier, literal or multipath is searched for as a key. `next` continues from
 * the resulting text.
 */
type Head =
  | { readonly kind: 'search'; readonly path: Path; readonly lines: boolean }
  | {
      readonly kind: 'modifier';
      readonly name: ModifierName;
      /** A path, because `@dig` takes one. The others use its text. */
      readonly argument: Path;
      readonly next: Path | undefined;
    }
  | { readonly kind: 'literal'; readonly text: string; readonly next: Path | undefined }
  | {
      readonly kind: 'multipath';
      readonly object: boolean;
      readonly parts: readonly MultipathPart[];
      readonly next: Path | undefined;
    };

/** Parses the start of a path. */
function readHead(path: Path): Head {
  const { text } = path;
  if (text.length > 1) {
    const first = text.charCodeAt(0);
    const special =
      first === AT
        ? readModifier(text)
        : first === BANG
          ? readLiteral(text)
          : first === BRACKET_OPEN || first === BRACE_OPEN
            ? readMultipathHead(text)
            : undefined;
    if (special !== undefined) return special;
    if (first === DOT && text.charCodeAt(1) === DOT)
      return { kind: 'search', path: follow(text.slice(2)), lines: true };
  }
  return { kind: 'search', path, lines: false };
}

/** What follows a head: only a `.` or `|` continues the path, any other text is dropped. */
function readNext(text: string, at: number): Path | undefined {
  const code = text.charCodeAt(at);
  return code === DOT || code === PIPE ? follow(text.slice(at + 1)) : undefined;
}

function readModifier(text: string): Head | undefined {
  const nameEnd = modifierNameEnd(text, 0);
  const name = text.slice(1, nameEnd);
  if (!isModifierName(name)) return undefined;
  let end = nameEnd;
  let argument = '';
  if (text.charCodeAt(nameEnd) === COLON) {
    end = argumentEnd(text, nameEnd + 1);
    argument = text.slice(nameEnd + 1, end);
  }
  return { kind: 'modifier', name, argument: follow(argument), next: readNext(text, end) };
}

/**
 * An argument that starts with a brace, bracket or quote ends where that is closed; any other ends at the next pipe.
 */
function argumentEnd(text: string, from: number): number {
  if (startsJson(text.charCodeAt(from))) return groupEnd(text, from, text.length);
  let i = from;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === PIPE) break;
    i = startsJson(code) || code === PAREN_OPEN ? groupEnd(text, i, text.length) : i + 1;
  }
  return i;
}

function startsJson(code: number): boolean {
  return code === BRACE_OPEN || code === BRACKET_OPEN || code === QUOTE;
}

const LITERAL_WORDS: ReadonlySet<string> = new Set(['true', 'false', 'null', 'nan', 'inf']);

function readLiteral(text: string): Head | undefined {
  if (startsLiteral(text.charCodeAt(1))) {
    // The first character counts as an open bracket even if it is not one, so a number or string takes all the rest.
    const end = Math.min(squashEnd(text, 2, text.length, 1), text.length);
    return { kind: 'literal', text: text.slice(1, end), next: readNext(text, end) };
  }
  let end = 1;
  while (end < text.length && text.charCodeAt(end) !== PIPE && text.charCodeAt(end) !== DOT) end += 1;
  const word = text.slice(1, end);
  if (!LITERAL_WORDS.has(word.toLowerCase())) return undefined;
  return { kind: 'literal', text: word, next: readNext(text, end) };
}

function startsLiteral(code: number): boolean {
  return startsJson(code) || code === PLUS || code === MINUS || (code >= ZERO && code <= NINE);
}

/** An unclosed multipath searches for the empty key, and one followed by other text searches for that text. */
function readMultipathHead(text: string): Head {
  const object = text.charCodeAt(0) === BRACE_OPEN;
  const { parts, end } = readMultipath(text, object, follow);
  const code = text.charCodeAt(end);
  if (end < 0 || (end < text.length && code !== DOT && code !== PIPE)) {
    return { kind: 'search', path: follow(end < 0 ? '' : text.slice(end)), lines: false };
  }
  return { kind: 'multipath', object, parts, next: readNext(text, end) };
}

/**
 * The first part of a path as interpreted in an object: a key or a pattern, up to a `.` or `|`, and where the path
 * continues: inside the value found (`rest`), or from it as a whole (`pipe`).
 */
export interface KeyPart {
  readonly name: string;
  readonly pattern: Pattern | undefined;
  readonly rest: Path | undefined;
  readonly pipe: Path | undefined;
}

/** A backslash makes the next character literal and is dropped, in patterns too. */
function readKey(path: string): KeyPart {
  let name = '';
  let copied = 0;
  let wild = false;
  let i = 0;
  for (; i < path.length; i += 1) {
    const code = path.charCodeAt(i);
    if (code === DOT || code === PIPE) break;
    if (code === STAR || code === QUESTION) {
      wild = true;
    } else if (code === BACKSLASH) {
      name += path.slice(copied, i);
      copied = i + 1;
      i += 1;
    }
  }
  name += path.slice(copied, i);
  const pattern = wild ? new Pattern(name) : undefined;
  return { name, pattern, ...readRest(path, i, true) };
}

/**
 * Where a path continues after the `.` or `|` at `at`, if there is one.
 *
 * @param piping - Whether a dot before a modifier or a multipath acts as a pipe.
 */
function readRest(path: string, at: number, piping: boolean): { rest: Path | undefined; pipe: Path | undefined } {
  if (at >= path.length) return { rest: undefined, pipe: undefined };
  const after = follow(path.slice(at + 1));
  const piped = path.charCodeAt(at) === PIPE || (piping && startsPiped(path, at + 1));
  return piped ? { rest: undefined, pipe: after } : { rest: after, pipe: undefined };
}

/**
 * The first part of a path as interpreted in an array: an index, `#` (the count), `#.` (each item), or a query. Any
 * other part finds nothing, and a backslash is an ordinary character. `rest` continues inside the item, `pipe` from the
 * result; for `each` and `query`, `late` is the pipe cut from `rest`.
 */
export type SlotPart =
  | { readonly kind: 'index'; readonly index: number; readonly rest: Path | undefined; readonly pipe: Path | undefined }
  | { readonly kind: 'count'; readonly pipe: Path | undefined }
  | { readonly kind: 'each'; readonly item: Path; readonly late: Path | undefined; readonly pipe: undefined }
  | {
      readonly kind: 'query';
      readonly query: Query;
      readonly all: boolean;
      readonly item: Path | undefined;
      readonly late: Path | undefined;
      readonly pipe: Path | undefined;
    };

/** No item has this index. */
const NOWHERE = -1;

function readSlot(path: string): SlotPart {
  const second = path.charCodeAt(1);
  if (path.charCodeAt(0) === HASH && (second === PAREN_OPEN || second === BRACKET_OPEN)) return readQuerySlot(path);
  const end = partEnd(path, 0);
  const part = path.slice(0, end);
  const hashed = part.includes('#');
  if (part === '#' && second === DOT) {
    const { item, late } = readItem(path.slice(2));
    return { kind: 'each', item, late, pipe: undefined };
  }
  const { rest, pipe } = readRest(path, end, !hashed);
  if (part === '#') return { kind: 'count', pipe };
  return { kind: 'index', index: readIndex(part), rest, pipe };
}

function readQuerySlot(path: string): SlotPart {
  const closed = readQuery(path, follow);
  // An unclosed query: the whole path becomes a query without conditions, which any bare value matches.
  if (closed === undefined) {
    const query = new Query(follow(''), '', '');
    return { kind: 'query', query, all: false, item: undefined, late: undefined, pipe: undefined };
  }
  const { query, end } = closed;
  const all = path.charCodeAt(end) === HASH;
  const { rest, pipe } = readRest(path, partEnd(path, end), false);
  if (rest === undefined) return { kind: 'query', query, all, item: undefined, late: undefined, pipe };
  return { kind: 'query', query, all, ...readItem(rest.text), pipe };
}

function readItem(path: string): { item: Path; late: Path | undefined } {
  const at = splitPipe(path);
  if (at < 0) return { item: follow(path), late: undefined };
  return { item: follow(path.slice(0, at)), late: follow(path.slice(at + 1)) };
}

function partEnd(path: string, from: number): number {
  let i = from;
  while (i < path.length && path.charCodeAt(i) !== DOT && path.charCodeAt(i) !== PIPE) i += 1;
  return i;
}

function readIndex(part: string): number {
  const index = parseUint64(part);
  return index === undefined || index > BigInt(Number.MAX_SAFE_INTEGER) ? NOWHERE : Number(index);
}
