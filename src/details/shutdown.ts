/** When a server says that a model will be gone. */
import { kindOf, readMembers } from '../json/members.ts';
import type { Model } from '../models/model.ts';

/** OpenAI and Bifrost; OpenRouter; Mistral and Azure; Vercel. */
export const SHUTDOWN_FIELDS = ['shutdown_date', 'expiration_date', 'deprecation', 'deprecated_at'] as const;

const DAY = 86_400_000;
/** The last day of the year 9999, in milliseconds. */
const LATEST = 253_402_214_400_000;

/**
 * The day as `YYYY-MM-DD`, in UTC. `null` where the server has the field and says that there is none; `undefined` where
 * it does not speak of it. Azure's `deprecation` is an object of times: what counts is the end of inference.
 */
export function shutdownOf(model: Model): string | null | undefined {
  let silent: null | undefined;
  for (const field of SHUTDOWN_FIELDS) {
    const member = model.members.get(field);
    if (!member) continue;
    const kind = kindOf(model.bytes, member);
    if (kind === 'null') {
      silent = null;
      continue;
    }
    const seconds = kind === 'object' ? inferenceEnd(model, member) : model.time(field);
    const day = seconds === undefined ? undefined : dayOf(seconds);
    if (day !== undefined) return day;
  }
  return silent;
}

function inferenceEnd(model: Model, range: { start: number; end: number }): number | undefined {
  for (const member of readMembers(model.bytes, range)) {
    if (member.key !== 'inference' || kindOf(model.bytes, member) !== 'number') continue;
    const seconds = Number(new TextDecoder().decode(model.bytes.subarray(member.start, member.end)));
    return seconds > 1 ? seconds : undefined;
  }
  return undefined;
}

function dayOf(seconds: number): string | undefined {
  const milliseconds = Math.floor((seconds * 1000) / DAY) * DAY;
  return milliseconds > 0 && milliseconds <= LATEST ? new Date(milliseconds).toISOString().slice(0, 10) : undefined;
}
