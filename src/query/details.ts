/** What the details dataset adds to a list or a model: columns, shutdown dates, a `details` key, a note of its date. */

import type { Details } from '../details/index.ts';
import type { ModelBatch } from '../models/batch.ts';
import { type Cell, textCell } from '../models/cell.ts';
import type { DetailColumn } from '../models/columns.ts';
import { baseOf } from '../models/id.ts';
import type { Model } from '../models/model.ts';
import type { Shutdown } from '../models/shutdown.ts';
import type { CardSection } from '../output/renderer.ts';
import { providerOf } from '../servers/recognize.ts';
import type { ColumnName } from '../spec/columns.ts';
import { detailSection } from './detail-section.ts';

export interface Detailing {
  cell(model: Model, name: DetailColumn): Cell | undefined;
  /** The column's value is the dataset's word, and not the server's. */
  isDatasets(model: Model, name: ColumnName): boolean;
  /** The dataset's word, which is a hint; the server's own is not looked at. */
  shutdownOf(model: Model): Shutdown | undefined;
  /** The models, each with a member `details`. */
  add(batch: ModelBatch): ModelBatch;
  /** All of it, for a card. */
  section(model: Model): CardSection | undefined;
  /** The dataset with prices and dates: `litellm 1.109.1`. */
  name: string;
  /** The day of its release, `YYYY-MM-DD`. */
  date: string;
  /** Said of a dataset that is old. */
  age: string | undefined;
}

/**
 * Loads the dataset for the models of one server.
 * @param now milliseconds since 1970
 */
export async function loadDetails(baseUrl: string, preset: string | undefined, now: number): Promise<Detailing> {
  const { DETAIL_NAMES, openDetails, withDetails } = await import('../details/index.ts');
  const details = await openDetails({ provider: providerOf(baseUrl, preset) });
  return {
    cell: (model, name) => detailCell(details, model, name),
    isDatasets(model, name) {
      const found = details.of(model);
      const names: readonly string[] = name === 'modalities' ? ['input_modalities', 'output_modalities'] : [name];
      return DETAIL_NAMES.some((detail) => names.includes(detail) && found.get(detail)?.source.date !== undefined);
    },
    shutdownOf: (model) => datasetShutdown(details, model),
    add: (batch) => withDetails(batch, details),
    section: (model) => detailSection(details.of(model)),
    name: details.sources[0]?.name ?? '',
    date: details.date,
    age: details.isOld(now) ? ageOf(details, now) : undefined,
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
  const value = found.get(name);
  if (!value) return undefined;
  const { text } = value;
  const hint = value.source.date !== undefined;
  return NUMBERS.includes(name) ? { type: 'number', value: Number(text), text, hint } : { type: 'text', text, hint };
}

function datasetShutdown(details: Details, model: Model): Shutdown | undefined {
  const value = details.of(model).get('shutdown_date');
  if (!value || value.source.date === undefined) return undefined;
  const seconds = Date.parse(value.text) / 1000;
  // An alias has the date of what it stands for; only a fine-tuned model has it from a base.
  const base = model.id === undefined ? undefined : baseOf(model.id);
  return { seconds, source: 'dataset', ...(base !== undefined && { base: value.of ?? base }) };
}

function ageOf(details: Details, now: number): string {
  return `The details are ${details.ageInDays(now)} days old: a newer openai has newer ones.`;
}
