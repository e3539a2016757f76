/**
 * When a model goes away. Servers use different fields: `shutdown_date` (OpenAI, Bifrost), `expiration_date`
 * (OpenRouter), `deprecation` (a time at Mistral, an object of times at Azure), `deprecated_at` (Vercel). A fine-tuned
 * model goes with its base.
 */

import { jsonKindOf, type Range, readMembers } from '../json/members.ts';
import { baseOf } from './id.ts';
import { type Model, timeAt } from './model.ts';

export interface Shutdown {
  /** Unix seconds. */
  seconds: number;
  /** Where the date comes from. The server's is the truth, the dataset's a hint. */
  source: 'server' | 'dataset';
  /** The base whose date this is, for a fine-tuned model without its own date. */
  base?: string;
}

export type ShutdownOf = (model: Model) => Shutdown | undefined;

/** The fields that servers give the date in. */
export const SHUTDOWN_FIELDS = ['shutdown_date', 'expiration_date', 'deprecation', 'deprecated_at'] as const;
/** Azure gives two dates: until when a model can be used, and until when it can be fine-tuned. */
const AZURE_FIELD = 'inference';

/** The last second of the year 9999: no model is dated later, and no format could show it. */
const LATEST = 253_402_300_799;

/**
 * The time in a value of one of these fields, in Unix seconds: a date, a date-time, seconds or milliseconds; for
 * Azure's object of times, the end of inference. `undefined` for anything else, including a day that does not exist.
 */
export function shutdownAt(bytes: Uint8Array, range: Range): number | undefined {
  if (jsonKindOf(bytes, range) !== 'object') return plausibleDate(timeAt(bytes, range));
  const inference = readMembers(bytes, range).findLast(({ key }) => key === AZURE_FIELD);
  return inference && plausibleDate(timeAt(bytes, inference));
}

function plausibleDate(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds <= LATEST ? seconds : undefined;
}

/** The shutdown date that the server itself gives for this model. */
export function serverShutdown(model: Model): Shutdown | undefined {
  for (const field of SHUTDOWN_FIELDS) {
    // Few models have such a field, and the parsed fields already tell which.
    const value = model.fields[field];
    if (value === undefined || value === null) continue;
    const member = model.members.get(field);
    const seconds = member && shutdownAt(model.bytes, member);
    if (seconds !== undefined) return { seconds, source: 'server' };
  }
  return undefined;
}

/** The dates of a whole list, so that fine-tuned models can use their base's. */
export class ShutdownDates {
  private readonly dates = new Map<string, number>();

  add(model: Model): void {
    const own = serverShutdown(model);
    if (own && model.id !== undefined) this.dates.set(model.id, own.seconds);
  }

  /** The model's own date, or its base's. */
  readonly of: ShutdownOf = (model) => {
    const own = serverShutdown(model);
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
