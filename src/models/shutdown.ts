/**
 * When a model goes away. Servers say it in different fields: `shutdown_date` (OpenAI, Bifrost), `expiration_date`
 * (OpenRouter), `deprecation` (Mistral a time, Azure an object of times), `deprecated_at` (Vercel). A fine-tuned model
 * goes with its base.
 */
import { decode } from '../json/bytes.ts';
import { readMembers } from '../json/members.ts';
import { baseOf } from './fine-tuned.ts';
import type { Model } from './model.ts';

export interface Shutdown {
  /** Unix seconds. */
  seconds: number;
  /** Who says so. The server's word is the truth, the dataset's a hint. */
  source: 'server' | 'dataset';
  /** The base whose date it is, for a fine-tuned model without one of its own. */
  base?: string;
}

export type ShutdownOf = (model: Model) => Shutdown | undefined;

const FIELDS = ['shutdown_date', 'expiration_date', 'deprecation', 'deprecated_at'] as const;
/** Azure dates both: until then a model answers, and until then it can be fine-tuned. */
const AZURE_FIELD = 'inference';

/** The server's own word on this model. */
export function ownShutdown(model: Model): Shutdown | undefined {
  const { members } = model;
  for (const field of FIELDS) {
    if (!members.has(field)) continue;
    const seconds = model.time(field) ?? inferenceEnd(model, field);
    if (seconds !== undefined) return { seconds, source: 'server' };
  }
  return undefined;
}

function inferenceEnd({ bytes, members }: Model, field: string): number | undefined {
  const range = members.get(field);
  const member = range && readMembers(bytes, range).find(({ key }) => key === AZURE_FIELD);
  const seconds = member && Number(decode(bytes, member.start, member.end));
  return seconds && seconds > 1 ? seconds : undefined;
}

/** The dates of a whole list, so that fine-tuned models can take their base's. */
export class ShutdownDates {
  private readonly dates = new Map<string, number>();

  add(models: Iterable<Model>): void {
    for (const model of models) {
      const own = ownShutdown(model);
      if (own && model.id !== undefined) this.dates.set(model.id, own.seconds);
    }
  }

  /** The model's own date, or its base's. */
  readonly of: ShutdownOf = (model) => {
    const own = ownShutdown(model);
    if (own) return own;
    const base = model.id === undefined || this.dates.size === 0 ? undefined : baseOf(model.id);
    const seconds = base === undefined ? undefined : this.dates.get(base);
    return base === undefined || seconds === undefined ? undefined : { seconds, source: 'server', base };
  };
}
