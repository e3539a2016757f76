/**
 * Colors for documents on a terminal: keys, texts, and what is neither. The text itself stays as it is, and is safe
 * already; it may come in pieces that end anywhere.
 */
import type { Style } from './terminal-text.ts';

/** Paints one text in one style. */
export type Paint = (text: string, style: Style) => string;

/** Takes the next piece of a document, and gives it back painted. */
export type Painter = (text: string) => string;

const KEY: Style = 'cyan';
const TEXT: Style = 'green';
const OTHER: Style = 'yellow';

/** A string up to its end or the end of the piece; a number or word; a bracket, comma or colon; anything else. */
const JSON_TOKEN = /"(?:[^"\\]|\\.)*"?\\?|[^\s"[\]{},:]+|[[\]{},:]|\s+/gs;

/** For JSON and JSON lines. */
export function jsonPainter(paint: Paint): Painter {
  /** The containers that are open: true for an object. */
  const open: boolean[] = [];
  let keyNext = false;
  /** The style of a string that the piece before did not end, and whether a backslash was its last character. */
  let inside: { style: Style; escaping: boolean } | undefined;

  const rest = (text: string): number => {
    if (!inside) return 0;
    let escaping = inside.escaping;
    for (let i = 0; i < text.length; i++) {
      if (escaping) escaping = false;
      else if (text[i] === '\\') escaping = true;
      else if (text[i] === '"') {
        inside = undefined;
        return i + 1;
      }
    }
    inside = { ...inside, escaping };
    return text.length;
  };

  const string = (token: string): string => {
    const style = keyNext ? KEY : TEXT;
    keyNext = false;
    if (!isWhole(token)) inside = { style, escaping: /(?<!\\)(?:\\\\)*\\$/.test(token) };
    return paint(token, style);
  };

  return (text) => {
    const style = inside?.style ?? TEXT;
    const from = rest(text);
    let painted = from > 0 ? paint(text.slice(0, from), style) : '';
    for (const [token] of text.slice(from).matchAll(JSON_TOKEN)) {
      if (token[0] === '"') painted += string(token);
      else if (token === '{' || token === '[') {
        open.push(token === '{');
        keyNext = token === '{';
        painted += token;
      } else if (token === '}' || token === ']') {
        open.pop();
        keyNext = false;
        painted += token;
      } else if (token === ',') {
        keyNext = open.at(-1) ?? false;
        painted += token;
      } else painted += token === ':' || token.trim() === '' ? token : paint(token, OTHER);
    }
    return painted;
  };
}

function isWhole(token: string): boolean {
  return token.length > 1 && token.endsWith('"') && !/(?<!\\)(?:\\\\)*\\"$/.test(token);
}

/** A key with what stands before it, its value, and the break. */
const YAML_LINE = /^(\s*(?:- )*)((?:"(?:[^"\\]|\\.)*"|[^\s"'#:][^:\n]*?):(?=\s|$))?(.*)$/;
const YAML_OTHER = /^\s*(?:null|true|false|~|[-+]?[\d.][\d.eE+-]*)\s*$/;
const YAML_EMPTY = /^\s*(?:\[\]|\{\}|[|>][-+\d]*)?\s*$/;

/** For YAML, line by line; a piece ends with a line but for the last. */
export function yamlPainter(paint: Paint): Painter {
  return (text) => text.split('\n').map(line).join('\n');

  function line(text: string): string {
    const [, before = '', key = '', value = ''] = YAML_LINE.exec(text) ?? [];
    if (value === '' || YAML_EMPTY.test(value)) return before + (key && paint(key, KEY)) + value;
    const blank = /^\s*/.exec(value)?.[0] ?? '';
    const style = YAML_OTHER.test(value) ? OTHER : TEXT;
    return before + (key && paint(key, KEY)) + blank + paint(value.slice(blank.length), style);
  }
}
