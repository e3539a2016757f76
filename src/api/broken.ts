import { CliError } from '../errors.ts';
import { decode, skipSpace } from '../json/bytes.ts';
import { MOST_ERROR_BYTES } from './collect.ts';
import { isHtml, reasonOf } from './reason.ts';

/** More of an answer is not held at once: no model comes near this, an endless answer does. */
export const MOST_BYTES = 64 << 20;

/** Values in one model, or beside the models: what is made of each takes far more memory than its text. */
export const MOST_VALUES = 250_000;

/** The error for an answer that goes on and on without anything complete in it. */
export function tooLong(what: string): CliError {
  return new CliError('not-json', { what, problem: 'the answer goes on and on: it is too long to hold', html: false });
}

/** The error for a value that nobody could mean. */
export function tooMany(what: string): CliError {
  const problem = `something in it has more than ${MOST_VALUES.toLocaleString('en-US')} values: no model has so many`;
  return new CliError('not-json', { what, problem, html: false });
}

/** Where reading stopped: a byte offset in the whole answer, and whether the text simply ended there. */
export interface Broken {
  /** What is at hand of the answer. */
  body: Uint8Array;
  at: number;
  ended: boolean;
}

/** The error for an answer that is not the JSON it should be: empty, a web page, cut off or wrong somewhere. */
export function brokenAnswer({ body, at, ended }: Broken, what: string): CliError {
  const html = isHtml(decode(body.subarray(0, 256)));
  const problem = html ? describePage(body) : describeText(body, at, ended);
  return new CliError('not-json', { what, problem, html }, body.slice(0, MOST_ERROR_BYTES));
}

function describePage(body: Uint8Array): string {
  const title = reasonOf(body);
  return `the answer is a web page${title ? ` (${title})` : ''}`;
}

function describeText(body: Uint8Array, at: number, ended: boolean): string {
  if (skipSpace(body, 0, body.length) >= body.length) return 'the answer is empty';
  const place = at.toLocaleString('en-US');
  return ended ? `the answer ends early, after ${place} bytes` : `the answer is not valid at byte ${place}`;
}
