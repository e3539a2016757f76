/** Points in time as people write them: a date, a date-time, Unix seconds, or an age. */

/** What `--created-after` and similar flags accept, for errors. */
export const WHEN_EXPECTED =
  'a date such as 2026-01-31 or 2026, a date-time, Unix seconds, or an age such as 12h, 30d, 6mo or 1y';

const AGE = /^(\d{1,6}) ?(h|d|w|mo|y)$/i;
/** With fewer digits it is not a plausible time: 9 digits begin in 1973. */
const SECONDS = /^\d{9,11}$/;
const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/i;

const HOUR = 3600;
/** Seconds. */
export const DAY = 24 * HOUR;

/**
 * Unix seconds of a moment in the past, or in the future if `ahead` makes ages count forward. Dates and times without a
 * zone are UTC, like the dates in tables; `6mo` and `1y` go by the calendar.
 * @param now Unix seconds
 * @returns `undefined` for text that is none of these, and for a day that does not exist
 */
export function parseWhen(text: string, now: number, isFuture = false): number | undefined {
  const age = AGE.exec(text);
  if (age) return shift(now, Number(age[1]) * (isFuture ? 1 : -1), (age[2] as string).toLowerCase());
  if (SECONDS.test(text)) return Number(text);
  const date = DATE.exec(text);
  if (date) return realDay(`${date[1]}-${date[2] ?? '01'}-${date[3] ?? '01'}`);
  const time = DATE_TIME.exec(text);
  if (!time || realDay(time[1] as string) === undefined) return undefined;
  const iso = text.toUpperCase().replace(' ', 'T');
  const milliseconds = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(iso.slice(11)) ? iso : `${iso}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

/** An age such as `12h`, `30d`, `6mo` or `1y` in seconds; `undefined` for other text. */
export function parseAge(text: string): number | undefined {
  const [, count, unit = ''] = AGE.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (AGE_SECONDS[unit.toLowerCase()] ?? Number.NaN);
}

function shift(now: number, count: number, unit: string): number | undefined {
  if (unit === 'h') return now + count * HOUR;
  if (unit === 'd' || unit === 'w') return now + count * DAY * (unit === 'w' ? 7 : 1);
  return shiftMonths(now, unit === 'y' ? count * 12 : count);
}

/** Moves by `count` months; uses the last day of the month if it is shorter. */
function shiftMonths(now: number, count: number): number | undefined {
  const date = new Date(now * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  const seconds = date.getTime() / 1000;
  return Number.isNaN(seconds) ? undefined : seconds;
}

/** The first second of the day; `undefined` for February 31, which some engines take for a day in March. */
function realDay(day: string): number | undefined {
  const milliseconds = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) return undefined;
  return new Date(milliseconds).toISOString().startsWith(day) ? milliseconds / 1000 : undefined;
}

/** Times as people read them. All times are Unix seconds; dates are UTC, so that every machine shows the same. */

const MONTH = 30.436875 * DAY;
const YEAR = 365.2425 * DAY;
const AGE_SECONDS: Readonly<Record<string, number>> = { h: HOUR, d: DAY, w: 7 * DAY, mo: MONTH, y: YEAR };
/** The last second of the year 9999. */
const LATEST = 253_402_300_799;

/** `2024-07-18`; empty for an unknown or impossible time. */
export function isoDate(seconds: number | undefined): string {
  return seconds === undefined || Math.abs(seconds) > LATEST ? '' : new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** How long ago: `5 h`, `12 d`, `7 mo`, `2.3 y`; empty for an unknown time and for one more than a day ahead. */
export function formatAge(seconds: number | undefined, now: number): string {
  if (seconds === undefined || Math.abs(seconds) > LATEST) return '';
  return now - seconds < -DAY ? '' : formatElapsed(now - seconds);
}

/** Seconds in the largest suitable unit: `5 h`, `12 d`, `7 mo`, `2.3 y`. */
export function formatElapsed(passed: number): string {
  if (passed < 3600) return `${Math.max(0, Math.floor(passed / 60))} min`;
  if (passed < 2 * DAY) return `${Math.floor(passed / 3600)} h`;
  if (passed < 2 * MONTH) return `${Math.floor(passed / DAY)} d`;
  if (passed < 2 * YEAR) return `${Math.floor(passed / MONTH)} mo`;
  return `${(passed / YEAR).toFixed(1)} y`;
}

/** An RFC 3339 time to the second, as people read it: `2026-11-27 15:40:09`. */
export function formatToSecond(at: string): string {
  return at.slice(0, 19).replace('T', ' ');
}

/** The same to the minute: `2026-11-27 15:40`. */
export function formatToMinute(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}

const DURATION = /^(\d{1,6}(?:\.\d{1,3})?) ?(s|m|min|h|d|w)$/i;
const DURATION_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  min: 60,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
};

/** A duration such as `30s`, `5m`, `1.5h` or `7d` in milliseconds; `undefined` for other text. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = ''] = DURATION.exec(text.trim()) ?? [];
  return count === undefined ? undefined : Number(count) * (DURATION_SECONDS[unit.toLowerCase()] ?? 0) * 1000;
}
