/**
 * Tells when a short or everyday word (`o1`, `davinci`) is a model: as a value that names one (`model: o1`,
 * `--model o1`, `<model>o1</model>`), in a list of ids and, for codes such as `o1`, as a whole string. A variable,
 * selector, tag, element id or ordinary word is not a model.
 *
 * All checks look at a few hundred characters around the word.
 */

import type { FileKind } from './files.ts';
import type { IdClass } from './ids.ts';

/** The surroundings of a word. */
export interface WordContext {
  /** The part of the line to look at. */
  line: string;
  /** Where the word begins and ends in `line`. */
  start: number;
  end: number;
  kind: FileKind;
  /** The lines before this one, nearest first, as far as available. */
  above(): readonly string[];
  /** The lines below. */
  below(): readonly string[];
  /** Whether a text is a model id with a hyphen, known or not. */
  isModel(text: string): boolean;
}

const QUOTES = `"'\``;
/** Words that mark the name of a key, flag, call or tag as being about models. */
const NAMING = new Set(['deployment', 'deployments', 'engine', 'engines', 'llm', 'llms', 'model', 'models']);
/** Element attributes, and calls that look elements up: what they name is not a model. */
const ELEMENT =
  /(?:^|[\s<{(])(?:id|class|className|for|htmlFor|href|name|key|ref|slot|aria-[a-z]+|part|headers)=["'{`]*$/;
const LOOKUP =
  /(?:getElementById|querySelector(?:All)?|closest|stage|\$)\(\s*["'`]?$|\b(?:data|module|output|resource|variable)\s+(?:"[^"]{0,60}"\s+)?$/;
/** Keys whose value is never a model. */
const OTHER_KEYS =
  /^(?:bay|branch|channel|desk|floor|gate|grade|group|lane|level|pin|pool|port|ref|region|room|seat|shelf|slot|stage|tag|team|tier|track|unit|var|variable|version|zone)s?$/i;
/** Codes of a letter and a digit that are not models: beside one of them, `o1` is such a code too. */
const SIBLING_CODE = /["'`]o[02579]["'`]/;

/** Whether the word is a model in this place. */
export function isModelReference(context: WordContext, word: IdClass): boolean {
  const quoted = quotesAround(context);
  if (quoted) return isQuotedModel(context, word, quoted);
  return isBareModel(context);
}

/** The positions before the opening and after the closing quote; quotes inside a string may be escaped. */
function quotesAround({ line, start, end, kind }: WordContext): { before: number; after: number } | undefined {
  const quote = line[start - 1];
  if (quote === undefined || !QUOTES.includes(quote)) return undefined;
  if (quote === '`' && kind === 'config') return undefined;
  const isEscaped = line[start - 2] === '\\';
  if (line[isEscaped ? end + 1 : end] !== quote || (isEscaped && line[end] !== '\\')) return undefined;
  return { before: start - (isEscaped ? 2 : 1), after: end + (isEscaped ? 2 : 1) };
}

function isQuotedModel(
  context: WordContext,
  word: IdClass,
  { before, after }: { before: number; after: number },
): boolean {
  const { line } = context;
  const head = line.slice(0, before);
  if (isElement(head) || LOOKUP.test(head.slice(-40))) return false;
  const key = keyBefore(line, before);
  if (key !== undefined && isNaming(key.name)) return true;
  // The default after a variable's name: `getenv("CHAT_MODEL", "o1")`.
  if (key?.siblings.some((other) => /^[A-Z][A-Z0-9_]*$/.test(other) && isNaming(other))) return true;
  if (key?.siblings.some(context.isModel) || siblingsAfter(line, after).some(context.isModel)) return true;
  if (word === 'everyday') return false;
  if (key !== undefined && OTHER_KEYS.test(key.name)) return false;
  // The value of a flag that is not about models.
  if (/^--?[A-Za-z]/.test(key?.siblings[0] ?? '') && !isNaming(key?.siblings[0] ?? '')) return false;
  return !SIBLING_CODE.test(line);
}

/** Whether the text after `head` is the value of an attribute that names an element: a class, a link. */
function isElement(head: string): boolean {
  return ELEMENT.test(head.slice(-40).replace(/["'`]$/, '')) || isClassName(head);
}

/** Whether the text after `head` is one of an element's classes. */
export function isClassName(head: string): boolean {
  return /\bclass(?:Name)?=["'{`]+[^"'`<>]*$/.test(head.slice(-200));
}

function isBareModel(context: WordContext): boolean {
  const { line, start, end, kind } = context;
  const after = line.slice(end, end + 2);
  if (/^\s*(?:[=(]|:[^,\]}]|\.\w|\[)/.test(line.slice(end, end + 3)) && !/^\s*#/.test(after)) return false;
  if (flagBefore(line.slice(0, start))) return true;
  if (isTagged(line, start, end)) return true;
  if (neighbors(context)) return true;
  if (kind === 'style') return false;
  const key = keyBefore(line, start);
  // In code it is a variable, unless it is in a string or a comment.
  if (kind === 'code') return isText(line.slice(0, start)) && key !== undefined && isNaming(key.name);
  if (key !== undefined)
    return (
      isNaming(key.name) || key.siblings.some(context.isModel) || (IN_PLACE.test(key.name) && isNamedAbove(context))
    );
  if (isLineOfList(context)) return true;
  if (kind === 'prose') return false;
  return isNaming(wordBefore(line, start)) || isListItem(context);
}

/** Whether the text after `head` is in a string or a comment, judging by the line up to there. */
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

/** Next to an id in a list without brackets: `gpt-4,o1`, `gpt-4|o1`, `~w(gpt-4-turbo o1)`. */
function neighbors({ line, start, end, isModel }: WordContext): boolean {
  const left = /([A-Za-z0-9][\w.:-]*)\s?[,|; /]\s?$/.exec(line.slice(0, start).slice(-80));
  if (left && isModel(left[1] as string)) return true;
  const right = /^\s?[,|; /]\s?([A-Za-z0-9][\w.:-]*)/.exec(line.slice(end, end + 80));
  return right !== null && isModel(right[1] as string);
}

/** `ENV TITLE_MODEL o1`, `proxy_set_header X-Model o1`. */
function wordBefore(line: string, start: number): string {
  const word = /(?:^|\s)([A-Za-z][\w.-]*)\s+$/.exec(line.slice(0, start).slice(-60))?.[1] ?? '';
  // In a sentence, any word may come before a model; names are written in capitals or with `_` or `-`.
  return /[_-]|^[A-Z]+$/.test(word) ? word : '';
}

/** Keys that do not tell what their value is; the lines above them do. */
const IN_PLACE = /^(?:const|default|example|id|name|value)$/;

/** `- name: OPENAI_MODEL` above `value: o1`; `model:` or `models:` further out. */
function isNamedAbove({ line, start, above }: WordContext): boolean {
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

/** Where a line's content begins: after the dash of a list item. */
function indentOf(line: string): number {
  return /^[\s-]*/.exec(line.slice(0, 200))?.[0].length ?? 0;
}

/** Alone on its line, in a list with one id per line. */
function isLineOfList({ line, start, end, above, below, isModel }: WordContext): boolean {
  if (line.slice(0, start).trim() !== '' || !/^,?\s*$/.test(line.slice(end, end + 40))) return false;
  return [above()[0], below()[0]].some((other) => other !== undefined && isModel(other.trim().replace(/,$/, '')));
}

/** An item of a YAML block list, below a key that names models or next to an id. */
function isListItem({ line, start, above, below, isModel }: WordContext): boolean {
  const head = line.slice(0, start);
  const indent = /^(\s*)-\s+$/.exec(head)?.[1]?.length;
  if (indent === undefined) return false;
  let nearest = true;
  for (const other of above()) {
    const item = /^(\s*)-\s+["']?([\w.:/-]*)/.exec(other.slice(0, 200));
    if (item && (item[1]?.length ?? 0) === indent) {
      if (isModel(item[2] as string)) return true;
      // The value of a flag that is the previous item.
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
  /** The name before the value, or the name of the call it is passed to; empty if there is none. */
  name: string;
  /** The values before it in the same list. */
  siblings: string[];
}

/** What a value belongs to, read backward from it: a key, an assignment, a call, or a list in one of these. */
function keyBefore(line: string, start: number): Key | undefined {
  const siblings: string[] = [];
  // A YAML anchor or tag may come in between.
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
    // A shell default: `${MODEL:-o1}`.
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

/** The next value of the list after a string. */
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
