import type { Range } from '../json/members.ts';
import type { ListFormatter, View } from './formatter.ts';
import type { Chunk } from './span.ts';

/** Prints values one after the other: outcomes of a deletion, results of a transform. */
export interface ValuesFormatter {
  /** `body` is the text that the value at `range` stands in. */
  add(body: Uint8Array, range: Range): Chunk;
  end(): Chunk;
}

/** What a format can show. */
export interface Renderer {
  list(view: View): ListFormatter;
  /** One model; `body` is the whole answer it was found in. */
  model(body: Uint8Array, range: Range, view: View): Chunk;
  values(view: View): ValuesFormatter;
}

type ShowOne = (body: Uint8Array, range: Range, view: View) => Chunk;

/** A format that shows each value by itself. */
export function oneByOne(list: (view: View) => ListFormatter, show: ShowOne): Renderer {
  return { list, model: show, values: (view) => ({ add: (body, range) => show(body, range, view), end: () => '' }) };
}
