/** Columns of a list: which ones to show and sort by, and the data they need. */
import { CliError } from '../errors/error.ts';
import { nearestNames } from '../errors/nearest.ts';
import type { ListPart } from '../models/batch.ts';
import {
  type Column,
  type ColumnContext,
  DETAIL_COLUMNS,
  DETAIL_TABLE_COLUMNS,
  fieldColumn,
  namedColumn,
  ROW_COLUMNS,
  TABLE_COLUMNS,
  topLevelPositions,
} from '../models/columns.ts';
import type { Model } from '../models/model.ts';
import { ShutdownDates, type ShutdownOf } from '../models/shutdown.ts';
import type { TableNotes } from '../output/renderer.ts';
import { span } from '../output/terminal-text.ts';
import { padEnd } from '../output/width.ts';
import type { Session } from '../session/session.ts';
import { COLUMN_NAMES, COLUMNS, type ColumnName, columnNamed, needsDetails } from '../spec/columns.ts';
import type { FlagValues } from '../spec/flags.ts';
import { isPage, type ShownFormat } from '../spec/formats.ts';
import type { ColumnSpec } from '../spec/types.ts';
import { pageFacts } from './page.ts';
import { headersOf, type ListQuery, type Selection } from './selection.ts';
import { loadDetailsOf } from './several-details.ts';
import type { ModelSource } from './source.ts';
import { MORE_ROOM, notesBelow } from './table-notes.ts';

/** Columns that may take their value from another model of the list. */
const FROM_OTHERS: readonly (ColumnName | undefined)[] = ['shutdown', 'shutdown_source'];

interface Showing {
  format: ShownFormat;
  source: Pick<ModelSource, 'baseUrl' | 'preset' | 'servers'>;
  session: Session;
  /** Unix seconds. */
  now: number;
  /** Whether the format shows columns. */
  inColumns: boolean;
}

/** The query of a list that is sorted, dated, detailed or shown in columns. Loads the details if it needs them. */
export async function resolveColumns(
  flags: FlagValues,
  selection: Selection,
  { format, source, session, now, inColumns }: Showing,
): Promise<ListQuery> {
  const asked = flags.columns?.flatMap(splitColumns) ?? [];
  const retiring = selection.criteria?.needsDates ?? false;
  const conditions = selection.criteria?.conditions ?? [];
  const named = [...asked, ...selection.sort.map(({ name }) => name), ...conditions.map(({ column }) => column)];
  // A table with our choice of columns shows what the dataset knows: it ships with the program, and people choose
  // models by it. A page has its charts and filters whatever columns were requested.
  const ours = inColumns && (isPage(format) || (format === 'table' && asked.length === 0));
  const details =
    flags.details || retiring || ours || named.some(isDetail) ? await loadDetailsOf(source, session, flags) : undefined;

  const dates = new ShutdownDates();
  const shutdownOf: ShutdownOf = (model) => dates.of(model) ?? details?.shutdownOf(model);
  const knowledge: ColumnContext = { now, shutdownOf, detail: (model, name) => details?.cell(model, name) };
  const columns = inColumns
    ? await shownColumns(
        asked,
        {
          format,
          details: flags.details ?? false,
          retiring,
          cost: flags.tokens !== undefined,
          several: source.servers !== undefined,
        },
        knowledge,
      )
    : undefined;
  const compared = new Map<string, Column>();
  for (const { column } of conditions) compared.set(column, await columnOf(column, knowledge));
  if (named.some((name) => columnNamed(name) === 'cost') && flags.tokens === undefined)
    throw new CliError('needs-flag', { flag: 'the column cost', needs: '--tokens IN:OUT' });
  const orders = await Promise.all(
    selection.sort.map(async ({ name, descending }) => ({ column: await columnOf(name, knowledge), descending })),
  );
  const others = [...(columns ?? []), ...orders.map(({ column }) => column), ...compared.values()];
  const footer: string[] = [];
  const adding = details && flags.details && !columns && (flags.transform !== undefined || format !== 'pretty');
  const newestFirst = (format === 'table' || isPage(format)) && inColumns && orders.length === 0 && !selection.unsorted;
  const below = (notes: TableNotes) => footer.push(...notesBelow(notes, details, MORE_ROOM));
  let dated = false;
  return {
    selection,
    orders,
    dates,
    shutdownOf,
    cell: (model, column) => compared.get(column)?.cell(model),
    compared: [...compared.values()],
    newestFirst,
    whole:
      newestFirst ||
      orders.length > 0 ||
      retiring ||
      others.some(({ declaredName }) => FROM_OTHERS.includes(declaredName)),
    datasetFlag(model) {
      const byDataset = shutdownOf(model)?.source === 'dataset';
      if (retiring && byDataset) return '--retiring';
      const hinted = conditions.find(({ column }) => compared.get(column)?.cell(model)?.hint);
      if (hinted) return `--where '${hinted.text}'`;
      // The order affects which models are taken only if there is a limit.
      if (selection.limit === Number.POSITIVE_INFINITY) return undefined;
      const guessed = orders.find(({ column: { declaredName } }) =>
        FROM_OTHERS.includes(declaredName)
          ? byDataset
          : declaredName !== undefined && details?.isDatasets(model, declaredName),
      );
      return guessed && `--sort ${guessed.column.name}`;
    },
    knowledge,
    view: {
      ...headersOf(flags),
      ...(flags.details && { sections: (model) => [details?.section(model) ?? []].flat() }),
      ...(columns && { columns, asked: asked.length > 0, below }),
      ...(columns && isPage(format) && { page: pageFacts(source, { asked: columns, flags, knowledge, details }) }),
    },
    async *steps(parts: AsyncIterable<ListPart>) {
      for await (const part of proven(parts, columns ?? [])) {
        if (flags['exit-code']) for (const model of part.batch) dated ||= shutdownOf(model)?.source === 'server';
        yield adding ? { ...part, batch: details.add(part.batch) } : part;
      }
    },
    footer,
    dated: () => dated,
  };
}

// Which columns are shown and sorted by: resolves names as typed.

/** The column for a name as typed: a declared one, else a GJSON path, else a field. */
export async function columnOf(name: string, knowledge: ColumnContext): Promise<Column> {
  const declared = columnNamed(name);
  if (declared) return namedColumn(declared, knowledge);
  const { isPath, pathColumn } = await import('../models/transform.ts');
  return isPath(name) ? pathColumn(name) : fieldColumn(name);
}

/** Whether the name is that of a column that needs the details. */
export function isDetail(name: string): boolean {
  const declared = columnNamed(name);
  return declared !== undefined && needsDetails(declared);
}

/** The columns of a column format: the requested ones, else a default choice. */
export async function shownColumns(
  asked: readonly string[],
  choice: ColumnChoice,
  knowledge: ColumnContext,
): Promise<readonly Column[]> {
  if (asked.length > 0) return Promise.all(asked.map((name) => columnOf(name, knowledge)));
  // A page brings all its own columns.
  if (isPage(choice.format)) return [];
  return defaultColumns(choice).map((name) => namedColumn(name, knowledge));
}

/** What the default choice of columns depends on. */
interface ColumnChoice {
  format: ShownFormat;
  details: boolean;
  retiring?: boolean;
  cost?: boolean;
  /** Whether the models are from several sources. */
  several?: boolean;
}

/** A table shows what people choose models by. Formats for programs get more columns only with `--details`. */
function defaultColumns({ format, details, retiring = false, cost = false, several = false }: ColumnChoice) {
  const columns: ColumnName[] = [];
  if (format !== 'table') {
    columns.push(...ROW_COLUMNS);
    if (details) columns.push('shutdown', 'shutdown_source', ...DETAIL_COLUMNS);
    if (details && cost) columns.push('cost');
  } else {
    for (const name of TABLE_COLUMNS) {
      columns.push(name);
      if (name === 'shutdown' && retiring) columns.push('replacement');
      if (name === 'output_price' && cost) columns.push('cost');
    }
    if (details) columns.push(...DETAIL_TABLE_COLUMNS);
  }
  // The same id from two sources is two rows, so the source is shown next to it.
  if (several) columns.splice(1, 0, 'source');
  return columns;
}

/** Checks undeclared columns: a name that no model has, even with a null value, is a mistake. */
export class Unproven {
  private readonly columns: Set<Column>;
  private readonly fields = new Set<string>();
  private any = false;

  constructor(columns: readonly Column[]) {
    this.columns = new Set(columns.filter(({ declaredName }) => declaredName === undefined));
  }

  /** Whether some column has not been seen yet. */
  get left(): boolean {
    return this.columns.size > 0;
  }

  see(models: Iterable<Model>): void {
    if (!this.left) return;
    for (const model of models) {
      this.any = true;
      for (const column of this.columns) if (column.isPresent(model)) this.columns.delete(column);
      if (!this.left) return;
      for (const field of Object.keys(model.fields)) this.fields.add(field);
    }
  }

  /** @throws CliError `unknown-column` for a column that no model has, unless there were no models at all */
  check(): void {
    const [first] = this.columns;
    if (!first || !this.any) return;
    const fields = [...this.fields].filter((field) => columnNamed(field) === undefined);
    throw new CliError('unknown-column', {
      name: first.name,
      nearest: nearestNames(first.name, [...COLUMN_NAMES, ...fields], 3).join(', ') || undefined,
      columns: COLUMN_NAMES,
      fields,
    });
  }
}

/** Holds back parts until each column was seen in one of them, so that a mistyped name prints nothing. */
export async function* proven(parts: AsyncIterable<ListPart>, columns: readonly Column[]): AsyncGenerator<ListPart> {
  const unproven = new Unproven(columns);
  let held: ListPart[] = [];
  for await (const part of parts) {
    unproven.see(part.batch);
    if (unproven.left) {
      held.push({ ...part, batch: part.batch.copy() });
      continue;
    }
    yield* held;
    held = [];
    yield part;
  }
  unproven.check();
  yield* held;
}

// `--columns help`: lists the columns.

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

/**
 * Splits `a,b,{c,d}` into its three parts: a comma within brackets or quotes belongs to a GJSON path. Blank parts are
 * dropped.
 */
export function splitColumns(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const i of topLevelPositions(text)) {
    if (text[i] !== ',') continue;
    parts.push(text.slice(start, i));
    start = i + 1;
  }
  return [...parts, text.slice(start)].map((part) => part.trim()).filter((part) => part !== '');
}
