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
import { headerOptions, type ListQuery, type Selection } from './selection.ts';
import { loadSourceDetails } from './several-details.ts';
import type { ModelSource } from './source.ts';
import { COLUMNS_HINT, tableNotes } from './table-notes.ts';

/** Columns that may take their value from another model of the list. */
const INHERITED_COLUMNS: readonly (ColumnName | undefined)[] = ['shutdown', 'shutdown_source'];

interface ColumnOptions {
  format: ShownFormat;
  source: Pick<ModelSource, 'baseUrl' | 'preset' | 'servers'>;
  session: Session;
  /** Unix seconds. */
  now: number;
  /** Whether the format shows columns. */
  isColumnar: boolean;
}

/** The query of a list that is sorted, dated, detailed or shown in columns. Loads the details if it needs them. */
export async function resolveColumns(
  flags: FlagValues,
  selection: Selection,
  { format, source, session, now, isColumnar }: ColumnOptions,
): Promise<ListQuery> {
  const requestedColumns = flags.columns?.flatMap(splitColumns) ?? [];
  const retiring = selection.criteria?.needsDates ?? false;
  const conditions = selection.criteria?.conditions ?? [];
  const columnNames = [
    ...requestedColumns,
    ...selection.sort.map(({ name }) => name),
    ...conditions.map(({ column }) => column),
  ];
  // A table with our choice of columns shows what the dataset knows: it ships with the program, and people choose
  // models by it. A page has its charts and filters whatever columns were requested.
  const isDefaultTable = isColumnar && (isPage(format) || (format === 'table' && requestedColumns.length === 0));
  const details =
    flags.details || retiring || isDefaultTable || columnNames.some(isDetailColumn)
      ? await loadSourceDetails(source, session, flags)
      : undefined;

  const dates = new ShutdownDates();
  const shutdownOf: ShutdownOf = (model) => dates.of(model) ?? details?.shutdownOf(model);
  const columnContext: ColumnContext = { now, shutdownOf, detail: (model, name) => details?.cell(model, name) };
  const columns = isColumnar
    ? await chooseColumns(
        requestedColumns,
        {
          format,
          details: flags.details ?? false,
          retiring,
          cost: flags.tokens !== undefined,
          several: source.servers !== undefined,
        },
        columnContext,
      )
    : undefined;
  const compared = new Map<string, Column>();
  for (const { column } of conditions) compared.set(column, await resolveColumn(column, columnContext));
  if (columnNames.some((name) => columnNamed(name) === 'cost') && flags.tokens === undefined)
    throw new CliError('needs-flag', { flag: 'the column cost', needs: '--tokens IN:OUT' });
  const orders = await Promise.all(
    selection.sort.map(async ({ name, descending }) => ({
      column: await resolveColumn(name, columnContext),
      descending,
    })),
  );
  const usedColumns = [...(columns ?? []), ...orders.map(({ column }) => column), ...compared.values()];
  const footer: string[] = [];
  const addsDetails = details && flags.details && !columns && (flags.transform !== undefined || format !== 'pretty');
  const newestFirst =
    (format === 'table' || isPage(format)) && isColumnar && orders.length === 0 && !selection.isServerOrder;
  const onNotes = (notes: TableNotes) => footer.push(...tableNotes(notes, details, COLUMNS_HINT));
  let dated = false;
  return {
    selection,
    orders,
    dates,
    shutdownOf,
    cell: (model, column) => compared.get(column)?.cell(model),
    conditionColumns: [...compared.values()],
    newestFirst,
    needsWholeList:
      newestFirst ||
      orders.length > 0 ||
      retiring ||
      usedColumns.some(({ declaredName }) => INHERITED_COLUMNS.includes(declaredName)),
    datasetFlag(model) {
      const byDataset = shutdownOf(model)?.source === 'dataset';
      if (retiring && byDataset) return '--retiring';
      const hinted = conditions.find(({ column }) => compared.get(column)?.cell(model)?.hint);
      if (hinted) return `--where '${hinted.text}'`;
      // The order affects which models are taken only if there is a limit.
      if (selection.limit === Number.POSITIVE_INFINITY) return undefined;
      const datasetOrder = orders.find(({ column: { declaredName } }) =>
        INHERITED_COLUMNS.includes(declaredName)
          ? byDataset
          : declaredName !== undefined && details?.isFromDataset(model, declaredName),
      );
      return datasetOrder && `--sort ${datasetOrder.column.name}`;
    },
    columnContext,
    view: {
      ...headerOptions(flags),
      ...(flags.details && { sections: (model) => [details?.section(model) ?? []].flat() }),
      ...(columns && { columns, isRequested: requestedColumns.length > 0, onNotes }),
      ...(columns &&
        isPage(format) && {
          page: pageFacts(source, { requested: columns, flags, knowledge: columnContext, details }),
        }),
    },
    async *process(parts: AsyncIterable<ListPart>) {
      for await (const part of verifyColumns(parts, columns ?? [])) {
        if (flags['exit-code']) for (const model of part.batch) dated ||= shutdownOf(model)?.source === 'server';
        yield addsDetails ? { ...part, batch: details.addDetails(part.batch) } : part;
      }
    },
    footer,
    hasServerDates: () => dated,
  };
}

// Which columns are shown and sorted by: resolves names as typed.

/** The column for a name as typed: a declared one, else a GJSON path, else a field. */
export async function resolveColumn(name: string, knowledge: ColumnContext): Promise<Column> {
  const declared = columnNamed(name);
  if (declared) return namedColumn(declared, knowledge);
  const { isPath, pathColumn } = await import('../models/transform.ts');
  return isPath(name) ? pathColumn(name) : fieldColumn(name);
}

/** Whether the name is that of a column that needs the details. */
export function isDetailColumn(name: string): boolean {
  const declared = columnNamed(name);
  return declared !== undefined && needsDetails(declared);
}

/** The columns of a column format: the requested ones, else a default choice. */
export async function chooseColumns(
  requested: readonly string[],
  choice: ColumnChoice,
  knowledge: ColumnContext,
): Promise<readonly Column[]> {
  if (requested.length > 0) return Promise.all(requested.map((name) => resolveColumn(name, knowledge)));
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
export class ColumnCheck {
  private readonly columns: Set<Column>;
  private readonly fields = new Set<string>();
  private hasModels = false;

  constructor(columns: readonly Column[]) {
    this.columns = new Set(columns.filter(({ declaredName }) => declaredName === undefined));
  }

  /** Whether some column has not been seen yet. */
  get isPending(): boolean {
    return this.columns.size > 0;
  }

  observe(models: Iterable<Model>): void {
    if (!this.isPending) return;
    for (const model of models) {
      this.hasModels = true;
      for (const column of this.columns) if (column.isPresent(model)) this.columns.delete(column);
      if (!this.isPending) return;
      for (const field of Object.keys(model.fields)) this.fields.add(field);
    }
  }

  /** @throws CliError `unknown-column` for a column that no model has, unless there were no models at all */
  assertSeen(): void {
    const [first] = this.columns;
    if (!first || !this.hasModels) return;
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
export async function* verifyColumns(
  parts: AsyncIterable<ListPart>,
  columns: readonly Column[],
): AsyncGenerator<ListPart> {
  const check = new ColumnCheck(columns);
  let pending: ListPart[] = [];
  for await (const part of parts) {
    check.observe(part.batch);
    if (check.isPending) {
      pending.push({ ...part, batch: part.batch.copy() });
      continue;
    }
    yield* pending;
    pending = [];
    yield part;
  }
  check.assertSeen();
  yield* pending;
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
    ['(details): from public metadata if the server does not report it.'],
    ['Any field that the server sends and any GJSON path works too:'],
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
