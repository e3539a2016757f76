import measure from 'fast-string-truncated-width';
import { isPlain } from './safe.ts';

/** The cells that text takes on a terminal: CJK and emoji take two, combining marks none. The text must be safe already. */
export function widthOf(text: string): number {
  return isPlain(text) ? text.length : measure(text).width;
}

/** Text shortened to at most `cells`, ending in an ellipsis where something was left out. */
export function shorten(text: string, cells: number): string {
  if (widthOf(text) <= cells) return text;
  return `${text.slice(0, cutAt(text, Math.max(0, cells - 1)))}…`;
}

export function padEnd(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - widthOf(text)));
}

export function padStart(text: string, cells: number): string {
  return ' '.repeat(Math.max(0, cells - widthOf(text))) + text;
}

let segmenter: Intl.Segmenter | undefined;

function characters(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

function firstCharacter(text: string): string {
  for (const { segment } of characters(text)) return segment;
  return text;
}

/** The longest beginning of the text, in whole characters, that takes at most `cells`. */
function cutAt(text: string, cells: number): number {
  if (isPlain(text)) return Math.min(cells, text.length);
  let used = 0;
  for (const { segment, index } of characters(text)) {
    used += widthOf(segment);
    if (used > cells) return index;
  }
  return text.length;
}

/** Text cut into pieces: the first of at most `first` cells, the others of at most `rest`. */
export function wrapCells(text: string, first: number, rest: number): string[] {
  const pieces: string[] = [];
  let left = text;
  for (let room = first; widthOf(left) > room; room = rest) {
    const index = cutAt(left, Math.max(0, room));
    // A character wider than the room stands alone rather than never.
    const cut = index > 0 || room < rest ? index : firstCharacter(left).length;
    pieces.push(left.slice(0, cut));
    left = left.slice(cut);
  }
  return [...pieces, left];
}
