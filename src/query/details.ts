/** What the details dataset adds to a list or a model: columns, shutdown dates, a `details` key, a note of its date. */

import type { DetailName, Details } from '../details/index.ts';
import type { ModelBatch } from '../models/batch.ts';
import { type Cell, textCell } from '../models/cell.ts';
import type { DetailColumn } from '../models/columns.ts';
import { baseOf } from '../models/id.ts';
import type { Model } from '../models/model.ts';
import type { Shutdown } from '../models/shutdown.ts';
import type { CardSection } from '../output/renderer.ts';
import { providerOf } from '../servers/recognize.ts';
import type { ColumnName } from '../spec/columns.ts';

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
  /** Where it comes from. */
  origin: string;
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
    section: (model) => detailSection(details, model),
    origin: originOf(details),
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
  const text = found.text(name);
  if (text === '') return undefined;
  return NUMBERS.includes(name) ? { type: 'number', value: Number(text), text } : { type: 'text', text };
}

function datasetShutdown(details: Details, model: Model): Shutdown | undefined {
  const value = details.of(model).get('shutdown_date');
  if (!value || value.source.date === undefined) return undefined;
  const seconds = Date.parse(value.text) / 1000;
  // An alias has the date of what it stands for; only a fine-tuned model has it from a base.
  const base = model.id === undefined ? undefined : baseOf(model.id);
  return { seconds, source: 'dataset', ...(base !== undefined && { base: value.of ?? base }) };
}

function originOf({ sources, date }: Details): string {
  return `Details: ${sources[0]?.name} of ${date}, where the server does not tell. Prices: US dollars per million tokens.`;
}

function ageOf(details: Details, now: number): string {
  return `The details are ${details.ageInDays(now)} days old: a newer openai has newer ones.`;
}

/** The values of a card, with their units. */
const ROWS: Readonly<Partial<Record<DetailName, (text: string) => string>>> = {
  context: (text) => `${grouped(text)} tokens`,
  max_input: (text) => `${grouped(text)} tokens`,
  max_output: (text) => `${grouped(text)} tokens`,
  input_price: perMillion,
  cached_input_price: perMillion,
  output_price: perMillion,
  input_modalities: listed,
  output_modalities: listed,
  endpoints: listed,
  knowledge: (text) => `up to ${text}`,
  shutdown_date: (text) => text,
};

function detailSection(details: Details, model: Model): CardSection | undefined {
  const found = details.of(model);
  const { source } = found;
  if (!source) return undefined;
  const named = ({ name, date }: { name: string; date?: string }) => (date === undefined ? name : `${name}, ${date}`);
  const rows = (Object.keys(ROWS) as DetailName[]).flatMap((name): { label: string; text: string; note: string }[] => {
    const value = found.get(name);
    // What the server says is among the fields already.
    if (!value || (name === 'shutdown_date' && value.source.date === undefined)) return [];
    const from = value.source.name === source.name ? '' : named(value.source);
    const note = [from, value.of !== undefined && `of ${value.of}`].filter(Boolean).join(', ');
    return [{ label: name, text: ROWS[name]?.(value.text) ?? value.text, note }];
  });
  const tiers = (found.get('price_tiers')?.text ?? '').split('; ').filter(Boolean);
  for (const tier of tiers) rows.push({ label: 'price_tier', text: tier, note: 'input/cached/output' });
  return { title: `Details of ${found.matched ?? 'the server'} (${named(source)})`, rows };
}

function perMillion(text: string): string {
  return `$${text} per million tokens`;
}

function listed(text: string): string {
  return text.replaceAll(',', ', ');
}

/** Digits in threes; anything else as it is, and so are more of them than any count has. */
function grouped(text: string): string {
  return text.length <= 20 && /^\d+$/.test(text) ? text.replace(/\B(?=(\d{3})+$)/g, ',') : text;
}
