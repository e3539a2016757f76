/**
 * Details of models: context window, limits, prices, modalities, endpoints, knowledge cut-off, shutdown date. The table
 * is a file of its own, which nothing loads before `openDetails` is called.
 */

import type { Provider } from '../servers/recognize.ts';
import { Details } from './details.ts';
import { Table, type TableFile } from './table.ts';

export { Details } from './details.ts';
export { withDetails } from './insert.ts';
export { DETAIL_NAMES, type DetailName } from './value.ts';

export interface DetailsOptions {
  /** Whose server the models come from, as `providerOf` says. */
  provider?: Provider;
}

/** Loads the table; looking up is synchronous from then on. */
export async function openDetails({ provider }: DetailsOptions = {}): Promise<Details> {
  return new Details(new Table(await loadTable()), provider);
}

/** The ids that have a row, by provider. */
export async function knownIds(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { models } = await loadTable();
  return new Map(Object.entries(models).map(([provider, rows]) => [provider, Object.keys(rows)]));
}

async function loadTable(): Promise<TableFile> {
  return (await import('./table.json', { with: { type: 'json' } })).default;
}
