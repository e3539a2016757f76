/** Columns by name: the declared ones, and any other field of the server. */
import { decode } from '../json/bytes.ts';
import { compactText } from '../json/layout.ts';
import { jsonKindOf, type Range, readElements, readString } from '../json/members.ts';
import type { ColumnName } from '../spec/columns.ts';
import { type Cell, textCell, timeCell } from './cell.ts';
import { baseOf } from './id.ts';
import { kindOf } from './kind.ts';
import type { Model } from './model.ts';
import { type Shutdown, type ShutdownOf, serverShutdown } from './shutdown.ts';

export interface Column {
  /** The column's heading in csv, tsv and markdown. */
  readonly name: string;
  /** The declared name, if it is one of those. */
  readonly declaredName?: ColumnName;
  /** The column's rank in a table, from 1: rank 1 is dropped last. */
  readonly rank?: number;
  cell(model: Model): Cell | undefined;
  /** Whether the model has such a field at all, even if null: a name that no model has is a mistake. */
  isPresent(model: Model): boolean;
}

/** A column that comes from the details dataset if the server has no value. */
export type DetailColumn = Exclude<
  ColumnName,
  | 'id'
  | 'owned_by'
  | 'kind'
  | 'created'
  | 'age'
  | 'base'
  | 'shutdown'
  | 'shutdown_source'
  | 'shutdown_date'
  | 'name'
  | 'source'
>;

/** What columns know beyond the model itself. */
export interface ColumnContext {
  /** Unix seconds. */
  now: number;
  shutdownOf: ShutdownOf;
  /** A value of the details; if absent, none is known. */
  detail?(model: Model, name: DetailColumn): Cell | undefined;
}

const DAY = 86_400;

/** The column of a declared name. */
export function namedColumn(name: ColumnName, context: ColumnContext): Column {
  return { name, declaredName: name, cell: cellOf(name, context), isPresent: () => true };
}

/** The column of a top-level field, by the server's name for it. */
export function fieldColumn(name: string): Column {
  return {
    name,
    cell(model) {
      const text = model.string(name);
      if (text !== undefined) return { type: 'text', text };
      const member = model.has(name) ? model.members.get(name) : undefined;
      return member && jsonCell(model.bytes, member);
    },
    isPresent: (model) => model.has(name),
  };
}

/** A field as a column of a table that ranks its own columns. */
export function titledColumn(field: string, rank: number): Column {
  return { ...fieldColumn(field), name: field.toUpperCase(), rank };
}

function cellOf(name: ColumnName, { now, shutdownOf, detail }: ColumnContext): Column['cell'] {
  switch (name) {
    case 'id':
      return (model) => textCell(model.id);
    case 'owned_by':
      return (model) => textCell(model.owner);
    case 'kind':
      return (model) => ({ type: 'text', text: kindOf(model) });
    case 'created':
      return ({ created }) => timeCell(created);
    case 'age':
      return ({ created }) => {
        // A creation date more than a day ahead is a clock error; a smaller lead counts as age 0.
        if (created === undefined || now - created < -DAY) return undefined;
        return { type: 'age', seconds: Math.max(0, now - created) };
      };
    case 'base':
      return ({ id }) => textCell(id === undefined ? undefined : baseOf(id));
    case 'shutdown':
      return (model) => shutdownCell(shutdownOf(model));
    case 'shutdown_source':
      return (model) => {
        const found = shutdownOf(model);
        return textCell(found && `${found.source}${found.base === undefined ? '' : `, base ${found.base}`}`);
      };
    case 'shutdown_date':
    case 'source':
      return fieldColumn(name).cell;
    case 'name':
      return ({ id, names }) => textCell(names.find((one) => one !== id));
    default:
      return (model) => detail?.(model, name);
  }
}

function shutdownCell(found: Shutdown | undefined): Cell | undefined {
  if (!found) return undefined;
  return {
    type: 'day',
    seconds: found.seconds,
    ofBase: found.base !== undefined,
    hint: found.source === 'dataset',
  };
}

const OPENERS = '([{';
const CLOSERS = ')]}';

/** The positions in a column's text that are outside the brackets, quotes and escapes of a GJSON path. */
export function* topLevelPositions(text: string): Generator<number> {
  let depth = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === '\\') i++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (OPENERS.includes(character)) depth++;
    else if (CLOSERS.includes(character)) depth--;
    else if (depth <= 0) yield i;
  }
}

/** A value as a cell: null is no cell, objects and arrays are compact JSON, the rest is as written. */
export function jsonCell(bytes: Uint8Array, range: Range): Cell | undefined {
  const kind = jsonKindOf(bytes, range);
  if (kind === 'null') return undefined;
  if (kind === 'string') return { type: 'text', text: readString(bytes, range) };
  if (kind === 'object' || kind === 'array') {
    const text = compactText(bytes, range.start, range.end);
    return kind === 'array' ? { type: 'list', items: readItems(bytes, range), text } : { type: 'text', text };
  }
  const text = decode(bytes, range.start, range.end);
  return kind === 'number' ? { type: 'number', value: Number(text), text } : { type: 'text', text };
}

/** The elements of a list as texts: strings decoded, the rest as written. */
function readItems(bytes: Uint8Array, range: Range): string[] {
  return readElements(bytes, range).map((element) =>
    jsonKindOf(bytes, element) === 'string' ? readString(bytes, element) : decode(bytes, element.start, element.end),
  );
}

/** The default columns of csv, tsv and markdown: always the same, so that a script can rely on them. */
export const ROW_COLUMNS: readonly ColumnName[] = ['id', 'owned_by', 'created', 'shutdown_date'];

/** The default columns of a table, left to right. `created` and `age` are one fact; a table shows whichever fits. */
export const TABLE_COLUMNS: readonly ColumnName[] = [
  'id',
  'kind',
  'context',
  'input_price',
  'output_price',
  'shutdown',
  'created',
  'age',
  'owned_by',
];

/** What `--details` adds to a table. */
export const DETAIL_TABLE_COLUMNS: readonly ColumnName[] = ['max_output', 'modalities', 'knowledge'];

/** A page's columns, from left to right: what people choose a model by, and no text that would double its size. */
export const PAGE_COLUMNS: readonly ColumnName[] = [
  'id',
  'source',
  'name',
  'kind',
  'context',
  'max_input',
  'max_output',
  'input_price',
  'cached_input_price',
  'output_price',
  'cost',
  'shutdown',
  'status',
  'replacement',
  'created',
  'owned_by',
  'base',
  'input_modalities',
  'output_modalities',
  'knowledge',
];

/** The columns visible when the page is opened, unless others were requested. */
export const VISIBLE_PAGE_COLUMNS: readonly ColumnName[] = [
  'id',
  'source',
  'kind',
  'context',
  'input_price',
  'output_price',
  'cost',
  'shutdown',
  'replacement',
  'created',
  'owned_by',
];

/** What `--details` adds to csv, tsv and markdown. */
export const DETAIL_COLUMNS: readonly ColumnName[] = [
  'context',
  'max_output',
  'input_price',
  'output_price',
  'modalities',
  'knowledge',
];

/** What is known without a list or a dataset. */
export function plainContext(now: number): ColumnContext {
  return { now, shutdownOf: serverShutdown };
}
