/** What the column formats show of a model, and of any other value, read from trees. */
import { inUtf8 } from './columns.ts';
import { membersOf, readJson, type Tree, writeJson } from './tree.ts';

export const MODEL_COLUMNS = ['id', 'owned_by', 'created', 'shutdown_date'];

/** The models of a list answer. */
export function modelsOf(body: string): Tree[] {
  const data = membersOf(readJson(body)).find(([key]) => key === 'data')?.[1];
  if (!Array.isArray(data)) throw new Error('no data');
  return data;
}

/** A model's cells. */
export function modelCells(model: Tree): string[] {
  const fields = new Map(membersOf(model));
  const text = (name: string) => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  return [text('id'), text('owned_by'), isoTime(fields.get('created')), text('shutdown_date')].map(inUtf8);
}

/** Unix seconds, or milliseconds where the number is too large for them, as ISO 8601 up to the year 9999. */
function isoTime(value: Tree | undefined): string {
  if (typeof value !== 'object' || value === null || !('number' in value)) return '';
  const written = Number(value.number);
  const seconds = written >= 1e11 ? written / 1000 : written;
  if (!(seconds > 1 && seconds < 253_402_300_800)) return '';
  return new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}

/** Values in columns: a header, then a row each. An object brings its keys, an array its places, the rest `value`. */
export function valueTable(values: readonly Tree[]): string[][] {
  const rows = values.map((value) => new Map(fieldsOf(value)));
  const header = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  if (header.length === 0) return [];
  return [header, ...rows.map((row) => header.map((name) => row.get(name) ?? ''))].map((row) => row.map(inUtf8));
}

function fieldsOf(value: Tree): [name: string, cell: string][] {
  if (Array.isArray(value)) return value.map((item, i) => [String(i + 1), cellOf(item)]);
  if (typeof value === 'object' && value !== null && 'members' in value)
    return value.members.map(([key, member]) => [key, cellOf(member)]);
  return [['value', cellOf(value)]];
}

function cellOf(value: Tree): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : writeJson(value);
}

/** A table whose cells of JSON are spelled alike, so that two can be compared: escapes are the server's business. */
export function respelled(table: readonly (readonly string[])[]): string[][] {
  return table.map((row) => row.map((cell) => (isContainer(cell) ? writeJson(readJson(cell)) : cell)));
}

function isContainer(cell: string): boolean {
  if (!/^[[{]/.test(cell)) return false;
  try {
    return typeof JSON.parse(cell) === 'object';
  } catch {
    return false;
  }
}
