/**
 * What a path starts with when an evaluation starts: a modifier (`@name:argument`), a literal (`!...`), a multipath, or a
 * search. What looks like one of the first three but is not well-formed is searched for as a key.
 */
import {
  AT,
  BANG,
  BRACE_OPEN,
  BRACKET_OPEN,
  COLON,
  DOT,
  MINUS,
  NINE,
  PAREN_OPEN,
  PIPE,
  PLUS,
  QUOTE,
  ZERO,
} from './char.ts';
import { isModifierName, type ModifierName, modifierNameEnd } from './modifier-name.ts';
import { type MultipathPart, readMultipath } from './multipath-part.ts';
import type { Follow, Path } from './path.ts';
import { groupEnd, squashEnd } from './token.ts';

/** The start of a path; `next` goes on from the text it makes. */
export type Head =
  | { readonly kind: 'search'; readonly path: Path; readonly lines: boolean }
  | {
      readonly kind: 'modifier';
      readonly name: ModifierName;
      /** A path, because that is what `@dig` takes; the others read its text. */
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

/** Reads the start of a path. */
export function readHead(path: Path, follow: Follow): Head {
  const { text } = path;
  if (text.length > 1) {
    const first = text.charCodeAt(0);
    const special =
      first === AT
        ? readModifier(text, follow)
        : first === BANG
          ? readLiteral(text, follow)
          : first === BRACKET_OPEN || first === BRACE_OPEN
            ? readMultipathHead(text, follow)
            : undefined;
    if (special !== undefined) return special;
    if (first === DOT && text.charCodeAt(1) === DOT)
      return { kind: 'search', path: follow(text.slice(2)), lines: true };
  }
  return { kind: 'search', path, lines: false };
}

/** What follows a head: only a `.` or `|` goes on, any other text is dropped. */
function readNext(text: string, at: number, follow: Follow): Path | undefined {
  const code = text.charCodeAt(at);
  return code === DOT || code === PIPE ? follow(text.slice(at + 1)) : undefined;
}

function readModifier(text: string, follow: Follow): Head | undefined {
  const nameEnd = modifierNameEnd(text, 0);
  const name = text.slice(1, nameEnd);
  if (!isModifierName(name)) return undefined;
  let end = nameEnd;
  let argument = '';
  if (text.charCodeAt(nameEnd) === COLON) {
    end = argumentEnd(text, nameEnd + 1);
    argument = text.slice(nameEnd + 1, end);
  }
  return { kind: 'modifier', name, argument: follow(argument), next: readNext(text, end, follow) };
}

/** An argument that starts with a brace, bracket or quote ends where that is closed; any other at the next pipe. */
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

function readLiteral(text: string, follow: Follow): Head | undefined {
  if (startsLiteral(text.charCodeAt(1))) {
    // The first character counts as an open bracket even when it is none, so a number or a string takes the whole rest.
    const end = Math.min(squashEnd(text, 2, text.length, 1), text.length);
    return { kind: 'literal', text: text.slice(1, end), next: readNext(text, end, follow) };
  }
  let end = 1;
  while (end < text.length && text.charCodeAt(end) !== PIPE && text.charCodeAt(end) !== DOT) end += 1;
  const word = text.slice(1, end);
  if (!LITERAL_WORDS.has(word.toLowerCase())) return undefined;
  return { kind: 'literal', text: word, next: readNext(text, end, follow) };
}

function startsLiteral(code: number): boolean {
  return startsJson(code) || code === PLUS || code === MINUS || (code >= ZERO && code <= NINE);
}

/** One that is never closed searches for the empty key, and one followed by other text for that text. */
function readMultipathHead(text: string, follow: Follow): Head {
  const object = text.charCodeAt(0) === BRACE_OPEN;
  const { parts, end } = readMultipath(text, object, follow);
  const code = text.charCodeAt(end);
  if (end < 0 || (end < text.length && code !== DOT && code !== PIPE)) {
    return { kind: 'search', path: follow(end < 0 ? '' : text.slice(end)), lines: false };
  }
  return { kind: 'multipath', object, parts, next: readNext(text, end, follow) };
}
