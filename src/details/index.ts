/**
 * Details of models: context window, limits, prices, modalities, endpoints, knowledge cutoff, shutdown date. The table
 * is a separate file that is not loaded until `openDetails` is called.
 */

import type { DatasetFiles } from './datasets.ts';
import { Details, type DetailsOptions } from './details.ts';
import { openLifecycles } from './open-lifecycles.ts';
import { Table, type TableFile } from './table.ts';

export { changesBetween } from './changes.ts';
export { readUsage, type Usage } from './cost.ts';
export { Details, withDetails } from './details.ts';
export { DETAIL_NAMES, type DetailName } from './value.ts';

/**
 * Loads the tables; lookups are synchronous from then on.
 * @param updated newer tables than the shipped ones
 */
export async function openDetails(options: DetailsOptions = {}, updated: Partial<DatasetFiles> = {}): Promise<Details> {
  const [table, lifecycles] = await Promise.all([
    updated.table ?? shippedTable(),
    openLifecycles(options.today ?? '', updated.lifecycle),
  ]);
  return new Details(new Table(table), lifecycles, options);
}

/** The ids that have a row, by provider. */
export async function knownIds(updated?: TableFile): Promise<ReadonlyMap<string, readonly string[]>> {
  const { models } = updated ?? (await shippedTable());
  return new Map(Object.entries(models).map(([provider, rows]) => [provider, Object.keys(rows)]));
}

export async function shippedTable(): Promise<TableFile> {
  return (await import('./table.json', { with: { type: 'json' } })).default;
}
