/** Times as people read them. All times are Unix seconds; dates are UTC, so that every machine shows the same. */

const DAY = 86_400;
const MONTH = 30.436875 * DAY;
const YEAR = 365.2425 * DAY;
/** The last second of the year 9999. */
const LATEST = 253_402_300_799;

/** `2024-07-18`; empty for an unknown or impossible time. */
export function isoDate(seconds: number | undefined): string {
  return seconds === undefined || Math.abs(seconds) > LATEST ? '' : new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** How long ago: `5 h`, `12 d`, `7 mo`, `2.3 y`; empty for an unknown time and for the future. */
export function age(seconds: number | undefined, now: number): string {
  if (seconds === undefined || Math.abs(seconds) > LATEST) return '';
  return now - seconds < -DAY ? '' : elapsed(now - seconds);
}

/** Seconds in the largest unit that tells them well: `5 h`, `12 d`, `7 mo`, `2.3 y`. */
export function elapsed(passed: number): string {
  if (passed < 3600) return `${Math.max(0, Math.floor(passed / 60))} min`;
  if (passed < 2 * DAY) return `${Math.floor(passed / 3600)} h`;
  if (passed < 2 * MONTH) return `${Math.floor(passed / DAY)} d`;
  if (passed < 2 * YEAR) return `${Math.floor(passed / MONTH)} mo`;
  return `${(passed / YEAR).toFixed(1)} y`;
}
