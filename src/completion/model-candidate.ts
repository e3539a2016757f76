import type { Candidate } from './candidate.ts';

export interface ListedModel {
  id: string | undefined;
  owner: string | undefined;
  /** Unix seconds. */
  created: number | undefined;
  /** As the server wrote it. */
  shutdown: string | undefined;
}

/** Controls, marks of direction, invisible characters, separators of lines: nothing that a shell should print. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/u;
/** The last second of the year 9999. */
const LATEST = 253_402_300_799;

/** A model as a candidate; none where its id could not be typed as an argument. */
export function modelCandidate({ id, owner, created, shutdown }: ListedModel): Candidate[] {
  if (id === undefined || id === '' || id.startsWith('-') || UNSAFE.test(id)) return [];
  const facts = [owner, dateOf(created), shutdown && `shutdown ${shutdown}`];
  const hint = facts.filter((fact) => fact !== undefined && fact !== '' && !UNSAFE.test(fact)).join(', ');
  return [{ value: id, hint }];
}

/** `2024-07-18`, UTC. */
function dateOf(seconds: number | undefined): string | undefined {
  if (seconds === undefined || Math.abs(seconds) > LATEST) return undefined;
  return new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 10);
}
