/** What a column shows of a model. */
import type { Model } from './model.ts';

export interface Column {
  /** As csv, tsv and markdown head it: the API's own name for the field. */
  name: string;
  /** The value for a program: dates as ISO 8601, empty where unknown. */
  value(model: Model): string;
}

export const COLUMNS: readonly Column[] = [
  { name: 'id', value: (model) => model.id ?? '' },
  { name: 'owned_by', value: (model) => model.owner ?? '' },
  { name: 'created', value: (model) => isoTime(model.created) },
  { name: 'shutdown_date', value: (model) => model.string('shutdown_date') ?? '' },
];

/** The last second of the year 9999, the last that ISO 8601 writes plainly. */
const LATEST = 253_402_300_799;

/** `2024-07-18T09:02:21Z` of Unix seconds; empty for an unknown or impossible time. */
export function isoTime(seconds: number | undefined): string {
  if (seconds === undefined || Math.abs(seconds) > LATEST) return '';
  return `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}
