import { type Cell, cellValue } from '../models/cell.ts';
import { elapsed, isoDate } from './when.ts';

/** A cell for a person: times as dates, ages in one unit; empty where unknown. */
export function cellText(cell: Cell | undefined): string {
  switch (cell?.type) {
    case 'time':
      return isoDate(cell.seconds);
    case 'age':
      return elapsed(cell.seconds);
    case 'day':
      return `${isoDate(cell.seconds)} (${cell.mark})`;
    default:
      return cellValue(cell);
  }
}
