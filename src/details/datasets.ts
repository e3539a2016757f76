/** The dataset files of known models: their sources and age, which one is newer, and whether a file is usable. */
import { isRowText } from './build/row.ts';
import type { LifecycleFile } from './lifecycle.ts';
import type { TableFile } from './table.ts';

/** For each of these, a newer version than the shipped one may exist. */
export interface DatasetFiles {
  table: TableFile;
  lifecycle: LifecycleFile;
}

export type DatasetName = keyof DatasetFiles;

export const DATASET_NAMES = ['table', 'lifecycle'] as const satisfies readonly DatasetName[];

type Sources = TableFile['sources'];

const DAY = 86_400_000;
/** Age in days above which a dataset is reported as old. */
const OLD = 120;

/** Whole days since `date` (`YYYY-MM-DD`). `now` is in milliseconds since 1970. */
export function ageInDays(date: string, now: number): number {
  return Math.floor((now - Date.parse(date)) / DAY);
}

/** Whether `date` is more than 120 days ago. */
export function isOld(date: string, now: number): boolean {
  return ageInDays(date, now) > OLD;
}

/** Whether one file is newer than another: compares their newest source dates, then the next newest, and so on. */
export function isNewer(one: Sources, other: Sources): boolean {
  const [own, others] = [one, other].map((sources) =>
    Object.values(sources)
      .map(({ date }) => date)
      .sort()
      .reverse(),
  ) as [string[], string[]];
  for (const [place, date] of own.entries()) {
    const than = others[place] ?? '';
    if (date !== than) return date > than;
  }
  return false;
}

/** How many models each source has values for, by source name. */
export function rowCounts({ models }: Pick<TableFile, 'models'>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const rows of Object.values(models))
    for (const row of Object.values(rows))
      for (const name of new Set(row.match(/(?<=@)[\w-]{1,64}/g))) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

export function countRows({ models }: Pick<TableFile, 'models'>): number {
  return Object.values(models).reduce((count, rows) => count + Object.keys(rows).length, 0);
}

/** The source each dataset must have; its date stands for the whole file. */
const FIRST: Readonly<Record<DatasetName, string>> = { table: 'litellm', lifecycle: 'bydtech-model-retire' };

/** The source whose date stands for the whole file. */
export function primarySource(name: DatasetName, { sources }: Pick<TableFile, 'sources'>): Sources[string] | undefined {
  return sources[FIRST[name]];
}

/** Which dataset a parsed file is; `undefined` if it is neither or contains anything unusable. */
export function identifyDataset(value: unknown): Partial<DatasetFiles> | undefined {
  if (isValidFile('table', value)) return { table: value };
  return isValidFile('lifecycle', value) ? { lifecycle: value } : undefined;
}

/** Whether every part of a file is usable: its contents end up in JSON and on terminals. */
export function isValidFile<Name extends DatasetName>(name: Name, value: unknown): value is DatasetFiles[Name] {
  if (!isObject(value) || !isObject(value.sources) || !isObject(value.models)) return false;
  const { sources, models, pages } = value;
  if (!isObject(sources[FIRST[name]]) || !Object.entries(sources).every(isSource)) return false;
  const isRow = name === 'table' ? isTableRow : isLifecycleRow;
  const areRows = (rows: unknown) => isObject(rows) && Object.values(rows).every(isRow);
  if (!Object.values(models).every(areRows)) return false;
  return name === 'table' ? pages === undefined : isObject(pages) && Object.values(pages).every(isPage);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSource([name, source]: [string, unknown]): boolean {
  if (!isObject(source)) return false;
  return /^[\w-]{1,64}$/.test(name) && isText(source.version, 64) && isDay(source.date);
}

function isPage(page: unknown): boolean {
  if (!isObject(page)) return false;
  return (
    isText(page.url, 500) && /^https:\/\//.test(String(page.url)) && (page.checked === undefined || isDay(page.checked))
  );
}

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.length <= most && /^[\x20-\x7e]+$/.test(value);
}

function isDay(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
}

const TABLE_WORD = [
  /^@[\w-]{1,64}$/,
  /^(?:context|max_input|max_output)=[1-9]\d{0,14}$/,
  /^price(?::[a-z]{1,20})?(?::>\d{1,15})?=(?:\d{1,20}(?:\.\d{1,20})?)?(?:\/(?:\d{1,20}(?:\.\d{1,20})?)?){2}$/,
  /^(?:input|output|endpoints)=[^=,][^=]{0,400}$/,
  /^(?:knowledge|shutdown)=\d{4}-\d\d-\d\d$/,
  /^alias=[^=]{1,200}$/,
];

function isTableRow(row: unknown): boolean {
  return isRow(row) && row.split(' ').every((word) => TABLE_WORD.some((pattern) => pattern.test(word)));
}

const LIFECYCLE_WORD = [
  /^@[\w-]{1,64}$/,
  /^(?:active|deprecated|retired)$/,
  /^(?:announced|end|earliest)=\d{4}-\d\d-\d\d$/,
];

function isLifecycleRow(row: unknown): boolean {
  if (!isRow(row)) return false;
  const at = row.indexOf(' by=');
  const facts = at < 0 ? row : row.slice(0, at);
  return facts.split(' ').every((word) => LIFECYCLE_WORD.some((pattern) => pattern.test(word)));
}

function isRow(row: unknown): row is string {
  return typeof row === 'string' && row.startsWith('@') && isRowText(row);
}
