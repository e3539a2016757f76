/** When a server says that a model will be gone. */
import { kindOf, type Range, readMembers, readString } from '../json/members.ts';
import { type Model, timeAt } from '../models/model.ts';
import { SHUTDOWN_FIELDS } from '../models/shutdown.ts';
import { type Field, Fields, numberAt } from './fields.ts';

const DAY = 86_400;
/** The last day of the year 9999. */
const LATEST = 253_402_214_400;

/** A day, as servers mostly write it. */
const PLAIN_DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

const ALONE = new Fields();
const ALONE_FIELDS = SHUTDOWN_FIELDS.map((name) => ALONE.add(name));

/**
 * The day as `YYYY-MM-DD`, in UTC. `null` where the server has the field and says that there is none; `undefined` where
 * it does not speak of it. Azure's `deprecation` is an object of times: what counts is the end of inference.
 */
export function shutdownOf({ bytes, start, end }: Model): string | null | undefined {
  return ALONE.open(bytes, start, end) >= 0 ? readShutdown(ALONE, ALONE_FIELDS) : undefined;
}

/** The same of an object that was opened already. */
export function readShutdown(fields: Fields, places: readonly Field[]): string | null | undefined {
  let silent: null | undefined;
  for (const place of places) {
    const range = fields.at(place);
    if (!range) continue;
    if (kindOf(fields.bytes, range) === 'null') silent = null;
    else {
      const day = dayAt(fields.bytes, range);
      if (day !== undefined) return day;
    }
  }
  return silent;
}

function dayAt(bytes: Uint8Array, range: Range): string | undefined {
  const kind = kindOf(bytes, range);
  if (kind === 'object') {
    const inference = readMembers(bytes, range).findLast(({ key }) => key === 'inference');
    const seconds = inference && numberAt(bytes, inference);
    return seconds === undefined ? undefined : dayOf(Number(seconds));
  }
  if (kind === 'string') {
    const text = readString(bytes, range);
    if (PLAIN_DAY.test(text)) return text;
  }
  const seconds = timeAt(bytes, range);
  return seconds === undefined ? undefined : dayOf(seconds);
}

function dayOf(seconds: number): string | undefined {
  if (!(seconds > 1 && seconds <= LATEST)) return undefined;
  return new Date(Math.floor(seconds / DAY) * DAY * 1000).toISOString().slice(0, 10);
}
