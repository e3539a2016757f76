/**
 * Where a short or everyday word (`o1`, `davinci`) is a model: as the value of what names one (`model: o1`, `--model o1`,
 * `<model>o1</model>`), in a list of ids, and, for codes such as `o1`, as a whole string. As a variable, selector, tag, id
 * of an element or word it is none.
 *
 * All of it looks at a few hundred characters around the word.
 */

import type { FileKind } from './files.ts';
import type { IdClass } from './ids.ts';

/** The surroundings of a word. */
export interface Place {
  /** The stretch of the line that is looked at. */
  line: string;
  /** Where the word begins and ends in it. */
  start: number;
  end: number;
  kind: FileKind;
  /** The lines before this one, nearest first, where they are at hand. */
  above(): readonly string[];
  /** The lines below. */
  below(): readonly string[];
  /** Whether a text is the id of a model that has a hyphen, known or not. */
  isModel(text: string): boolean;
}

const QUOTES = `"'\``;
/** Parts of the names of keys, flags, calls and tags that are about models. */
const NAMING = new Set(['deployment', 'deployments', 'engine', 'engines', 'llm', 'llms', 'model', 'models']);
/** Attributes of elements and calls that look them up: what they name is not a model. */
const ELEMENT =
  /(?:^|[\s<{(])(?:id|class|className|for|htmlFor|href|name|key|ref|slot|aria-[a-z]+|part|headers)=["'{`]*$/;
const LOOKUP =
  /(?:getElementById|querySelector(?:All)?|closest|stage|\$)\(\s*["'`]?$|\b(?:data|module|output|resource|variable)\s+(?:"[^"]{0,60}"\s+)?$/;
/** Keys of which the value is never a model. */
const OTHER_KEYS =
  /^(?:bay|branch|channel|desk|floor|gate|grade|group|lane|level|pin|pool|port|ref|region|room|seat|shelf|slot|stage|tag|team|tier|track|unit|var|variable|version|zone)s?$/i;
/** A letter and a digit that is no model: where such stand, `o1` is one of them. */
const SIBLING_CODE = /["'`]o[02579]["'`]/;

/** Whether the word is a model there. */
export function namesModel(place: Place, word: IdClass): boolean {
  const quoted = quotesAround(place);
  if (quoted) return quotedIsModel(place, word, quoted);
  return bareIsModel(place);
}

/** The place before the opening quote; a quote in a string may be escaped. */
function quotesAround({ line, start, end, kind }: Place): { before: number; after: number } | undefined {
  const quote = line[start - 1];
  if (quote === undefined || !QUOTES.includes(quote)) return undefined;
  if (quote === '`' && kind === 'config') return undefined;
  const isEscaped = line[start - 2] === '\\';
  if (line[isEscaped ? end + 1 : end] !== quote || (isEscaped && line[end] !== '\\')) return undefined;
  return { before: start - (isEscaped ? 2 : 1), after: end + (isEscaped ? 2 : 1) };
}

function quotedIsModel(place: Place, word: IdClass, { before, after }: { before: number; after: number }): boolean {
  const { line } = place;
  const head = line.slice(0, before);
  if (isElement(head) || LOOKUP.test(head.slice(-40))) return false;
  const key = keyBefore(line, before);
  if (key !== undefined && isNaming(key.name)) return true;
  // The default beside the name of a variable: `getenv("CHAT_MODEL", "o1")`.
  if (key?.siblings.some((other) => /^[A-Z][A-Z0-9_]*$/.test(other) && isNaming(other))) return true;
  if (key?.siblings.some(place.isModel) || siblingsAfter(line, after).some(place.isModel)) return true;
  if (word === 'everyday') return false;
  if (key !== undefined && OTHER_KEYS.test(key.name)) return false;
  // The value of a flag that is about something else.
  if (/^--?[A-Za-z]/.test(key?.siblings[0] ?? '') && !isNaming(key?.siblings[0] ?? '')) return false;
  return !SIBLING_CODE.test(line);
}

/** Whether what begins behind `head` is the value of an attribute that names an element: a class, a link. */
function isElement(head: string): boolean {
  return ELEMENT.test(head.slice(-40).replace(/["'`]$/, '')) || isClassName(head);
}

/** Whether what stands behind `head` is one of the classes of an element. */
export function isClassName(head: string): boolean {
  return /\bclass(?:Name)?=["'{`]+[^"'`<>]*$/.test(head.slice(-200));
}

function bareIsModel(place: Place): boolean {
  const { line, start, end, kind } = place;
  const after = line.slice(end, end + 2);
  if (/^\s*(?:[=(]|:[^,\]}]|\.\w|\[)/.test(line.slice(end, end + 3)) && !/^\s*#/.test(after)) return false;
  if (flagBefore(line.slice(0, start))) return true;
  if (isTagged(line, start, end)) return true;
  if (neighbors(place)) return true;
  if (kind === 'style') return false;
  const key = keyBefore(line, start);
  // In code it is a variable, unless it stands in a string or a comment.
  if (kind === 'code') return isText(line.slice(0, start)) && key !== undefined && isNaming(key.name);
  if (key !== undefined)
    return isNaming(key.name) || key.siblings.some(place.isModel) || (IN_PLACE.test(key.name) && isNamedAbove(place));
  if (isLineOfList(place)) return true;
  if (kind === 'prose') return false;
  return isNaming(wordBefore(line, start)) || isListItem(place);
}

/** Whether what follows is part of a string or a comment, by what stands before it in the line. */
function isText(head: string): boolean {
  if (/(?:^|\s)(?:\/\/|#|\/\*|\*|--|;+)\s/.test(head)) return true;
  let quote = '';
  for (let i = 0; i < head.length; i++) {
    const char = head[i] as string;
    if (char === '\\') i++;
    else if (quote === '' && QUOTES.includes(char)) quote = char;
    else if (char === quote) quote = '';
  }
  return quote !== '';
}

/** `--model o1`, `--judge-model=o1`. */
function flagBefore(head: string): boolean {
  const flag = /(?:^|[\s"'`([])--?([A-Za-z][\w-]*)(?:=|\s+)$/.exec(head.slice(-60));
  if (!flag) return false;
  return isNaming(flag[1] as string) || (flag[1] === 'm' && /\b(?:llm|aichat|mods|aider|openai)\b/.test(head));
}

function isTagged(line: string, start: number, end: number): boolean {
  const tag = /<([A-Za-z][\w:.-]*)(?:\s[^<>]*)?>\s*$/.exec(line.slice(0, start).slice(-120));
  return tag !== null && isNaming(tag[1] as string) && /^\s*<\//.test(line.slice(end, end + 40));
}

/** Beside an id in a list without brackets: `gpt-4,o1`, `gpt-4|o1`, `~w(gpt-4-turbo o1)`. */
function neighbors({ line, start, end, isModel }: Place): boolean {
  const left = /([A-Za-z0-9][\w.:-]*)\s?[,|; /]\s?$/.exec(line.slice(0, start).slice(-80));
  if (left && isModel(left[1] as string)) return true;
  const right = /^\s?[,|; /]\s?([A-Za-z0-9][\w.:-]*)/.exec(line.slice(end, end + 80));
  return right !== null && isModel(right[1] as string);
}

/** `ENV TITLE_MODEL o1`, `proxy_set_header X-Model o1`. */
function wordBefore(line: string, start: number): string {
  const word = /(?:^|\s)([A-Za-z][\w.-]*)\s+$/.exec(line.slice(0, start).slice(-60))?.[1] ?? '';
  // In a sentence a model may well have a word before it; a name of something is written otherwise.
  return /[_-]|^[A-Z]+$/.test(word) ? word : '';
}

/** Keys that say nothing of what their value is: what stands above them does. */
const IN_PLACE = /^(?:const|default|example|id|name|value)$/;

/** `- name: OPENAI_MODEL` above `value: o1`; `model:` or `models:` further out. */
function isNamedAbove({ line, start, above }: Place): boolean {
  const beside = /\bname:\s*["']?([\w.-]+)["']?\s*,[^{}]*$/.exec(line.slice(0, start).slice(-200))?.[1];
  if (beside !== undefined) return isNaming(beside);
  let indent = indentOf(line);
  for (const [i, other] of above().entries()) {
    if (other.trim() === '') continue;
    const name = i === 0 ? /(?:^|[\s-])name:\s*["']?([\w.-]+)/.exec(other.slice(0, 200))?.[1] : undefined;
    if (name !== undefined && isNaming(name)) return true;
    if (indentOf(other) >= indent) continue;
    indent = indentOf(other);
    const key = /^\s*(?:-\s+)?["']?([\w.-]+)["']?\s*:/.exec(other.slice(0, 200))?.[1];
    if (key !== undefined && isNaming(key)) return true;
    if (indent === 0) break;
  }
  return false;
}

/** Where what a line says begins: behind the dash of a list's item. */
function indentOf(line: string): number {
  return /^[\s-]*/.exec(line.slice(0, 200))?.[0].length ?? 0;
}

/** Alone on its line, in a list of an id a line. */
function isLineOfList({ line, start, end, above, below, isModel }: Place): boolean {
  if (line.slice(0, start).trim() !== '' || !/^,?\s*$/.test(line.slice(end, end + 40))) return false;
  return [above()[0], below()[0]].some((other) => other !== undefined && isModel(other.trim().replace(/,$/, '')));
}

/** An item of YAML's block list: below a key that names models, or beside an id. */
function isListItem({ line, start, above, below, isModel }: Place): boolean {
  const head = line.slice(0, start);
  const indent = /^(\s*)-\s+$/.exec(head)?.[1]?.length;
  if (indent === undefined) return false;
  let nearest = true;
  for (const other of above()) {
    const item = /^(\s*)-\s+["']?([\w.:/-]*)/.exec(other.slice(0, 200));
    if (item && (item[1]?.length ?? 0) === indent) {
      if (isModel(item[2] as string)) return true;
      // The value of a flag that is the item before it.
      if (nearest && /^--?[A-Za-z]/.test(item[2] as string) && isNaming(item[2] as string)) return true;
      nearest = false;
      continue;
    }
    const own = /^\s*/.exec(other.slice(0, 200))?.[0].length ?? 0;
    if (other.trim() === '' || own > indent) continue;
    const key = /^\s*(?:-\s+)?["']?([\w.-]+)["']?\s*:/.exec(other.slice(0, 200))?.[1];
    if (key !== undefined && isNaming(key)) return true;
    break;
  }
  for (const other of below()) {
    const item = /^(\s*)-\s+["']?([\w.:/-]*)/.exec(other.slice(0, 200));
    if (!item || item[1]?.length !== indent) break;
    if (isModel(item[2] as string)) return true;
  }
  return false;
}

interface Key {
  /** The name before the value, or of the call that it is given to; empty where there is none. */
  name: string;
  /** The other values of the list that it is in, before it. */
  siblings: string[];
}

/** What a value is the value of, read back from it: a key, an assignment, a call, a list of one. */
function keyBefore(line: string, start: number): Key | undefined {
  const siblings: string[] = [];
  // An anchor or a tag of YAML may stand between.
  let head = line
    .slice(Math.max(0, start - 400), start)
    .trimEnd()
    .replace(/(?<=[:-]) [&!][\w!-]{1,40}$/, '');
  for (let steps = 0; steps < 40; steps++) {
    const last = head.at(-1);
    if (last === '=' || last === ':' || (last === '>' && head.at(-2) === '=')) {
      const name = /([\w.$-]+)["'`\]\\]*\s*\??[:?+~|]*=?>?\s*$/.exec(head.replace(/[=:>]+$/, '').slice(-80))?.[1];
      return name === undefined ? undefined : { name: name.replace(/^[\d.]+$/, ''), siblings };
    }
    // The shell's default: `${MODEL:-o1}`.
    const variable = last === '-' ? /\$\{(\w+):?-$/.exec(head.slice(-80)) : null;
    if (variable) return { name: variable[1] as string, siblings };
    if (last === '(' || last === '[' || last === '{') {
      const before = head.slice(0, -1).trimEnd();
      if (last !== '(' && /[=:(>[,]$/.test(before)) {
        head = before;
        continue;
      }
      const call = /([\w.$-]+)$/.exec(before.slice(-60))?.[1];
      return call === undefined ? (siblings.length > 0 ? { name: '', siblings } : undefined) : { name: call, siblings };
    }
    if (last !== ',' && last !== '|') return siblings.length > 0 ? { name: '', siblings } : undefined;
    const item = /(?:"([^"\\]*)\\?"|'([^'\\]*)\\?'|`([^`]*)`|([\w.:/@-]+))\s*[,|]$/.exec(head.slice(-120));
    if (!item) return undefined;
    siblings.push(item[1] ?? item[2] ?? item[3] ?? item[4] ?? '');
    head = head
      .slice(0, head.length - (item[0] as string).length)
      .replace(/\\$/, '')
      .trimEnd();
  }
  return undefined;
}

/** The values of the list behind a string. */
function siblingsAfter(line: string, end: number): string[] {
  const found = /^\s*[,|]\s*\\?["'`]([\w.:/@-]+)/.exec(line.slice(end, end + 120));
  return found ? [found[1] as string] : [];
}

/** `OPENAI_MODEL`, `modelName`, `X-Model`, `bot.reasoning.model`. */
function isNaming(name: string): boolean {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((part) => NAMING.has(part));
}
