/**
 * What a list contains and how it is shown: which models, in which order, in which columns. A query is either ready to
 * run or fails to be made. It is made from flags, or from the same names with values set by a program.
 */

import { CliError } from '../errors/error.ts';
import type { Session } from '../session/session.ts';
import type { FlagName, FlagValues } from '../spec/flags.ts';
import { isPage, type ShownFormat, showsColumns } from '../spec/formats.ts';
import { SELECTION_FLAGS } from '../spec/selection-flags.ts';
import type { ListQuery, Selection } from './selection.ts';
import { headerOptions, isOn } from './selection.ts';
import type { ModelSource } from './source.ts';

interface QueryOptions {
  format: ShownFormat;
  source: Pick<ModelSource, 'baseUrl' | 'preset' | 'servers'>;
  /** Needed to load details. */
  session: Session;
  now: number;
}

/**
 * The query of a command line, ready to run. Heavy modules are loaded only if flags or format need them.
 * @param now Unix seconds
 * @throws CliError for columns that are not available (exit 2)
 */
export async function resolveQuery(
  flags: FlagValues,
  selection: Selection,
  { format, source, session, now }: QueryOptions,
): Promise<ListQuery> {
  const isColumnar = showsColumns(format) && !flags.transform && !flags.ids && !flags.count;
  const compares = (selection.criteria?.conditions.length ?? 0) > 0;
  if (isColumnar || selection.sort.length > 0 || selection.criteria?.needsDates || compares || flags.details) {
    const { resolveColumns } = await import('./columns.ts');
    return resolveColumns(flags, selection, { format, source, session, now, isColumnar });
  }
  return {
    selection,
    orders: [],
    dates: undefined,
    shutdownOf: () => undefined,
    cell: () => undefined,
    conditionColumns: [],
    newestFirst: false,
    needsWholeList: false,
    datasetFlag: () => undefined,
    view: headerOptions(flags),
    columnContext: undefined,
    process: (parts) => parts,
    footer: [],
    hasServerDates: () => false,
  };
}

/** Flags that would change a body that is printed byte for byte. */
const NOT_RAW: readonly FlagName[] = [...SELECTION_FLAGS, 'exit-code', 'details'];

/** @throws CliError `conflict` and `needs-flag` (exit 2) for list flags that cannot be combined */
export function checkListFlags(flags: FlagValues, format: ShownFormat): void {
  const own = flags.ids ? '--ids' : flags.count ? '--count' : undefined;
  if (flags.ids && flags.count) throw conflict('--ids', '--count');
  if (own && flags.format && flags.format !== 'auto' && flags.format !== 'text') throw conflict(own, formatName(flags));
  if (own && flags.transform) throw conflict(own, '--transform');
  if (own && flags.columns) throw conflict(own, '--columns');
  const changing = format === 'raw' ? NOT_RAW.find((name) => isOn(flags, name)) : undefined;
  if (changing) throw conflict(`--${changing}`, '--format raw');
  checkColumnFlags(flags, format);
  if (flags['exit-code'] && flags.retiring === undefined)
    throw new CliError('needs-flag', { flag: '--exit-code', needs: '--retiring' });
}

/** The same for one model. */
export function checkOneFlags(flags: FlagValues, format: ShownFormat): void {
  if (flags.details && format === 'raw') throw conflict('--details', '--format raw');
  checkColumnFlags(flags, format);
}

/** @throws CliError `conflict` if the format has no columns to choose, or no header to leave out */
function checkColumnFlags(flags: FlagValues, format: ShownFormat): void {
  const inColumns = showsColumns(format);
  if (flags.columns && flags.transform) throw conflict('--columns', '--transform');
  if (flags.columns && !inColumns) throw conflict('--columns', formatName(flags));
  if (flags['no-headers'] && (!inColumns || isPage(format))) throw conflict('--no-headers', formatName(flags));
}

function formatName({ format = 'auto' }: FlagValues): string {
  return `--format ${format}`;
}

function conflict(a: string, b: string): CliError {
  return new CliError('conflict', { flags: [a, b] });
}
