/** Which columns are shown and sorted by: names as typed, and what they stand for. */
import { CliError } from '../errors.ts';
import { type Column, fieldColumn, type Knowledge, namedColumn } from '../models/columns.ts';
import type { ListPart } from '../models/document.ts';
import type { Model } from '../models/model.ts';
import { nearest } from '../nearest.ts';
import { COLUMN_NAMES, columnNamed } from '../spec/columns.ts';

/** The column of a name as typed: a declared one, else a GJSON path, else a field. */
export async function columnOf(name: string, knowledge: Knowledge): Promise<Column> {
  const declared = columnNamed(name);
  if (declared) return namedColumn(declared, knowledge);
  const { isPath, pathColumn } = await import('../models/path-column.ts');
  return isPath(name) ? pathColumn(name) : fieldColumn(name);
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
