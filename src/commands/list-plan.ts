/** How a list is to be read and shown: the selection, and what the columns of the format need to know. */
import type { Api } from '../api/client.ts';
import type { ListPart } from '../models/document.ts';
import type { ShownFormat } from '../output/formats.ts';
import type { View } from '../output/formatter.ts';
import { COLUMN_FORMATS } from './list-flags.ts';
import type { Wanted } from './selected.ts';
import { selectionOf } from './selection.ts';
import type { Session } from './session.ts';

export interface ListPlan {
  view: Pick<View, 'columns' | 'asked' | 'headers' | 'noRoom' | 'sections'>;
  /** What happens to the models between selection and format. */
  steps(parts: AsyncIterable<ListPart>): AsyncIterable<ListPart>;
  /** Loads what the plan needs to know besides the list. What is wanted is known then, and not before. */
  prepare(api: Api): Promise<Wanted>;
  /** Notes for people below the list. */
  footer: readonly string[];
  /** The server itself has dated one of the models that were shown. */
  dated(): boolean;
}

/**
 * Reads the flags that select, sort and choose columns. What is heavy is loaded only where they ask for it.
 * @throws CliError for flags that cannot be used (exit 2)
 */
export async function planList(session: Session, format: ShownFormat): Promise<ListPlan> {
  const { flags } = session;
  const selection = selectionOf(session);
  const inColumns = COLUMN_FORMATS.includes(format) && !flags.transform && !flags.ids && !flags.count;
  const knowing = selection.sort.length > 0 || selection.criteria?.retiringBy !== undefined || flags.details;
  if (inColumns || knowing) {
    const { planColumns } = await import('./list-columns.ts');
    return planColumns(session, format, selection, inColumns);
  }
  const wanted: Wanted = {
    selection,
    orders: [],
    dates: undefined,
    shutdownOf: () => undefined,
    whole: false,
    datasetFlag: () => undefined,
  };
  return {
    view: headersOf(session),
    steps: (parts) => parts,
    prepare: async () => wanted,
    footer: [],
    dated: () => false,
  };
}

export function headersOf({ flags }: Session): Pick<View, 'headers'> {
  return flags['no-headers'] ? { headers: false } : {};
}
