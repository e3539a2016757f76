/** The day on which a server says that a model will be gone. */
import { kindOf } from '../json/members.ts';
import { shutdownAt } from '../models/shutdown.ts';
import type { Field, Fields } from './fields.ts';

const DAY = 86_400;

/**
 * The day as `YYYY-MM-DD`, in UTC. `null` where the server has a field for it and says that there is none; `undefined`
 * where it does not speak of it.
 */
export function readShutdown(fields: Fields, places: readonly Field[]): string | null | undefined {
  let silent: null | undefined;
  for (const place of places) {
    const range = fields.at(place);
    if (!range) continue;
    if (kindOf(fields.bytes, range) === 'null') silent = null;
    else {
      const seconds = shutdownAt(fields.bytes, range);
      if (seconds !== undefined) return new Date(Math.floor(seconds / DAY) * DAY * 1000).toISOString().slice(0, 10);
    }
  }
  return silent;
}
