/** The two formats that are less than a model: ids, one a line, and how many there are. */
import type { ListFormatter } from './formatter.ts';

/** Ids, one a line. A model without an id has no line; a line break or tab within an id is written as JSON would. */
export function idList(): ListFormatter {
  return {
    begin: () => '',
    part({ batch }) {
      let lines = '';
      for (const { id } of batch) if (id !== undefined) lines += `${oneLine(id)}\n`;
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

function oneLine(id: string): string {
  return id.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
