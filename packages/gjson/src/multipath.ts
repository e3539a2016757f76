/**
 * Multipaths, `[path,path]` or `{path,name:path}`: several paths whose results form one array or object. Separators are
 * not trimmed. A name is the text before the first colon, unless a modifier (whose argument has its own colon) came
 * first. Without one, the name is the path's last component, or `_` if that is not a plain one.
 */
import { ArrayText } from './containers.ts';
import type { Follow, Path } from './path.ts';
import { quoteEnd } from './pipe.ts';
import type { Run } from './run.ts';
import { quote } from './text.ts';
import {
  AT,
  BACKSLASH,
  BRACE_CLOSE,
  BRACE_OPEN,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  COLON,
  COMMA,
  DOT,
  PAREN_CLOSE,
  PAREN_OPEN,
  PIPE,
  QUOTE,
} from './token.ts';
import { isValidJson } from './validity.ts';
import { rawOf } from './value.ts';

/** One path of a multipath. */
export interface MultipathPart {
  /** The member's key as written, with its colon; empty in an array. */
  readonly label: string;
  readonly path: Path;
}

/**
 * Parses the multipath at the start of a path; `end` is the position after its last bracket, or -1 if there is none.
 */
export function readMultipath(text: string, object: boolean, follow: Follow): { parts: MultipathPart[]; end: number } {
  const parts: MultipathPart[] = [];
  let modified = false;
  let depth = 1;
  let colon = 0;
  let start = 1;
  const push = (end: number): void => {
    const path = text.slice(colon === 0 ? start : colon + 1, end);
    const name = colon === 0 ? '' : text.slice(start, colon);
    parts.push({ label: object ? `${keyText(name, path)}:` : '', path: follow(path) });
    colon = 0;
    modified = false;
    start = end + 1;
  };
  for (let i = 1; i < text.length; i += 1) {
    switch (text.charCodeAt(i)) {
      case BACKSLASH:
        i += 1;
        break;
      case AT:
        modified ||= text.charCodeAt(i - 1) === DOT || text.charCodeAt(i - 1) === PIPE;
        break;
      case COLON:
        if (!modified && colon === 0 && depth === 1) colon = i;
        break;
      case COMMA:
        if (depth === 1) push(i);
        break;
      case QUOTE:
        i = quoteEnd(text, i);
        break;
      case BRACKET_OPEN:
      case PAREN_OPEN:
      case BRACE_OPEN:
        depth += 1;
        break;
      case BRACKET_CLOSE:
      case PAREN_CLOSE:
      case BRACE_CLOSE:
        depth -= 1;
        if (depth > 0) break;
        push(i);
        return { parts, end: i + 1 };
    }
  }
  return { parts: [], end: -1 };
}

function keyText(name: string, path: string): string {
  if (name !== '') return name.startsWith('"') && isValidJson(name) ? name : quote(name);
  const last = lastComponent(path);
  return quote(NOT_PLAIN.test(last) ? '_' : last);
}

const NOT_PLAIN = /[\0-\x1f[\]{}()#|!]/;

/** The text after the last `.` or `|` that is not preceded by a backslash. */
function lastComponent(path: string): string {
  for (let i = path.length - 1; i >= 0; i -= 1) {
    const code = path.charCodeAt(i);
    if ((code === DOT || code === PIPE) && (i === 0 || path.charCodeAt(i - 1) !== BACKSLASH)) return path.slice(i + 1);
  }
  return path;
}

/**
 * Evaluates the parts on the text from `from` up to `to`, and writes the object or array. Missing values are left out,
 * and the result exists even if it is empty.
 */
export function buildMultipath(
  text: string,
  from: number,
  to: number,
  parts: readonly MultipathPart[],
  object: boolean,
  run: Run,
): string {
  const items = new ArrayText(run);
  for (const { label, path } of parts) {
    const value = run.evaluate(text, from, to, path);
    if (value !== undefined) items.addText(label + rawOf(value));
  }
  return object ? items.toText('{', '}') : items.toText();
}
