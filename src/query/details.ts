/**
 * What the details dataset adds to a list or a model: columns, shutdown dates, a `details` member, and a note on its
 * age.
 */

import type { Details, Usage } from '../details/index.ts';
import type { ModelDetails } from '../details/model-details.ts';
import type { DetailValue } from '../details/value.ts';
import { CliError } from '../errors/error.ts';
import type { ModelBatch } from '../models/batch.ts';
import { type Cell, textCell } from '../models/cell.ts';
import type { DetailColumn } from '../models/columns.ts';
import { baseOf } from '../models/id.ts';
import type { Model } from '../models/model.ts';
import type { Shutdown } from '../models/shutdown.ts';
import { isoDate } from '../models/time.ts';
import type { CardSection } from '../output/renderer.ts';
import { providerOf } from '../servers/recognize.ts';
import type { Session } from '../session/session.ts';
import type { ColumnName } from '../spec/columns.ts';
import type { FlagValues } from '../spec/flags.ts';
import { detailSection, type Replacement } from './detail-section.ts';
import type { ServerInfo } from './source.ts';

export interface DetailSource {
  cell(model: Model, name: DetailColumn): Cell | undefined;
  /** Whether the column's value comes from the dataset rather than the server. */
  isFromDataset(model: Model, name: ColumnName): boolean;
  /** The dataset's date, which is a hint. Ignores the server's own date. */
  shutdownOf(model: Model): Shutdown | undefined;
  /** The models, each with a `details` member added. */
  addDetails(batch: ModelBatch): ModelBatch;
  /** All details of a model, for a card. */
  section(model: Model): CardSection | undefined;
  /** The dataset with prices and dates: `litellm 1.109.1`. */
  name: string;
  /** The day of its release, `YYYY-MM-DD`. */
  date: string;
  /** The dataset of model shutdowns, and the day it is current to: `bydtech-model-retire 0.1.1 (2026-10-16)`. */
  lifecycles: string;
  /** A note for an old dataset. */
  age: string | undefined;
}

/**
 * Loads the datasets for the models of one server.
 * @param session finds datasets newer than the bundled ones, and receives the warning about a damaged one
 * @param flags `--tokens` and `--tier`, for costs
 * @throws CliError `bad-value`, `needs-flag` (exit 2) for flags that cannot be used
 */
export async function loadDetails(
  { baseUrl, preset }: ServerInfo,
  session: Session,
  flags: Pick<FlagValues, 'tokens' | 'tier'> = {},
): Promise<DetailSource> {
  const { changesBetween, DETAIL_NAMES, openDetails, withDetails } = await import('../details/index.ts');
  const { updatedFiles } = await import('../datasets/updated.ts');
  const now = session.ctx.now();
  const today = isoDate(now / 1000);
  const usage = await readUsageFlags(flags);
  const details = await openDetails(
    { provider: providerOf(baseUrl, preset), today, usage },
    await updatedFiles(session),
  );
  const cells = new WeakMap<ModelDetails, Map<DetailColumn, Cell | undefined>>();
  return {
    // Caches cells, because many models of a list share the same details: fine-tuned ones have their base's.
    cell(model, name) {
      const modelDetails = details.of(model);
      const cached = cells.get(modelDetails) ?? new Map<DetailColumn, Cell | undefined>();
      if (cached.size === 0) cells.set(modelDetails, cached);
      if (!cached.has(name)) cached.set(name, detailCell(modelDetails, name));
      return cached.get(name);
    },
    isFromDataset(model, name) {
      const modelDetails = details.of(model);
      const names: readonly string[] = name === 'modalities' ? ['input_modalities', 'output_modalities'] : [name];
      return DETAIL_NAMES.some(
        (detail) => names.includes(detail) && modelDetails.get(detail)?.source.date !== undefined,
      );
    },
    shutdownOf: (model) => datasetShutdown(details, model),
    addDetails: (batch) => withDetails(batch, details),
    section: (model) => detailSection(details.of(model), replacementFor(details, model, changesBetween)),
    name: details.sources[0]?.name ?? '',
    date: details.date,
    lifecycles: details.lifecycleSource,
    age: details.isOld(now) ? ageNote(details, now) : undefined,
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

function detailCell(found: ModelDetails, name: DetailColumn): Cell | undefined {
  if (name === 'modalities') return textCell(found.modalities || undefined);
  if (name === 'cost') {
    const { cost } = found;
    const hint = PRICE_NAMES.some((price) => found.get(price)?.source.date !== undefined);
    return cost === undefined ? undefined : { type: 'number', value: Number(cost), text: cost, hint };
  }
  const value = found.get(name);
  if (!value) return undefined;
  const { text } = value;
  const hint = value.source.date !== undefined;
  if (LISTS.includes(name)) return { type: 'list', items: JSON.parse(value.json) as string[], text, hint };
  return NUMBERS.includes(name) ? { type: 'number', value: Number(text), text, hint } : { type: 'text', text, hint };
}

const LISTS: readonly DetailColumn[] = ['input_modalities', 'output_modalities', 'endpoints'];
const PRICE_NAMES = ['input_price', 'output_price'] as const;

/** @throws CliError `bad-value`, `needs-flag` */
async function readUsageFlags({ tokens, tier }: Pick<FlagValues, 'tokens' | 'tier'>): Promise<Usage | undefined> {
  if (tokens === undefined) {
    if (tier === undefined) return undefined;
    throw new CliError('needs-flag', { flag: '--tier', needs: '--tokens IN:OUT' });
  }
  const { readUsage } = await import('../details/index.ts');
  const usage = readUsage(tokens, tier);
  if (usage) return usage;
  const want = 'IN:OUT or IN+CACHED:OUT in tokens, such as 10M:2M or 8M+2M:2M';
  throw new CliError('bad-value', { what: '--tokens', value: tokens, want });
}

/** The replacement of a model, and what changes with it. */
function replacementFor(
  details: Details,
  model: Model,
  changesBetween: typeof import('../details/index.ts').changesBetween,
): Replacement | undefined {
  const value = details.of(model).get('replacement');
  const id = value?.of ?? model.id;
  if (!value || id === undefined) return undefined;
  const next = details.replacementOf(id);
  return next && { id: next.id, changes: changesBetween(details.of(model), next.details) };
}

/** The dates of values parsed so far, in Unix seconds. */
const DAYS = new WeakMap<DetailValue, number>();

function datasetShutdown(details: Details, model: Model): Shutdown | undefined {
  const value = details.of(model).get('shutdown_date');
  if (!value || value.source.date === undefined) return undefined;
  const seconds = DAYS.get(value) ?? Date.parse(value.text) / 1000;
  DAYS.set(value, seconds);
  // An alias has the date of its target. Only a fine-tuned model inherits one from a base.
  const base = model.id === undefined ? undefined : baseOf(model.id);
  return { seconds, source: 'dataset', ...(base !== undefined && { base: value.of ?? base }) };
}

function ageNote(details: Details, now: number): string {
  return `The details are ${details.ageInDays(now)} days old. To update: openai details update`;
}
