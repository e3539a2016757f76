/** The values of a table's cells, read once from the JSON beside the table. */

export type Value = string | number | readonly string[] | null;

export interface ValueColumn {
  name: string;
  title: string;
  type: 'text' | 'number' | 'date';
}

export interface TableValues {
  columns: readonly ValueColumn[];
  rows: readonly (readonly Value[])[];
}

/** The values of the table with this id; `undefined` if the page has no such table. */
export function readValues(name: string): TableValues | undefined {
  const text = document.getElementById(`${name}-values`)?.textContent;
  return text ? (JSON.parse(text) as TableValues) : undefined;
}

/** The index of the column with this name, or -1. */
export function columnPlace({ columns }: TableValues, name: string): number {
  return columns.findIndex((column) => column.name === name);
}

/** For sorting and for price classes; prices and counts may be written as text. */
export function numberIn(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

/** Creates an element with its content. Text is only ever set as text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
