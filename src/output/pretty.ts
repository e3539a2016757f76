/** Boxed cards: the `pretty` format. */

import { safeLine } from './safe.ts';
import type { Line, Span } from './span.ts';
import { span } from './span.ts';
import { widthOf, wrapCells } from './width.ts';

/** Border and space on both sides. */
const FRAME = 4;
const NARROWEST = 16;

/** The lines in a box; on a terminal (`width` given) long lines are wrapped into it. */
export function boxed(lines: readonly Line[], width: number | undefined): Line[] {
  const room = width === undefined ? Number.POSITIVE_INFINITY : Math.max(NARROWEST, width - FRAME);
  const inside = lines.flatMap((line) => wrapLine(line, room));
  const cells = inside.reduce((widest, line) => Math.max(widest, lineWidth(line)), 1);
  const edge = '─'.repeat(cells + 2);
  return [
    [span('dim', `╭${edge}╮`)],
    ...inside.map((line): Line => [span('dim', '│ '), ...line, ' '.repeat(cells - lineWidth(line)), span('dim', ' │')]),
    [span('dim', `╰${edge}╯`)],
  ];
}

function lineWidth(line: readonly Span[]): number {
  return line.reduce((sum, part) => sum + widthOf(part.text), 0);
}

/** Cuts a line of spans into lines of at most `room` cells; the spans come out safe. */
function wrapLine(line: Line, room: number): Span[][] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const part of line) {
    const { text, style } = typeof part === 'string' ? span('plain', part) : part;
    for (const [i, piece] of wrapCells(safeLine(text), room - used, room).entries()) {
      if (i > 0) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push(span(style, piece));
      used += widthOf(piece);
    }
  }
  return lines;
}
