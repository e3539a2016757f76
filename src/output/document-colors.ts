/**
 * Colors documents on a terminal: keys, strings, and everything else. The text itself does not change and is already
 * safe. It may arrive in pieces that end anywhere.
 */
import type { Style } from './terminal-text.ts';

/** Paints a text in one style. */
export type Paint = (text: string, style: Style) => string;

/** Takes the next piece of a document and returns it painted. */
export type Painter = (text: string) => string;

const KEY: Style = 'cyan';
const TEXT: Style = 'green';
const OTHER: Style = 'yellow';

/** For JSON and JSON lines. Scans each character once, because a server's text may be of any length. */
export function createJsonPainter(paint: Paint): Painter {
  /** The open containers: true for an object. */
  const open: boolean[] = [];
  let keyNext = false;
  /** The style of the open string, which may end in a later piece. */
  let string: Style | undefined;
  let escaping = false;

  /** Where the open string ends in this piece, searching from `at`. */
  const stringEnd = (text: string, at: number): number => {
    for (let i = at; i < text.length; i++) {
      if (escaping) escaping = false;
      else if (text[i] === '\\') escaping = true;
      else if (text[i] === '"') {
        string = undefined;
        return i + 1;
      }
    }
    return text.length;
  };

  return (text) => {
    let painted = '';
    let i = 0;
    while (i < text.length) {
      const start = i;
      const character = text[i] as string;
      if (string !== undefined || character === '"') {
        const style: Style = string ?? (keyNext ? KEY : TEXT);
        const from = string === undefined ? i + 1 : i;
        string = style;
        keyNext = false;
        i = stringEnd(text, from);
        painted += paint(text.slice(start, i), style);
      } else if (MARKS.includes(character)) {
        if (character === '{' || character === '[') open.push(character === '{');
        if (character === '}' || character === ']') open.pop();
        keyNext = character === '{' || (character === ',' && (open.at(-1) ?? false));
        painted += character;
        i++;
      } else {
        const isBlank = BLANKS.includes(character);
        do i++;
        while (i < text.length && BLANKS.includes(text[i] as string) === isBlank && !ENDS.includes(text[i] as string));
        painted += isBlank ? text.slice(start, i) : paint(text.slice(start, i), OTHER);
      }
    }
    return painted;
  };
}

const MARKS = '{}[],:';
const BLANKS = ' \n\r\t';
/** What ends a number or a word, other than a blank. */
const ENDS = `${MARKS}"`;

/** For YAML as written by this program, line by line. Every piece but the last ends with a complete line. */
export function createYamlPainter(paint: Paint): Painter {
  return (text) => text.split('\n').map(line).join('\n');

  function line(text: string): string {
    let start = 0;
    while (text[start] === ' ' || text.startsWith('- ', start)) start++;
    const end = keyEnd(text, start);
    const key = end > start ? paint(text.slice(start, end), KEY) : '';
    const from = end + (text[end] === ' ' ? 1 : 0);
    const value = text.slice(from);
    const blank = text.slice(end, from);
    return text.slice(0, start) + key + blank + (EMPTY.includes(value) ? value : paint(value, yamlStyle(value)));
  }
}

/** Values that are not painted: nothing, an empty container, a block indicator. */
const EMPTY = ['', '[]', '{}', '|', '|-', '|+', '>', '>-'];

/** The end of the key that starts here, after its colon, or `start` if there is no key. */
function keyEnd(text: string, start: number): number {
  const from = text[start] === '"' ? quoteEnd(text, start) : start;
  const colon = text.indexOf(':', from);
  if (colon < 0 || (from > start && colon > from)) return start;
  return colon + 1 === text.length || text[colon + 1] === ' ' ? colon + 1 : start;
}

function quoteEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
}

function yamlStyle(value: string): Style {
  return value === 'null' || value === 'true' || value === 'false' || isNumber(value) ? OTHER : TEXT;
}

function isNumber(value: string): boolean {
  return value.trim() !== '' && !Number.isNaN(Number(value));
}
