import type { Context, OutputStream } from '../context.ts';
import type { FlagValues } from '../spec/flags.ts';

/**
 * Whether a stream gets color: `--color`, then NO_COLOR (any text), FORCE_COLOR and CLICOLOR_FORCE (anything but
 * empty and 0), FORCE_COLOR=0, then whether it is a terminal that can.
 */
export function wantsColor(stream: OutputStream, choice: FlagValues['color'], env: Context['env']): boolean {
  if (choice === 'always') return true;
  if (choice === 'never' || env.NO_COLOR) return false;
  if (isSet(env.FORCE_COLOR) || isSet(env.CLICOLOR_FORCE)) return true;
  if (env.FORCE_COLOR === '0' || env.TERM === 'dumb' || env.CLICOLOR === '0') return false;
  return stream.isTTY;
}

/** A variable that switches something on: anything but empty and 0. */
export function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '' && variable !== '0';
}

/** What renderers make: lines of styled text. They hold no escape codes; the writer makes text safe and paints it. */

export type Style = 'plain' | 'bold' | 'dim' | 'underline' | 'reverse' | 'red' | 'yellow' | 'green' | 'cyan';

export interface Span {
  text: string;
  style: Style;
}

/** One line. A string is a plain span. */
export type Line = readonly (Span | string)[];

/** A piece of output: bytes or text that go out as they are (on a terminal made safe), or lines. */
export type Chunk = Uint8Array | string | readonly Line[];

export function span(style: Style, text: string): Span {
  return { text, style };
}

/**
 * Text from servers, files and the environment, made safe for a terminal. What could move the cursor, change colors,
 * reorder, hide or counterfeit text is shown as the escape JSON would write: C0 and C1 controls, DEL, bidirectional
 * controls, zero-width and other invisible characters, tag characters, lone surrogates.
 */

/**
 * Invisible or controlling, by Unicode: the controls; soft hyphen, combining grapheme joiner, Arabic letter mark,
 * fillers; zero width and direction marks; separators, embeddings and isolates; invisible operators; variation
 * selectors but the two that choose emoji or text; BOM, annotations; tags and the selectors of plane 14.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points are meant
  /[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

const PRINTABLE = /^[\x20-\x7e]*$/;

/** True for the characters of ASCII that print: safe as they are, and one cell each. */
export function isPlain(text: string): boolean {
  return PRINTABLE.test(text);
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line of text: every unsafe character, line breaks and tabs included, becomes a visible escape. */
export function safeLine(text: string): string {
  return !PRINTABLE.test(text) && UNSAFE.test(text)
    ? replaceUnsafe(text, (found) => SHORT[found] ?? escapeUnits(found))
    : text;
}

/**
 * Text with lines of its own (a formatted document): line breaks and tabs stay, all else as in `safeLine`. A carriage
 * return before a line feed goes: csv ends its rows so.
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

/** As JSON escapes it: a UTF-16 unit each, so that escaped JSON is still the same JSON. */
function escapeUnits(text: string): string {
  let escaped = '';
  for (let i = 0; i < text.length; i++) escaped += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return escaped;
}
