/** The plan of a list that is sorted, dated, detailed or shown in columns. */
import { splitColumns } from '../models/column-list.ts';
import type { Knowledge } from '../models/columns.ts';
import type { ListPart } from '../models/document.ts';
import { ShutdownDates, type ShutdownOf } from '../models/shutdown.ts';
import type { ShownFormat } from '../output/formats.ts';
import type { ColumnName } from '../spec/columns.ts';
import { columnOf, isDetail, proven, shownColumns } from './column-choice.ts';
import { type Detailing, loadDetails } from './details.ts';
import { headersOf, type ListPlan } from './list-plan.ts';
import type { Wanted } from './selected.ts';
import type { Selection } from './selection.ts';
import type { Session } from './session.ts';

/** Columns that may take their value from another model of the list. */
const FROM_OTHERS: readonly (ColumnName | undefined)[] = ['shutdown', 'shutdown_source'];

/** @param inColumns the format shows columns */
export async function planColumns(
  session: Session,
  format: ShownFormat,
  selection: Selection,
  inColumns: boolean,
): Promise<ListPlan> {
  const { flags, ctx } = session;
  const asked = flags.columns?.flatMap(splitColumns) ?? [];
  const retiring = selection.criteria?.retiringBy !== undefined;
  const detailed = flags.details || retiring || [...asked, ...selection.sort.map(({ name }) => name)].some(isDetail);

  const dates = new ShutdownDates();
  let details: Detailing | undefined;
  const shutdownOf: ShutdownOf = (model) => dates.of(model) ?? details?.shutdownOf(model);
  const knowledge: Knowledge = {
    now: ctx.now() / 1000,
    shutdownOf,
    detail: (model, name) => details?.cell(model, name),
  };
  const columns = inColumns ? await shownColumns(asked, format, flags.details ?? false, knowledge) : undefined;
  const orders = await Promise.all(
    selection.sort.map(async ({ name, descending }) => ({ column: await columnOf(name, knowledge), descending })),
  );
  const others = [...(columns ?? []), ...orders.map(({ column }) => column)];
  const footer: string[] = [];
  const adding = flags.details && !columns && (flags.transform !== undefined || format !== 'pretty');
  let dated = false;
  const wanted: Wanted = {
    selection,
    orders,
    dates,
    shutdownOf,
    whole: orders.length > 0 || retiring || others.some(({ named }) => FROM_OTHERS.includes(named)),
    datasetFlag(model) {
      const dated = shutdownOf(model)?.source === 'dataset';
      if (retiring && dated) return '--retiring';
      // An order decides what is taken only where not all of it is.
      if (selection.limit === Number.POSITIVE_INFINITY) return undefined;
      const guessed = orders.find(({ column: { named } }) =>
        FROM_OTHERS.includes(named) ? dated : named !== undefined && details?.isDatasets(model, named),
      );
      return guessed && `--sort ${guessed.column.name}`;
    },
  };
  return {
    view: {
      ...headersOf(session),
      ...(flags.details && {
        sections: (model) => [details?.section(model) ?? []].flat(),
      }),
      ...(columns && { columns, asked: asked.length > 0, noRoom: (titles) => footer.push(noRoom(titles)) }),
    },
    async prepare({ baseUrl, preset }) {
      if (!detailed) return wanted;
      details = await loadDetails(baseUrl, preset, ctx.now());
      footer.push(details.origin, ...[details.age ?? []].flat());
      return wanted;
    },
    async *steps(parts: AsyncIterable<ListPart>) {
      for await (const part of proven(parts, columns ?? [])) {
        if (flags['exit-code']) for (const model of part.batch) dated ||= shutdownOf(model)?.source === 'server';
        yield details && adding ? { ...part, batch: details.add(part.batch) } : part;
      }
    },
    footer,
    dated: () => dated,
  };
}

function noRoom(titles: readonly string[]): string {
  return `No room here for ${titles.join(', ')}: widen the terminal, or take --format csv.`;
}
