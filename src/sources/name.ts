/** Parses the name typed for a source: an endpoint, a snapshot, a file or standard input. */
import { CliError } from '../errors/error.ts';
import { DAY, parseWhen } from '../models/time.ts';

export type SourceName =
  | { kind: 'now' }
  /** The endpoint of a profile, or its newest snapshot. */
  | { kind: 'profile'; profile: string; last: boolean }
  | { kind: 'all'; last: boolean }
  | { kind: 'last' }
  /** The newest snapshot taken at or before this time, in Unix seconds. */
  | { kind: 'until'; seconds: number }
  | { kind: 'snapshot'; name: string }
  | { kind: 'file'; path: string }
  | { kind: 'stdin' };

const AGE = /^\d{1,6} ?(?:h|d|w|mo|y)$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
const MAX_NAME_LENGTH = 64;

/**
 * Parses the text of a source.
 * @param now Unix seconds, for ages
 * @param exists whether a file with this path exists, for a name that may be one
 * @throws CliError `bad-value` for text that cannot be a source
 */
export function readSourceName(text: string, now: number, exists: (path: string) => boolean): SourceName {
  if (text === 'now' || text === 'last') return { kind: text };
  if (text === '-') return { kind: 'stdin' };
  if (text.startsWith('@')) return profileSource(text);
  if (AGE.test(text) || DATE.test(text) || MOMENT.test(text)) {
    const seconds = parseWhen(text, now);
    if (seconds === undefined) throw unknownSourceError(text);
    // A snapshot from any time of that day counts.
    return { kind: 'until', seconds: DATE.test(text) ? seconds + DAY - 0.001 : seconds };
  }
  if (/[./\\]/.test(text) || exists(text)) return { kind: 'file', path: text };
  if (snapshotNameProblem(text) !== undefined) throw unknownSourceError(text);
  return { kind: 'snapshot', name: text };
}

/** Whether models should show where they come from: `@all` counts as several, even with only one profile. */
export function isSeveral(texts: readonly string[]): boolean {
  return texts.length > 1 || texts.some((text) => text === '@all' || text === '@all:last');
}

function profileSource(text: string): SourceName {
  const last = text.endsWith(':last');
  const profile = text.slice(1, last ? -':last'.length : undefined);
  if (profile === '') throw unknownSourceError(text);
  return profile === 'all' ? { kind: 'all', last } : { kind: 'profile', profile, last };
}

function unknownSourceError(text: string): CliError {
  const want = 'a source: now, @PROFILE, @all, last, an age or a date, a snapshot name, a file, or -';
  return new CliError('bad-value', { what: 'the source', value: text.slice(0, 80), want });
}

/** Why a snapshot cannot have this name, or `undefined` if it can: names must look different from all other sources. */
export function snapshotNameProblem(name: string): string | undefined {
  if (name === 'now' || name === 'last') return `'${name}' is the name of a source`;
  if (name.length > MAX_NAME_LENGTH) return `use at most ${MAX_NAME_LENGTH} characters`;
  if (AGE.test(name) || DATE.test(name)) return 'it looks like an age or a date';
  if (/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) return undefined;
  return 'use letters, digits, and _ - inside';
}
