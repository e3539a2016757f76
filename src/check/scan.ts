/**
 * Finds the ids in a file's bytes, with their places. The text is read piece by piece, each with some text around it,
 * so that a file of one line works as well as one of many, in the memory of one piece.
 */
import { baseOf } from '../models/id.ts';
import { isEndBoundary, isStartBoundary } from './boundaries.ts';
import type { FileKind } from './files.ts';
import { classOf, type IdSet } from './ids.ts';
import { isClassName, isModelReference, type WordContext } from './naming.ts';
import { isOperation, prefixBefore } from './prefixes.ts';
import { suppressedLines } from './suppressions.ts';

/** An id found in a file. */
export interface Mention {
  /** From 1; a line ends at a line feed. */
  line: number;
  /** From 1, in UTF-16 units, without a byte order mark. */
  column: number;
  /** The text found, including a provider's prefix that is part of it. */
  text: string;
  /** The id in it: for a fine-tuned model, its base's. */
  id: string;
  /** The provider that the prefix names. */
  provider: string | undefined;
}

/** How much text before and after a piece is available, in bytes. */
export const CONTEXT_BYTES = 4096;
const BEFORE = 600;
const BEHIND = 300;
/** How many bytes of the lines above and below are read. */
const ABOVE = 1024;
const BELOW = 512;
const LINES = 40;
/** After this many places, other work gets a turn. */
const MANY = 1000;
const LINE_FEED = 0x0a;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Scans one file, piece by piece. */
export class FileScanner {
  private readonly ids: IdSet;
  private readonly kind: FileKind;
  private line = 1;
  /** UTF-16 units between the start of the line and the last counted position. */
  private units = 0;
  private readonly texts = new Map<string, string>();
  /** The lines whose ids are ignored. */
  private readonly suppressed = new Set<number>();

  constructor(ids: IdSet, kind: FileKind) {
    this.ids = ids;
    this.kind = kind;
  }

  /**
   * The mentions that begin in a piece; `undefined` now and then, to let other work run.
   * @param bytes the piece between `from` and `to`, with up to AROUND bytes before and after
   * @param length how many of the bytes are valid
   */
  *scanPiece(bytes: Uint8Array, length: number, from: number, to: number): Generator<Mention | undefined> {
    const starts = new Set<number>();
    this.ids.find(bytes, Math.max(0, from - 2), Math.min(length, to + 64), (start) => {
      if (start >= from && start < to) starts.add(start);
    });
    let counted = from;
    const isLast = to === length;
    if (isLast && starts.size === 0) return;
    for (const line of suppressedLines(bytes, from, to, this.kind === 'notebook'))
      this.suppressed.add(this.line + line);
    if (starts.size > 0) {
      let end = 0;
      let read = 0;
      for (const start of [...starts].sort((a, b) => a - b)) {
        if (start < end) continue;
        if (++read % MANY === 0) yield undefined;
        const found = this.read(bytes, length, start);
        if (!found) continue;
        const at = start - found.back;
        if (at < end) continue;
        end = start + found.length;
        this.advance(bytes, counted, at);
        counted = Math.max(counted, at);
        if (this.suppressed.has(this.line)) continue;
        const { id, provider } = found;
        yield { line: this.line, column: this.units + 1, text: this.intern(found.text), id, provider };
      }
    }
    if (!isLast) this.advance(bytes, counted, to);
  }

  /** One copy of a text for all its places: a slice of a line would keep the whole line in memory. */
  private intern(text: string): string {
    let kept = this.texts.get(text);
    if (kept === undefined) {
      kept = decoder.decode(encoder.encode(text));
      this.texts.set(kept, kept);
    }
    return kept;
  }

  /** Advances the line and column count to a position. */
  private advance(bytes: Uint8Array, from: number, to: number): void {
    if (to <= from) return;
    let begin = from;
    // Search only up to `to`: a line may be as long as the file.
    const passed = bytes.subarray(0, to);
    for (let feed = passed.indexOf(LINE_FEED, begin); feed >= 0; feed = passed.indexOf(LINE_FEED, begin)) {
      this.line++;
      this.units = 0;
      begin = feed + 1;
    }
    this.units += unitsIn(bytes, begin, to);
  }

  private read(bytes: Uint8Array, length: number, start: number) {
    const candidates = this.ids.at(bytes, start, length);
    if (candidates.length === 0) return undefined;
    const begin = stretchStart(bytes, start);
    const head = textOf(bytes, begin, start);
    const line = head + textOf(bytes, start, stretchEnd(bytes, start, length));
    const at = head.length;
    for (const id of candidates) {
      const found = this.readWholeId(line, at, id, () => ({
        above: () => linesAbove(bytes, begin),
        below: () => linesBelow(bytes, start, length),
      }));
      if (!found) continue;
      const text = line.slice(found.start, found.end);
      // The part of the text before its id is ASCII.
      return { text, id: found.id, provider: found.provider, back: at - found.start, length: found.end - at };
    }
    return undefined;
  }

  private readWholeId(
    line: string,
    at: number,
    id: string,
    around: () => Pick<WordContext, 'above' | 'below'>,
  ): { start: number; end: number; id: string; provider: string | undefined } | undefined {
    const end = at + id.length;
    const tuned = fineTunedAround(line, at, end);
    if (tuned === 'incomplete') return undefined;
    if (tuned) return this.readFineTuned(line, tuned, at, id);
    if (!isEndBoundary(line, end, this.kind)) return undefined;
    const before = line[at - 1];
    const bare = { start: at, provider: undefined, names: false };
    if (before !== '.' && before !== '/' && !isStartBoundary(line, at, this.kind)) return undefined;
    if (this.kind === 'prose' && isWildcard(line, at, end)) return undefined;
    const prefix = before === '/' && this.isModel(wordBefore(line, at)) ? bare : prefixBefore(line, at);
    if (!prefix) return undefined;
    if (prefix.start < at && !isStartBoundary(line, prefix.start, this.kind) && line[prefix.start - 1] !== '/')
      return undefined;
    if (line[end] === '/' && !this.continuesWord(line, end + 1, before === '/')) return undefined;
    const { start, provider } = prefix;
    const word = classOf(id);
    if (word === 'plain') return isClassName(line.slice(0, at)) ? undefined : { start, end, id, provider };
    if (prefix.names && (before === '/' || before === ':' || before === '.')) return { start, end, id, provider };
    const place: WordContext = {
      line,
      start: at,
      end,
      kind: this.kind,
      isModel: (text) => this.isModel(text),
      ...around(),
    };
    return isModelReference(place, word) ? { start, end, id, provider } : undefined;
  }

  private readFineTuned(line: string, { start, end }: { start: number; end: number }, at: number, id: string) {
    const first = start === at && line.startsWith('ft:', at - 3) ? at - 3 : start;
    const prefix = line[first - 1] === '/' ? prefixBefore(line, first) : undefined;
    if (!prefix && (line[first - 1] === '/' || !isStartBoundary(line, first, this.kind))) return undefined;
    return { start: prefix && first === start ? prefix.start : start, provider: prefix?.provider, end, id };
  }

  /** Whether the text after a slash is another id, or the rest of an API path. */
  private continuesWord(line: string, at: number, isPath: boolean): boolean {
    if (isPath && isOperation(line, at)) return true;
    const next = /^[A-Za-z0-9][\w.:-]*/.exec(line.slice(at, at + 80))?.[0] ?? '';
    return /^\s|^[>*]/.test(line.slice(at, at + 1)) || this.isModel(next);
  }

  private isModel(text: string): boolean {
    const bare = text.slice(text.lastIndexOf('/') + 1).replace(/[.:]+$/, '');
    if (classOf(bare) !== 'plain') return false;
    return this.ids.has(bare) || FAMILY.test(bare);
  }
}

/** How model ids begin, known or not. */
const FAMILY =
  /^(?:chatgpt-|claude-|codestral-|command-[ar]|dall-e-|deepseek-|gemini-|gpt-\d|gpt-(?:audio|image|realtime)|grok-|llama-?\d|mi[ns]istral-|mixtral-|o[1-9]-(?:deep|mini|preview|pro|\d{4})|text-(?:davinci|curie|babbage|ada|embedding)-)/;

/** `ft:BASE:...`, `BASE:ft-...`, `BASE.ft-...`: each is one text. */
function fineTunedAround(
  line: string,
  at: number,
  end: number,
): { start: number; end: number } | 'incomplete' | undefined {
  const isNew = line.startsWith('ft:', at - 3) && line[end] === ':';
  if (!isNew && !line.startsWith(':ft-', end) && !line.startsWith('.ft-', end)) return undefined;
  const start = isNew ? at - 3 : at;
  let stop = end;
  while (/[\w.:-]/.test(line[stop] ?? '')) stop++;
  const isCut = /[${%<]/.test(line[stop] ?? '') || line[stop - 1] === '-';
  while (/[.:]/.test(line[stop - 1] ?? '') && stop > end) stop--;
  // If the rest is filled in at run time, only the base is known.
  if (isCut) return isNew ? { start: at, end } : 'incomplete';
  return baseOf(line.slice(start, stop)) === undefined ? undefined : { start, end: stop };
}

/** Whether an asterisk next to an id in prose is a wildcard, not emphasis that begins or ends there. */
function isWildcard(line: string, at: number, end: number): boolean {
  const [before, after] = [line[at - 1] === '*', line[end] === '*'];
  if (!before && !after) return false;
  const head = line.slice(0, at);
  if (head.split('`').length % 2 === 0) return true;
  return (before && !line.includes('*', end)) || (after && !head.includes('*'));
}

/** The word before a slash: `gpt-4` in `gpt-4/gpt-4o`. */
function wordBefore(line: string, at: number): string {
  return /[\w.:-]*$/.exec(line.slice(Math.max(0, at - 80), at - 1))?.[0] ?? '';
}

/** Where the inspected part of the line begins: at the start of the line, or on a character boundary. */
function stretchStart(bytes: Uint8Array, start: number): number {
  const low = Math.max(0, start - BEFORE);
  for (let i = start - 1; i >= low; i--) if (bytes[i] === LINE_FEED) return i + 1;
  let begin = low;
  while (begin < start && ((bytes[begin] as number) & 0xc0) === 0x80) begin++;
  return begin;
}

function stretchEnd(bytes: Uint8Array, start: number, length: number): number {
  const high = Math.min(length, start + BEHIND);
  for (let i = start; i < high; i++) if (bytes[i] === LINE_FEED) return i > start && bytes[i - 1] === 0x0d ? i - 1 : i;
  return high;
}

function linesAbove(bytes: Uint8Array, begin: number): string[] {
  return textOf(bytes, Math.max(0, begin - ABOVE), Math.max(0, begin - 1))
    .split('\n')
    .slice(-LINES)
    .reverse();
}

function linesBelow(bytes: Uint8Array, start: number, length: number): string[] {
  return textOf(bytes, start, Math.min(length, start + BELOW))
    .split('\n')
    .slice(1, 1 + LINES);
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return from < to ? decoder.decode(bytes.subarray(from, to)) : '';
}

/** UTF-16 units of UTF-8: one per character, two for four-byte characters. Invalid UTF-8 counts byte by byte. */
function unitsIn(bytes: Uint8Array, from: number, to: number): number {
  let units = 0;
  for (let i = from; i < to; i++) units += unitsAt(bytes, i);
  return units;
}

/** How many units a byte adds: none if an earlier byte counts for the whole character. */
export function unitsAt(bytes: Uint8Array, at: number): 0 | 1 | 2 {
  const byte = bytes[at] as number;
  if (byte < 0x80) return 1;
  if (byte < 0xc0) return isContinuation(bytes, at) ? 0 : 1;
  return byte >= 0xf0 && isLead(bytes, at) ? 2 : 1;
}

/** Whether a byte belongs to a character that an earlier byte begins. */
function isContinuation(bytes: Uint8Array, at: number): boolean {
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[at - back];
    if (byte === undefined || byte < 0x80) return false;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1) >= back;
  }
  return false;
}

function isLead(bytes: Uint8Array, at: number): boolean {
  for (let i = 1; i <= 3; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return false;
  return true;
}
