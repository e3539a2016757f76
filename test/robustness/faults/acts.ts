/** The things that a hostile server does, as words that a table of faults is written in. */
import type { Answer, Body } from '../../support/answer.ts';

export { type Headers, head } from '../../support/answer.ts';

/** A proper answer, as far as HTTP goes. */
export function answer(proper: Pick<Answer, 'status' | 'headers' | 'body'>): Answer {
  return proper;
}

/** These bytes, then the end of the connection. */
export function say(...pieces: readonly (string | Uint8Array)[]): Answer {
  return { raw: pieces, after: 'close' };
}

/** These bytes, then nothing for ever. */
export function fallSilent(text = ''): Answer {
  return { raw: text, after: 'silence' };
}

/** These bytes, then a connection reset. */
export function reset(text = ''): Answer {
  return { raw: text, after: 'reset' };
}

/** The text in pieces of `size`, `pause` milliseconds apart. */
export function drip(text: string, size: number, pause: number): Answer {
  return { raw: text, drip: [size, pause] };
}

/** A head, then pieces as fast as they are taken, then the end of the connection. */
export function pour(start: string, pieces: () => Iterable<string | Uint8Array>): Answer {
  const raw: Body = function* () {
    yield start;
    yield* pieces();
  };
  return { raw, after: 'close' };
}
