/** The two formats that are less than a model: ids, one a line, and how many there are. */
import { idLine } from '../models/id.ts';
import type { ListFormatter } from './renderer.ts';

/** Ids, one a line. A model without an id has no line; an id that a line cannot carry is written as a JSON string. */
export function idList(): ListFormatter {
  return {
    begin: () => '',
    part({ batch }) {
      let lines = '';
      for (const { id } of batch) if (id !== undefined) lines += `${idLine(id)}\n`;
      return lines;
    },
    end: () => '',
  };
}

/** Only the number. */
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
