/**
 * Writes JSON text as YAML 1.2 (core schema) blocks. Works on the text, because a YAML library would convert numbers to
 * doubles, reorder keys that look like integers and drop duplicate keys. Numbers stay as written, and a string is
 * quoted unless no YAML 1.1 or 1.2 reader could take it for anything else.
 */
import { decode } from '../json/bytes.ts';
import type { RootMember } from '../json/list-scanner.ts';
import { jsonKindOf, type Range, readElements, readMembers, readString } from '../json/members.ts';
import { type ListFormatter, type Renderer, singleValueRenderer, type ValuesFormatter } from './renderer.ts';

/** Deeper values are written in flow style, which is JSON: indentation would grow with the square of the depth. */
const MAX_BLOCK_DEPTH = 64;

/** YAML 1.2, 7.4.2: an implicit key takes at most 1,024 characters. */
const MAX_KEY_LENGTH = 1000;

/** A letter first, then only characters without a meaning in YAML. */
const PLAIN =
  /^[A-Za-z\u00a1-\u00ac\u00ae-\u024f\u0370-\u058f\u3040-\u3163\u3165-\u9fff\uac00-\ud7a3][\w./\u00a1-\u00ac\u00ae-\u024f\u0370-\u058f\u3040-\u3163\u3165-\u9fff\uac00-\ud7a3+-]*(?:[ :][\w./+-]+)*$/u;
/** Plain words that some reader takes for a boolean, null or number. */
const RESERVED = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf|infinity)$/i;

/** A list response as one YAML document. */
export function yamlList(): ListFormatter {
  let models = 0;
  const member = ({ keyText, value }: RootMember): string => {
    const key = yamlKey(readString(keyText, { start: 0, end: keyText.length }), 0);
    return `${key}${blockAfterKey(value, { start: 0, end: value.length }, 0)}`;
  };
  return {
    begin: ({ before }) => `${before.map(member).join('')}data:`,
    part({ batch }) {
      let text = '';
      for (let i = 0; i < batch.length; i++) {
        if (models++ === 0) text += '\n';
        const range = { start: batch.starts[i] as number, end: batch.ends[i] as number };
        text += `  - ${blockInItem(batch.bytes, range, 2)}`;
      }
      return text;
    },
    end: ({ after }) => (models === 0 ? ' []\n' : '') + after.map(member).join(''),
  };
}

/** One value as a YAML document. */
export function yamlValue(bytes: Uint8Array, range: Range): string {
  return block(bytes, range, 0);
}

/** A value at the start of a line that is indented by `level` levels. Ends in a line break. */
function block(bytes: Uint8Array, range: Range, level: number): string {
  const pad = '  '.repeat(level);
  switch (isBlock(bytes, range, level)) {
    case 'object':
      return readMembers(bytes, range)
        .map((member, i) => `${i > 0 ? pad : ''}${yamlKey(member.key, level)}${blockAfterKey(bytes, member, level)}`)
        .join('');
    case 'array':
      return readElements(bytes, range)
        .map((element, i) => `${i > 0 ? pad : ''}- ${blockInItem(bytes, element, level + 1)}`)
        .join('');
    default:
      return `${scalar(bytes, range)}\n`;
  }
}

/** A key with its colon. One too long for an implicit key is marked as an explicit one. */
function yamlKey(key: string, level: number): string {
  const text = yamlString(key);
  return text.length <= MAX_KEY_LENGTH ? `${text}:` : `? ${text}\n${'  '.repeat(level)}:`;
}

/** What follows `key:`: a scalar on the same line, or a deeper block on the next. */
function blockAfterKey(bytes: Uint8Array, range: Range, level: number): string {
  if (isBlock(bytes, range, level + 1) === undefined) return ` ${scalar(bytes, range)}\n`;
  return `\n${'  '.repeat(level + 1)}${block(bytes, range, level + 1)}`;
}

/** What follows `- `: a block continues in the same column. */
function blockInItem(bytes: Uint8Array, range: Range, level: number): string {
  return block(bytes, range, level);
}

/** The kind of a value that is written on its own lines: a container that is neither empty nor too deep. */
function isBlock(bytes: Uint8Array, range: Range, level: number): 'object' | 'array' | undefined {
  const kind = jsonKindOf(bytes, range);
  if ((kind !== 'object' && kind !== 'array') || level > MAX_BLOCK_DEPTH) return undefined;
  for (let i = range.start + 1; i < range.end - 1; i++) if ((bytes[i] as number) > 0x20) return kind;
  return undefined;
}

function scalar(bytes: Uint8Array, range: Range): string {
  switch (jsonKindOf(bytes, range)) {
    case 'string':
      return yamlString(readString(bytes, range));
    case 'object':
    case 'array':
      return flow(bytes, range);
    default:
      return decode(bytes, range.start, range.end);
  }
}

/** A container on one line. JSON is YAML, except for string escapes of surrogates, so strings are rewritten. */
function flow(bytes: Uint8Array, range: Range): string {
  let text = '';
  let i = range.start;
  while (i < range.end) {
    const c = bytes[i] as number;
    if (c !== 0x22) {
      if (c > 0x20) text += c === 0x2c ? ', ' : c === 0x3a ? ': ' : String.fromCharCode(c);
      i++;
      continue;
    }
    const start = i++;
    while (bytes[i] !== 0x22) i += bytes[i] === 0x5c ? 2 : 1;
    text += quoted(readString(bytes, { start, end: ++i }));
  }
  return text;
}

/** A string as a YAML scalar, on one line. */
export function yamlString(text: string): string {
  return PLAIN.test(text) && !RESERVED.test(text) ? text : quoted(text);
}

/** Characters that a double-quoted scalar must escape, or that are invisible. */
const ESCAPED =
  /["\\]|[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u058f\u0900-\u10ff\u1e00-\u1fff\u3001-\u3163\u3165-\ud7a3\uf900-\ufaff\u{1f000}-\u{1faff}\u{20000}-\u{3ffff}]/gu;

function quoted(text: string): string {
  return `"${text.replace(ESCAPED, escapeOne)}"`;
}

function escapeOne(found: string): string {
  if (found === '"' || found === '\\') return `\\${found}`;
  const code = found.codePointAt(0) as number;
  if (code < 0x100) return SHORT[found] ?? `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\0': '\\0' };

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

export const yamlRenderer: Renderer = { ...singleValueRenderer(yamlList, yamlValue), values: yamlDocuments };

/** Several values become several documents of one YAML stream. */
function yamlDocuments(): ValuesFormatter {
  let documents = 0;
  return {
    add: (body, range) => (documents++ > 0 ? '---\n' : '') + yamlValue(body, range),
    end: () => '',
  };
}
