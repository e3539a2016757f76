/** Shows a series of `--transform` results in a format. */
import { encode } from '../json/bytes.ts';
import type { TransformResult } from '../models/transform.ts';
import { rawValue } from './json.ts';
import type { ListFormatter, Renderer, View } from './renderer.ts';
import type { Chunk } from './terminal-text.ts';

export interface TransformView extends View {
  /** Whether a string result is printed without quotes (`-r`). */
  rawOutput: boolean;
}

interface TransformedFormatter {
  add(result: TransformResult): Chunk;
  end(): Chunk;
}

/** Prints results in a format. A result that is not JSON is printed as is. */
export function transformedValues(renderer: Renderer, view: TransformView): TransformedFormatter {
  const values = renderer.values(view);
  return {
    add({ bytes, range, string }) {
      if (view.rawOutput && string !== undefined) return `${string}\n`;
      return range ? values.add(bytes, range) : rawValue(bytes);
    },
    end: () => values.end(),
  };
}

export interface TransformedList extends ListFormatter {
  /** Models that had a result, and those that had none. */
  counts(): { matched: number; missed: number };
}

/** Replaces each model of a list with what `transform` finds in it. Models without a result print nothing. */
export function transformedList(
  transform: (json: string) => TransformResult | undefined,
  renderer: Renderer,
  view: TransformView,
): TransformedList {
  const values = transformedValues(renderer, view);
  let matched = 0;
  let missed = 0;
  return {
    begin: () => '',
    part({ batch }) {
      const chunks: Chunk[] = [];
      for (const { text } of batch) {
        const result = transform(text);
        if (result) {
          matched++;
          chunks.push(copyChunk(values.add(result)));
        } else missed++;
      }
      return concatBytes(chunks);
    },
    end: () => values.end(),
    counts: () => ({ matched, missed }),
  };
}

/** Copies a formatter's bytes, which are valid only until its next call. */
function copyChunk(chunk: Chunk): Chunk {
  return chunk instanceof Uint8Array ? chunk.slice() : chunk;
}

/** Joins chunks of one format: lines, or text and bytes. */
function concatBytes(chunks: readonly Chunk[]): Chunk {
  if (chunks.some((chunk) => Array.isArray(chunk)))
    return chunks.flatMap((chunk) => (Array.isArray(chunk) ? chunk : []));
  const pieces = chunks.map((chunk) => (typeof chunk === 'string' ? encode(chunk) : (chunk as Uint8Array)));
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
