/** What the details dataset adds to a list or a model: columns, shutdown dates, a `details` key, a note of its date. */
import type { Details } from '../details/index.ts';
import type { ModelBatch } from '../models/batch.ts';
import { type Cell, textCell } from '../models/cell.ts';
import type { DetailColumn } from '../models/columns.ts';
import type { Model } from '../models/model.ts';
import type { Shutdown } from '../models/shutdown.ts';

export interface Detailing {
  cell(model: Model, name: DetailColumn): Cell | undefined;
  /** The dataset's word, which is a hint; the server's own is not looked at. */
  shutdownOf(model: Model): Shutdown | undefined;
  /** The models, each with a member `details`. */
  add(batch: ModelBatch): ModelBatch;
  /** Where it comes from and how old it is. */
  footer: readonly string[];
}

/**
 * Loads the dataset for the models of one server.
 * @param now milliseconds since 1970
 */
export async function loadDetails(baseUrl: string, preset: string | undefined, now: number): Promise<Detailing> {
  const { openDetails, providerOf, withDetails } = await import('../details/index.ts');
  const details = await openDetails({ provider: providerOf(baseUrl, preset) });
  return {
    cell: (model, name) => detailCell(details, model, name),
    shutdownOf: (model) => datasetShutdown(details, model),
    add: (batch) => withDetails(batch, details),
    footer: footerOf(details, now),
  };
}

const NUMBERS: readonly DetailColumn[] = [
  'context',
  'max_input',
  'max_output',
  'input_price',
  'cached_input_price',
  'output_price',
];

function detailCell(details: Details, model: Model, name: DetailColumn): Cell | undefined {
  const found = details.of(model);
  if (name === 'modalities') return textCell(found.modalities || undefined);
  const text = found.text(name);
  if (text === '') return undefined;
  return NUMBERS.includes(name) ? { type: 'number', value: Number(text), text } : { type: 'text', text };
}

function datasetShutdown(details: Details, model: Model): Shutdown | undefined {
  const value = details.of(model).get('shutdown_date');
  if (!value || value.source.date === undefined) return undefined;
  const seconds = Date.parse(value.text) / 1000;
  return { seconds, source: 'dataset', ...(value.of !== undefined && { base: value.of }) };
}

function footerOf(details: Details, now: number): string[] {
  const { name } = details.sources[0] ?? { name: '' };
  const from = `Details: ${name} of ${details.date}, where the server does not tell. Prices: US dollars per million tokens.`;
  return details.isOld(now)
    ? [from, `They are ${details.ageInDays(now)} days old: a newer openai has newer ones.`]
    : [from];
}
