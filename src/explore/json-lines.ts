/** A model's JSON as foldable lines: each line that opens an object or an array knows where it closes. */
import { ByteBuffer, decode } from '../json/bytes.ts';
import { indent } from '../json/layout.ts';
import type { Model } from '../models/model.ts';

export interface JsonLine {
  readonly text: string;
  /** The index of the line that closes what this one opens; its own index if it opens nothing. */
  readonly end: number;
}

/** Maximum lines shown of one model: nobody walks through more, and a server may send any number. */
const MAX_LINES = 20_000;

/** The lines of a model, token for token as the server wrote them. */
export function linesOfJson({ bytes, start, end }: Model): JsonLine[] {
  const out = new ByteBuffer(2 * (end - start));
  indent(bytes, start, end, 0, out);
  const texts = decode(out.take()).split('\n', MAX_LINES);
  const ends = texts.map((_, place) => place);
  const open: number[] = [];
  for (const [place, text] of texts.entries()) {
    const closes = /^ *[}\]]/.test(text);
    const opener = closes ? open.pop() : undefined;
    if (opener !== undefined) ends[opener] = place;
    if (/[{[]$/.test(text)) open.push(place);
  }
  return texts.map((text, place) => ({ text, end: ends[place] as number }));
}

/** The indexes of the visible lines while these are folded. */
export function unfolded(lines: readonly JsonLine[], folded: ReadonlySet<number>): number[] {
  const places: number[] = [];
  for (let place = 0; place < lines.length; place++) {
    places.push(place);
    if (folded.has(place)) place = (lines[place] as JsonLine).end;
  }
  return places;
}

/** A folded line, with the number of lines it hides: `"pricing": {… 4 lines}`. */
export function foldedText(lines: readonly JsonLine[], place: number): string {
  const { text, end } = lines[place] as JsonLine;
  const closing = (lines[end]?.text ?? '').trim();
  const hidden = end - place - 1;
  return `${text}… ${hidden.toLocaleString('en-US')} ${hidden === 1 ? 'line' : 'lines'} ${closing}`;
}
