/** What `doctor` finds out, a line each. */

export type Verdict = 'pass' | 'warn' | 'fail';

export interface Check {
  /** What was looked at, in a word or two. */
  name: string;
  verdict: Verdict;
  /** What was found. Never a key. */
  found: string;
  /** What to do about it. */
  next?: string;
}

export function pass(name: string, found: string): Check {
  return { name, verdict: 'pass', found };
}

export function warn(name: string, found: string, next: string): Check {
  return { name, verdict: 'warn', found, next };
}

export function fail(name: string, found: string, next: string): Check {
  return { name, verdict: 'fail', found, next };
}
