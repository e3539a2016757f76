/**
 * Whether an id stands alone: `gpt-4` is not in `gpt-4o`, `my-gpt-4`, `gpt-4.json` or `gpt-4-${date}`, but it is in
 * `\ngpt-4`, `${MODEL:-gpt-4}`, `gpt-4.` at the end of a sentence, and between Chinese or Japanese characters, which
 * have no spaces between words.
 */
import type { FileKind } from './files.ts';

/** Kinds where a hash begins a comment; elsewhere it is a selector, a heading or a link. */
const KEEPS_COMMENTS: readonly FileKind[] = ['code', 'config', 'notebook'];
/** Characters after a backslash that together stand for whitespace. */
const ESCAPED = 'nrtbfv0';
/** `\x22`, `\047`, and terminal color codes. */
const OTHER_ESCAPE = /(?:\\x[0-9A-Fa-f]{2}|\\[0-7]{3}|\\(?:x1[bB]|033|e|u001[bB])\[[\d;]{0,8}m)$/;

export function isStartBoundary(line: string, start: number, kind: FileKind): boolean {
  if (start === 0) return true;
  const before = line[start - 1] as string;
  if (/[A-Za-z0-9]/.test(before)) return endsEscape(line, start);
  switch (before) {
    case '_':
    case '@':
    case '$':
    case '\\':
    case '%':
      return false;
    case '}':
      return /\\u\{[0-9A-Fa-f]{1,6}\}$/.test(line.slice(Math.max(0, start - 12), start));
    case '-':
      return line[start - 2] === ':' || isShellDefault(line, start - 2);
    case '#':
      return KEEPS_COMMENTS.includes(kind) && (start === 1 || /\s/.test(line[start - 2] as string));
    case '*':
      return kind === 'prose' || line[start - 2] === '/' || line[start - 2] === '*';
    default:
      return !isWordBefore(line, start);
  }
}

/** @param end the position after the id */
export function isEndBoundary(line: string, end: number, kind: FileKind): boolean {
  const after = line[end];
  if (after === undefined) return true;
  const next = line[end + 1] ?? '';
  switch (after) {
    case '_':
    case '@':
    case '{':
    case '[':
    case '+':
      return false;
    case '-':
      return line.startsWith('-->', end);
    // `gpt-4(?:-0613)?`, `gpt-4#{date}`, `gpt-4<%= date %>`
    case '(':
      return !/[?[-]/.test(next);
    case '#':
      return next !== '{';
    case '<':
      return next !== '%';
    case '.':
      return !/[A-Za-z0-9_*+?\\[({$%]/.test(next) || line.startsWith('.ft-', end);
    case '*':
      return kind === 'prose' || next === '/' || next === '*';
    case '?':
      return !/[A-Za-z0-9:(]/.test(next);
    case '$':
      return !/[A-Za-z0-9_{(]/.test(next);
    case '\\':
      return next === '' || `nrtuxbzZe0"'\`\\/`.includes(next);
    case '%':
      return !/[A-Za-z0-9({]/.test(next) || isEncodedMark(line.slice(end + 1, end + 3));
    default:
      return !isWordAt(line, end);
  }
}

/** `\n` and `\u0022` in a string, `%2F` in a URL. */
function endsEscape(line: string, start: number): boolean {
  // In a string within a string the backslash itself is escaped.
  if (ESCAPED.includes(line[start - 1] as string) && backslashesBefore(line, start - 1) > 0) return true;
  if (line[start - 6] === '\\' && line[start - 5] === 'u') {
    const code = Number.parseInt(line.slice(start - 4, start), 16);
    return !Number.isNaN(code) && !isWordText(String.fromCharCode(code));
  }
  if (OTHER_ESCAPE.test(line.slice(Math.max(0, start - 16), start))) return true;
  return line[start - 3] === '%' && isEncodedMark(line.slice(start - 2, start));
}

function isEncodedMark(hex: string): boolean {
  if (!/^[0-9A-Fa-f]{2}$/.test(hex)) return false;
  return !/[A-Za-z0-9_.@-]/.test(String.fromCharCode(Number.parseInt(hex, 16)));
}

function backslashesBefore(line: string, at: number): number {
  let count = 0;
  while (line[at - 1 - count] === '\\') count++;
  return count;
}

/** `${MODEL-gpt-4}`: the shell's default without a colon. */
function isShellDefault(line: string, last: number): boolean {
  let at = last;
  while (at >= 0 && /\w/.test(line[at] as string)) at--;
  return at < last && line[at] === '{' && line[at - 1] === '$';
}

function isWordBefore(line: string, start: number): boolean {
  const low = line.charCodeAt(start - 1);
  const isPair = low >= 0xdc00 && low <= 0xdfff;
  return isWordText(line.slice(start - (isPair ? 2 : 1), start));
}

function isWordAt(line: string, at: number): boolean {
  return isWordText(String.fromCodePoint(line.codePointAt(at) ?? 0x20));
}

/** Letters, marks and digits, except in scripts where a word may directly adjoin an id. */
function isWordText(char: string): boolean {
  if (!/[\p{L}\p{M}\p{N}]/u.test(char)) return false;
  return !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Bopomofo}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/u.test(
    char,
  );
}
