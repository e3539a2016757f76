/** How far a long piece of work is, as one line. */
import { type Line, span } from './span.ts';
import { shorten, widthOf } from './width.ts';

export interface Progress {
  done: number;
  total: number;
  /** Of those done, the ones that went wrong. */
  failed: number;
  /** What it waits for, if anything. */
  waiting?: string | undefined;
}

const WIDEST_BAR = 40;
const NARROWEST_BAR = 8;

/** The line, shorter than `columns`: `Deleting ██████░░░░ 412 of 1,000, 3 failed`. */
export function progressLine(what: string, { done, total, failed, waiting }: Progress, columns: number): Line {
  const counts = ` ${number(done)} of ${number(total)}`;
  const failures = failed > 0 ? `, ${number(failed)} failed` : '';
  const wait = waiting ? ` (${waiting})` : '';
  const room = columns - 1 - widthOf(`${what} ${counts}${failures}${wait}`);
  if (room < NARROWEST_BAR) return [shorten(`${what}${counts}${failures}${wait}`, columns - 1)];
  const cells = Math.min(room, WIDEST_BAR);
  const full = total === 0 ? cells : Math.floor((done / total) * cells);
  return [
    `${what} `,
    span('cyan', '█'.repeat(full)),
    span('dim', '░'.repeat(cells - full)),
    counts,
    ...(failures ? [span('red', failures)] : []),
    ...(wait ? [span('yellow', wait)] : []),
  ];
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}
