/** The plan of a list that is sorted, dated, detailed or shown in columns. */
import { splitColumns } from '../models/column-list.ts';
import {
  type Column,
  DETAIL_COLUMNS,
  type Knowledge,
  namedColumn,
  ROW_COLUMNS,
  TABLE_COLUMNS,
} from '../models/columns.ts';
import type { ListPart } from '../models/document.ts';
import { ShutdownDates, type ShutdownOf } from '../models/shutdown.ts';
import type { ShownFormat } from '../output/formats.ts';
import type { ColumnName } from '../spec/columns.ts';
import { columnOf, proven } from './column-choice.ts';
import { headersOf, type ListPlan } from './list-plan.ts';
import type { Selection } from './selection.ts';
import type { Session } from './session.ts';

/** Columns that may take their value from another model of the list. */
const FROM_OTHERS: readonly (ColumnName | undefined)[] = ['shutdown', 'shutdown_source'];

export async function planColumns(
  session: Session,
  format: ShownFormat,
  selection: Selection,
  inColumns: boolean,
): Promise<ListPlan> {
  const { flags, ctx } = session;
  const asked = flags.columns?.flatMap(splitColumns) ?? [];
  const retiring = selection.criteria?.retiringBy !== undefined;
  const dates = new ShutdownDates();
  const shutdownOf: ShutdownOf = dates.of;
  const knowledge: Knowledge = { now: ctx.now() / 1000, shutdownOf };

  const columns = await shownColumns(asked, inColumns ? format : undefined, flags.details ?? false, knowledge);
  const orders = await Promise.all(
    selection.sort.map(async ({ name, descending }) => ({ column: await columnOf(name, knowledge), descending })),
  );
  const others = [...(columns ?? []), ...orders.map(({ column }) => column)];
  const footer: string[] = [];
  let dated = false;
  return {
    wanted: {
      selection,
      orders,
      dates,
      shutdownOf,
      whole: orders.length > 0 || retiring || others.some(({ named }) => FROM_OTHERS.includes(named)),
    },
    view: {
      ...headersOf(session),
      ...(columns && { columns, asked: asked.length > 0, noRoom: (titles) => footer.push(noRoom(titles)) }),
    },
    async *steps(parts: AsyncIterable<ListPart>) {
      for await (const part of proven(parts, columns ?? [])) {
        if (flags['exit-code']) for (const model of part.batch) dated ||= shutdownOf(model)?.source === 'server';
        yield part;
      }
    },
    footer,
    dated: () => dated,
  };
}

async function shownColumns(
  asked: readonly string[],
  format: ShownFormat | undefined,
  details: boolean,
  knowledge: Knowledge,
): Promise<readonly Column[] | undefined> {
  if (format === undefined) return undefined;
  if (asked.length > 0) return Promise.all(asked.map((name) => columnOf(name, knowledge)));
  const names = format === 'table' ? TABLE_COLUMNS : ROW_COLUMNS;
  const dating: readonly ColumnName[] = format === 'table' ? [] : ['shutdown', 'shutdown_source'];
  return [...names, ...(details ? [...DETAIL_COLUMNS, ...dating] : [])].map((name) => namedColumn(name, knowledge));
}

function noRoom(titles: readonly string[]): string {
  return `No room here for ${titles.join(', ')}: widen the terminal, or take --format csv.`;
}
