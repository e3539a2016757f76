/** Which columns are shown and sorted by: names as typed, and what they stand for. */
import { CliError } from '../errors.ts';
import {
  type Column,
  DETAIL_COLUMNS,
  fieldColumn,
  type Knowledge,
  namedColumn,
  ROW_COLUMNS,
  TABLE_COLUMNS,
} from '../models/columns.ts';
import type { ListPart } from '../models/document.ts';
import type { Model } from '../models/model.ts';
import { nearest } from '../nearest.ts';
import type { ShownFormat } from '../output/formats.ts';
import { COLUMN_NAMES, type ColumnName, columnNamed, needsDetails } from '../spec/columns.ts';

/** The column of a name as typed: a declared one, else a GJSON path, else a field. */
export async function columnOf(name: string, knowledge: Knowledge): Promise<Column> {
  const declared = columnNamed(name);
  if (declared) return namedColumn(declared, knowledge);
  const { isPath, pathColumn } = await import('../models/path-column.ts');
  return isPath(name) ? pathColumn(name) : fieldColumn(name);
}

/** True for the name of a column that needs the details. */
export function isDetail(name: string): boolean {
  const declared = columnNamed(name);
  return declared !== undefined && needsDetails(declared);
}

/** What a column format shows: the columns that were asked for, else its own choice. */
export async function shownColumns(
  asked: readonly string[],
  format: ShownFormat,
  details: boolean,
  knowledge: Knowledge,
): Promise<readonly Column[]> {
  if (asked.length > 0) return Promise.all(asked.map((name) => columnOf(name, knowledge)));
  return defaultColumns(format, details).map((name) => namedColumn(name, knowledge));
}

/** A table shows when a model shuts down in any case. */
function defaultColumns(format: ShownFormat, details: boolean): readonly ColumnName[] {
  if (format === 'table') return details ? [...TABLE_COLUMNS, ...DETAIL_COLUMNS] : TABLE_COLUMNS;
  return details ? [...ROW_COLUMNS, 'shutdown', 'shutdown_source', ...DETAIL_COLUMNS] : ROW_COLUMNS;
}

/** Looks for the columns that are not declared: a name that no model has, be its value null, is a mistake. */
export class Unproven {
  private readonly columns: Set<Column>;
  private readonly fields = new Set<string>();
  private any = false;

  constructor(columns: readonly Column[]) {
    this.columns = new Set(columns.filter(({ named }) => named === undefined));
  }

  /** True while a column has not been seen. */
  get left(): boolean {
    return this.columns.size > 0;
  }

  see(models: Iterable<Model>): void {
    if (!this.left) return;
    for (const model of models) {
      this.any = true;
      for (const column of this.columns) if (column.occurs(model)) this.columns.delete(column);
      if (!this.left) return;
      for (const field of Object.keys(model.fields)) this.fields.add(field);
    }
  }

  /** @throws CliError `unknown-column` for a column that none of the models has; without models nothing is known. */
  check(): void {
    const [first] = this.columns;
    if (!first || !this.any) return;
    const fields = [...this.fields].filter((field) => columnNamed(field) === undefined);
    throw new CliError('unknown-column', {
      name: first.name,
      nearest: nearest(first.name, [...COLUMN_NAMES, ...fields]),
      columns: COLUMN_NAMES,
      fields,
    });
  }
}

/** Holds parts back until each column was seen in one of them, so that a mistyped name prints nothing. */
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
