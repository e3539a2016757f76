import measure from 'fast-string-truncated-width';
import { isPlain, type Line } from './terminal-text.ts';

/**
 * The cells that text takes on a terminal: CJK and emoji take two, combining marks none. The text must already be safe.
 */
export function widthOf(text: string): number {
  return isPlain(text) ? text.length : measure(text).width;
}

/** The text shortened to at most `cells`, ending in an ellipsis if it was cut. */
export function truncateText(text: string, cells: number): string {
  if (widthOf(text) <= cells) return text;
  return `${text.slice(0, cutPosition(text, Math.max(0, cells - 1)))}…`;
}

export function padEnd(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - widthOf(text)));
}

export function padStart(text: string, cells: number): string {
  return ' '.repeat(Math.max(0, cells - widthOf(text))) + text;
}

let segmenter: Intl.Segmenter | undefined;

/** The grapheme clusters with their positions. A long text is split into stretches, because V8 takes quadratic time. */
function* graphemes(text: string): Generator<{ segment: string; index: number }> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let stretch = SEGMENT_CHUNK;
  for (let start = 0; start < text.length; ) {
    const whole = start + stretch >= text.length;
    let last: { segment: string; index: number } | undefined;
    for (const { segment, index } of segmenter.segment(text.slice(start, start + stretch))) {
      if (last) yield last;
      last = { segment, index: start + index };
    }
    // The last cluster may continue in the next stretch.
    if (whole) {
      if (last) yield last;
      return;
    }
    stretch = last && last.index > start ? SEGMENT_CHUNK : stretch * 2;
    start = last?.index ?? text.length;
  }
}

/** UTF-16 units. */
const SEGMENT_CHUNK = 256;

/** The length of the longest prefix, in whole grapheme clusters, that takes at most `cells`. */
function cutPosition(text: string, cells: number): number {
  if (isPlain(text)) return Math.min(cells, text.length);
  let used = 0;
  for (const { segment, index } of graphemes(text)) {
    used += widthOf(segment);
    if (used > cells) return index;
  }
  return text.length;
}

/**
 * Cuts text into pieces: the first of at most `first` cells, the others of at most `rest`. Scans it only once, because
 * a field may be of any length.
 */
export function wrapCells(text: string, first: number, rest: number): string[] {
  const pieces: string[] = [];
  let room = Math.max(0, first);
  let start = 0;
  if (isPlain(text)) {
    for (; text.length - start > room; room = rest) {
      pieces.push(text.slice(start, start + room));
      start += room;
    }
    return [...pieces, text.slice(start)];
  }
  let used = 0;
  for (const { segment, index } of graphemes(text)) {
    const width = widthOf(segment);
    // A character wider than the room gets a line of its own.
    if (used + width > room && (index > start || room < rest)) {
      pieces.push(text.slice(start, index));
      start = index;
      used = 0;
      room = rest;
    }
    used += width;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/**
 * Breaks text at blanks into lines: the first of at most `first` cells, the others of at most `rest`. A word longer
 * than a line stays whole, so that it can be copied.
 */
export function wrapWords(text: string, first: number, rest: number): string[] {
  const [start = '', ...words] = text.split(' ');
  const lines: string[] = [];
  let line = start;
  let used = widthOf(start);
  for (const word of words) {
    const width = widthOf(word);
    if (used + 1 + width > (lines.length === 0 ? first : rest) && line !== '') {
      lines.push(line);
      line = word;
      used = width;
    } else {
      line += ` ${word}`;
      used += 1 + width;
    }
  }
  return [...lines, line];
}

/** Word-wraps the last text of a line to `width` cells. Continuation lines are indented. */
export function wrapLine(line: Line, width: number): Line[] {
  const last = line.at(-1);
  if (typeof last !== 'string') return [line];
  const before = line.slice(0, -1);
  const used = before.reduce((cells, part) => cells + widthOf(typeof part === 'string' ? part : part.text), 0);
  const [first = '', ...others] = wrapWords(last, width - used, width - INDENT.length);
  return [[...before, first], ...others.map((text): Line => [INDENT + text])];
}

const INDENT = '  ';
