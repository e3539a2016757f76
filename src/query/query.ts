/**
 * What a list is to hold and how it is shown: which models, in which order, in which columns. A query is ready or its
 * making throws; it is made from flags, or from the same names with values that a program chooses.
 */
import { CliError } from '../errors/error.ts';
import type { ListPart } from '../models/batch.ts';
import type { Order } from '../models/collection.ts';
import type { Model } from '../models/model.ts';
import type { ShutdownDates, ShutdownOf } from '../models/shutdown.ts';
import type { View } from '../output/formats.ts';
import type { FlagName, FlagValues } from '../spec/flags.ts';
import { type ShownFormat, showsColumns } from '../spec/formats.ts';
import { CRITERIA_NAMES, SELECTION_FLAGS, type SelectionFlag } from '../spec/selection-flags.ts';
import type { Criteria } from './criteria.ts';
import type { ModelSource } from './source.ts';

export interface SortSpec {
  /** A column, a field or a GJSON path. */
  name: string;
  descending: boolean;
}

/** The flags that say which models and in which order. */
export type SelectionInput = Pick<FlagValues, SelectionFlag>;

export interface Selection {
  /** `undefined` where every model is wanted. */
  criteria: Criteria | undefined;
  sort: readonly SortSpec[];
  /** Infinity for all. */
  limit: number;
}

/** A selection with all that it takes to run it. */
export interface Query {
  selection: Selection;
  orders: readonly Order[];
  /** Filled while the list is read, where somebody wants dates that come from another model. */
  dates: ShutdownDates | undefined;
  /** The dates that `--retiring` goes by. */
  shutdownOf: ShutdownOf;
  /** Nothing can be shown before all of the list is there. */
  whole: boolean;
  /** The flag that chose this model, or its place, by the dataset's word and not by the server's. */
  datasetFlag(model: Model): string | undefined;
}

/** A query with how its models are shown. */
export interface ListQuery extends Query {
  view: Pick<View, 'columns' | 'asked' | 'headers' | 'noRoom' | 'sections'>;
  /** What happens to the models between selection and format. */
  steps(parts: AsyncIterable<ListPart>): AsyncIterable<ListPart>;
  /** Notes for people below the list. */
  footer: readonly string[];
  /** The server itself has dated one of the models that were shown. */
  dated(): boolean;
}

/**
 * Reads what selects and sorts. The tests are loaded only where something narrows.
 * @param now Unix seconds
 * @throws CliError `bad-value`, `conflict` (exit 2)
 */
export async function readSelection(input: SelectionInput, now: number): Promise<Selection> {
  const narrows = CRITERIA_NAMES.some((name) => isOn(input, name));
  const criteria = narrows ? (await import('./criteria.ts')).readCriteria(input, now) : undefined;
  const most = input['max-items'] ?? -1;
  return { criteria, sort: sortSpecs(input.sort), limit: most < 0 ? Number.POSITIVE_INFINITY : most };
}

/**
 * The query of a command line, ready to be run. What is heavy is loaded only where flags or format ask for it.
 * @param now Unix seconds
 * @throws CliError for columns that cannot be had (exit 2)
 */
export async function resolveQuery(
  flags: FlagValues,
  selection: Selection,
  { format, source, now }: { format: ShownFormat; source: Pick<ModelSource, 'baseUrl' | 'preset'>; now: number },
): Promise<ListQuery> {
  const inColumns = showsColumns(format) && !flags.transform && !flags.ids && !flags.count;
  if (inColumns || selection.sort.length > 0 || selection.criteria?.needsDates || flags.details) {
    const { resolveColumns } = await import('./columns.ts');
    return resolveColumns(flags, selection, { format, source, now, inColumns });
  }
  return {
    selection,
    orders: [],
    dates: undefined,
    shutdownOf: () => undefined,
    whole: false,
    datasetFlag: () => undefined,
    view: headersOf(flags),
    steps: (parts) => parts,
    footer: [],
    dated: () => false,
  };
}

export function headersOf(flags: FlagValues): Pick<View, 'headers'> {
  return flags['no-headers'] ? { headers: false } : {};
}

/** The first flag that selects; `--max-items -1` asks for nothing. */
export function selectingFlag(flags: FlagValues): SelectionFlag | undefined {
  return SELECTION_FLAGS.find((name) => isOn(flags, name));
}

/** What would change a body that is shown byte for byte. */
const NOT_RAW: readonly FlagName[] = [...SELECTION_FLAGS, 'exit-code', 'details'];

/** @throws CliError `conflict` and `needs-flag` (exit 2) for flags of a list that do not go together */
export function checkListFlags(flags: FlagValues, format: ShownFormat): void {
  const own = flags.ids ? '--ids' : flags.count ? '--count' : undefined;
  if (flags.ids && flags.count) throw conflict('--ids', '--count');
  if (own && flags.format && flags.format !== 'auto' && flags.format !== 'text') throw conflict(own, formatOf(flags));
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

/** @throws CliError `conflict` where a format has no columns to choose, or no header to leave out */
function checkColumnFlags(flags: FlagValues, format: ShownFormat): void {
  const inColumns = showsColumns(format);
  if (flags.columns && flags.transform) throw conflict('--columns', '--transform');
  if (flags.columns && !inColumns) throw conflict('--columns', formatOf(flags));
  if (flags['no-headers'] && !inColumns) throw conflict('--no-headers', formatOf(flags));
}

function isOn(flags: FlagValues, name: FlagName): boolean {
  const value = flags[name];
  return name === 'max-items' ? Number(value ?? -1) >= 0 : value !== undefined && value !== false;
}

function sortSpecs(texts: readonly string[] = []): SortSpec[] {
  const specs: SortSpec[] = [];
  for (const text of texts) specs.push(sortSpec(text));
  return specs;
}

function sortSpec(text: string): SortSpec {
  const direction = /:(asc|desc)$/i.exec(text)?.[1]?.toLowerCase();
  const name = direction ? text.slice(0, -direction.length - 1) : text;
  if (name.trim() === '')
    throw new CliError('bad-value', { what: '--sort', value: text, want: 'a column such as created or created:desc' });
  return { name: name.trim(), descending: direction === 'desc' };
}

function formatOf({ format = 'auto' }: FlagValues): string {
  return `--format ${format}`;
}

function conflict(a: string, b: string): CliError {
  return new CliError('conflict', { flags: [a, b] });
}
