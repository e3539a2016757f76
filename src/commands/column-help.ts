/** `--columns help`: the columns there are. */
import { span } from '../output/span.ts';
import { padEnd } from '../output/width.ts';
import { COLUMN_NAMES, COLUMNS } from '../spec/columns.ts';
import type { ColumnSpec } from '../spec/types.ts';
import type { Session } from './session.ts';

export async function showColumns({ out }: Session): Promise<0> {
  const room = Math.max(...COLUMN_NAMES.map((name) => name.length));
  await out.write([
    ...COLUMN_NAMES.map((name) => {
      const { hint, details }: ColumnSpec = COLUMNS[name];
      return [span('cyan', padEnd(name, room)), `  ${hint}`, ...(details ? [span('dim', ' (details)')] : [])];
    }),
    [],
    ['(details) come from public metadata where the server does not tell.'],
    ["Any field of the server's and any GJSON path is a column too:"],
    ['openai models list --columns id,context_length,pricing.prompt'],
  ]);
  return 0;
}
