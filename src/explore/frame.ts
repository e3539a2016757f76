/** A picture of the screen as text in cells, and the bytes that turn one picture into the next. */
import { type Line, type Span, type Style, safeLine, span } from '../output/terminal-text.ts';
import { truncateText, widthOf } from '../output/width.ts';
import { styleText } from '../output/writer.ts';
import type { Size } from './state.ts';

/** A part of one row. It is drawn by itself, so its content cannot shift anything to its right. */
export interface Segment {
  readonly column: number;
  readonly columns: number;
  readonly line: Line;
  /** Whether the whole segment is highlighted, like the row under the cursor. */
  readonly reversed?: boolean;
}

/** The rows of a screen, from the top. */
export interface Picture {
  readonly rows: readonly (readonly Segment[])[];
  /** Where text is typed. */
  readonly caret?: { readonly row: number; readonly column: number };
}

/** A line cut or padded to exactly `columns` cells; its spans come out safe. */
export function fitToCells(line: Line, columns: number): Span[] {
  const spans: Span[] = [];
  let room = columns;
  for (const part of line) {
    if (room === 0) break;
    const { text, style } = typeof part === 'string' ? span('plain', part) : part;
    const safe = safeLine(text);
    const cells = widthOf(safe);
    if (cells > room) {
      const cut = truncateText(safe, room);
      spans.push(span(style, cut));
      room -= widthOf(cut);
      break;
    }
    spans.push(span(style, safe));
    room -= cells;
  }
  if (room > 0) spans.push(span('plain', ' '.repeat(room)));
  return spans;
}

/** The line without the `cells` cells after the first `keep`, which stay in place. */
export function scrollSideways(line: Line, keep: number, cells: number): Line {
  if (cells === 0) return line;
  const shown: Span[] = [];
  let at = 0;
  for (const part of line) {
    const { text, style } = typeof part === 'string' ? span('plain', part) : part;
    for (const character of safeLine(text)) {
      const width = widthOf(character);
      if (at < keep || at >= keep + cells) shown.push(span(style, character));
      at += width;
    }
  }
  return shown;
}

const COLORS: readonly Style[] = ['red', 'yellow', 'green', 'cyan'];

function paintSegment({ line, columns, reversed }: Segment, color: boolean): string {
  let text = '';
  let run: Span | undefined;
  const flush = () => {
    if (run) text += styleText(run.text, run.style);
  };
  for (const part of fitToCells(line, columns)) {
    // In a reversed row, a color would show as a block.
    const style = (!color || reversed) && COLORS.includes(part.style) ? 'plain' : part.style;
    // Adjacent text in one style is written as one run.
    if (run?.style === style) run = span(style, run.text + part.text);
    else {
      flush();
      run = span(style, part.text);
    }
  }
  flush();
  return reversed ? styleText(text, 'reverse') : text;
}

const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';

/** Draws pictures one after another, sending only what has changed. */
export class Canvas {
  private readonly color: boolean;
  private drawn: string[][] = [];
  private places: string[] = [];
  private caret: string | undefined;

  constructor(color: boolean) {
    this.color = color;
  }

  /** Assumes that nothing drawn before is on the screen anymore. */
  invalidate(): void {
    this.drawn = [];
    this.places = [];
    this.caret = undefined;
  }

  /** The bytes that make the screen show this picture; empty if it already does. */
  draw({ rows, caret }: Picture, size: Size): string {
    let bytes = '';
    const fresh = this.drawn.length === 0;
    for (let row = 0; row < size.rows; row++) {
      const segments = rows[row] ?? [];
      const texts = segments.map((segment) => paintSegment(segment, this.color));
      const places = segments.map(({ column, columns }) => `${column}+${columns}`).join();
      const before = this.drawn[row];
      const moved = this.places[row] !== places;
      if (moved && !fresh) bytes += `${at(row, 0)}\x1b[2K`;
      for (const [s, text] of texts.entries()) {
        if (!moved && before?.[s] === text) continue;
        // Trailing blanks need not be sent to an empty row.
        const shown = moved || fresh ? text.replace(/ +$/, '') : text;
        if (shown !== '') bytes += at(row, segments[s]?.column ?? 0) + shown;
      }
      this.drawn[row] = texts;
      this.places[row] = places;
    }
    this.drawn.length = size.rows;
    const point = caret && at(caret.row, caret.column);
    if (bytes !== '' || point !== this.caret) {
      bytes += point === undefined ? '\x1b[?25l' : `${point}\x1b[?25h`;
      this.caret = point;
      return `${BEGIN}${fresh ? '\x1b[2J' : ''}${bytes}${END}`;
    }
    return '';
  }
}

function at(row: number, column: number): string {
  return `\x1b[${row + 1};${column + 1}H`;
}
