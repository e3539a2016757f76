/**
 * One line of the journal, as JSON: a `request` stands there before it is sent, an `answer` once it is known what
 * became of it. Each line tells everything, so that one alone is of use.
 */

import type { OutcomeName } from '../deletion/outcome.ts';

/** What became of a request: `retried` where it failed and another one follows. */
export type JournalOutcome = OutcomeName | 'retried';

/** The deletion that lines belong to. */
export interface Subject {
  /** Of the process that deletes: one run, one id. */
  run: string;
  endpoint: string;
  organization: string | null;
  project: string | null;
  /** Tells the keys of one machine apart; null where that cannot be done. It does not lead back to the key. */
  key_fingerprint: string | null;
  /** The model's id. */
  id: string;
  /** The model's JSON text as the server listed it, on one line; `undefined` where it did not. */
  model: string | undefined;
}

/** What is known after a try. */
export interface Result {
  outcome: JournalOutcome;
  /** Whether the model is gone; null where nobody knows. */
  deleted: boolean | null;
  /** The HTTP status of the answer, if one came. */
  status: number | null;
  reason: string | null;
}

/** @param time ISO 8601 @param tries from 1 */
export function requestLine(time: string, subject: Subject, tries: number): string {
  return lineOf('request', time, subject, tries);
}

export function answerLine(time: string, subject: Subject, tries: number, result: Result): string {
  return lineOf('answer', time, subject, tries, result);
}

function lineOf(event: string, time: string, subject: Subject, tries: number, result?: Result): string {
  const { model = 'null', ...about } = subject;
  const text = JSON.stringify({ time, event, ...about, try: tries, ...result });
  return `${text.slice(0, -1)},"model":${model}}\n`;
}
