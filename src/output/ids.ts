/** The two formats that show less than a model: ids, one per line, and the number of models. */
import { formatIdLine } from '../models/id.ts';
import type { ListFormatter } from './renderer.ts';

/**
 * Ids, one per line. A model without an id has no line. An id that does not fit on a line is written as a JSON string.
 */
export function idList(): ListFormatter {
  return {
    begin: () => '',
    part({ batch }) {
      let lines = '';
      for (const { id } of batch) if (id !== undefined) lines += `${formatIdLine(id)}\n`;
      return lines;
    },
    end: () => '',
  };
}

/** Only the number of models. */
export function countList(): ListFormatter {
  let count = 0;
  return {
    begin: () => '',
    part({ batch }) {
      count += batch.length;
      return '';
    },
    end: () => `${count}\n`,
  };
}
