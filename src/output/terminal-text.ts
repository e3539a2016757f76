import type { Context, OutputStream } from '../context.ts';
import type { FlagValues } from '../spec/flags.ts';

/**
 * Whether a stream gets color: `--color`, then NO_COLOR (any text), FORCE_COLOR and CLICOLOR_FORCE (anything but empty
 * and 0), FORCE_COLOR=0, then whether it is a terminal that supports color.
 */
export function wantsColor(stream: OutputStream, choice: FlagValues['color'], env: Context['env']): boolean {
  if (choice === 'always') return true;
  if (choice === 'never' || env.NO_COLOR) return false;
  if (isSet(env.FORCE_COLOR) || isSet(env.CLICOLOR_FORCE)) return true;
  if (env.FORCE_COLOR === '0' || env.TERM === 'dumb' || env.CLICOLOR === '0') return false;
  return stream.isTTY;
}

/** Whether a variable turns something on: it is neither empty nor 0. */
export function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '' && variable !== '0';
}

/**
 * What renderers produce: lines of styled text. They hold no escape codes; the writer makes text safe and paints it.
 */

export type Style = 'plain' | 'bold' | 'dim' | 'underline' | 'reverse' | 'red' | 'yellow' | 'green' | 'cyan';

export interface Span {
  text: string;
  style: Style;
}

/** One line. A string is a plain span. */
export type Line = readonly (Span | string)[];

/** A piece of output: bytes or text, written as is (on a terminal made safe), or lines. */
export type Chunk = Uint8Array | string | readonly Line[];

export function span(style: Style, text: string): Span {
  return { text, style };
}

/**
 * Makes text from servers, files and the environment safe for a terminal. Whatever could move the cursor, change
 * colors, or reorder, hide or fake text is shown as its JSON escape: C0 and C1 controls, DEL, bidirectional controls,
 * zero-width and other invisible characters, tag characters, lone surrogates.
 */

/**
 * Invisible or control characters in Unicode: the controls; soft hyphen, combining grapheme joiner, Arabic letter mark,
 * fillers; zero-width and direction marks; separators, embeddings and isolates; invisible operators; variation
 * selectors, except the two that choose emoji or text; BOM, annotations; tags and the selectors of plane 14.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points are meant
  /[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

const PRINTABLE = /^[\x20-\x7e]*$/;

/** Whether the text is printable ASCII only: safe as is, and one cell per character. */
export function isPlain(text: string): boolean {
  return PRINTABLE.test(text);
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line of text. Every unsafe character, including line breaks and tabs, becomes a visible escape. */
export function safeLine(text: string): string {
  return !PRINTABLE.test(text) && UNSAFE.test(text)
    ? replaceUnsafe(text, (found) => SHORT[found] ?? escapeUnits(found))
    : text;
}

/**
 * Text with several lines (a formatted document). Line breaks and tabs stay; all else is as in `safeLine`. A carriage
 * return before a line feed is dropped, because csv ends its rows with one.
 */
export function safeText(text: string): string {
  if (!UNSAFE.test(text)) return text;
  return replaceUnsafe(text.replaceAll('\r\n', '\n'), (found) =>
    found === '\n' || found === '\t' ? found : escapeUnits(found),
  );
}

function replaceUnsafe(text: string, replace: (found: string) => string): string {
  UNSAFE.lastIndex = 0;
  return text.replace(UNSAFE, replace);
}

/** Escapes each UTF-16 unit as JSON does, so that escaped JSON is still the same JSON. */
function escapeUnits(text: string): string {
  let escaped = '';
  for (let i = 0; i < text.length; i++) escaped += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return escaped;
}
