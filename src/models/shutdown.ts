/**
 * When a model goes away. Servers say it in different fields: `shutdown_date` (OpenAI, Bifrost), `expiration_date`
 * (OpenRouter), `deprecation` (Mistral a time, Azure an object of times), `deprecated_at` (Vercel). A fine-tuned model
 * goes with its base.
 */
import { baseOf } from './fine-tuned.ts';
import { fieldsOf, type Model } from './model.ts';

export interface Shutdown {
  /** Unix seconds. */
  seconds: number;
  /** Who says so. The server's word is the truth, the dataset's a hint. */
  source: 'server' | 'dataset';
  /** The base whose date it is, for a fine-tuned model without one of its own. */
  base?: string;
}

export type ShutdownOf = (model: Model) => Shutdown | undefined;

/** The fields that servers say it in. */
export const SHUTDOWN_FIELDS = ['shutdown_date', 'expiration_date', 'deprecation', 'deprecated_at'] as const;
/** Azure dates both: until then a model answers, and until then it can be fine-tuned. */
const AZURE_FIELD = 'inference';

/** The server's own word on this model. */
export function ownShutdown(model: Model): Shutdown | undefined {
  for (const field of SHUTDOWN_FIELDS) {
    const value = model.fields[field];
    if (value === undefined || value === null) continue;
    const seconds = model.time(field) ?? inferenceEnd(value);
    if (seconds !== undefined) return { seconds, source: 'server' };
  }
  return undefined;
}

function inferenceEnd(value: unknown): number | undefined {
  const seconds = fieldsOf(value)[AZURE_FIELD];
  return typeof seconds === 'number' && seconds > 1 ? seconds : undefined;
}

/** The dates of a whole list, so that fine-tuned models can take their base's. */
export class ShutdownDates {
  private readonly dates = new Map<string, number>();

  add(model: Model): void {
    const own = ownShutdown(model);
    if (own && model.id !== undefined) this.dates.set(model.id, own.seconds);
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

const DAY = 86_400;

/** `51 d`, `today` or `passed`; both times in Unix seconds. */
export function daysLeft(shutdown: number, now: number): string {
  const days = Math.ceil((shutdown - now) / DAY);
  return days < 0 ? 'passed' : days === 0 ? 'today' : `${days} d`;
}
