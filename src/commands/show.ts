/** How a command shows one object: as a model or an outcome, transformed if asked. */

import { CliError } from '../errors.ts';
import { decode } from '../json/bytes.ts';
import { type Range, readMembers } from '../json/members.ts';
import { loadRenderer } from '../output/formats.ts';
import type { View } from '../output/formatter.ts';
import { rawValue } from '../output/json.ts';
import type { Renderer } from '../output/renderer.ts';
import type { Chunk } from '../output/span.ts';
import { chosenFormat, type Session, viewOf } from './session.ts';

export interface Shown {
  /** The whole answer. */
  body: Uint8Array;
  /** The object in it. */
  range: Range;
  kind: 'model' | 'outcome';
  /** What the server sent, where `body` was made up for an answer without one: for `--format raw`. */
  received?: Uint8Array;
  /** The id of the model that is gone, to be said if the transform then fails. */
  deleted?: string;
}

/**
 * Prints one object in the format asked for.
 * @param more what the format is to know besides the terminal
 * @throws CliError `no-match` where `--transform` finds nothing in it.
 */
export async function showOne(session: Session, shown: Shown, more: Partial<View> = {}): Promise<void> {
  const { flags, out } = session;
  const format = chosenFormat(session, 'one');
  const renderer = await loadRenderer(format);
  if (format === 'raw' && !flags.transform) await out.write(rawBody(shown));
  else if (flags.transform) await out.write(...(await transformed(session, flags.transform, renderer, shown)));
  else await out.write(...plain({ ...viewOf(session), ...more }, renderer, shown));
  await out.flush();
}

/** Byte for byte, and nothing for nothing. */
function rawBody({ received, body }: Shown): Chunk {
  const bytes = received ?? body;
  return bytes.length === 0 ? '' : rawValue(bytes);
}

function plain(view: View, renderer: Renderer, { body, range, kind }: Shown): Chunk[] {
  if (kind === 'model') return [renderer.model(body, range, view)];
  const values = renderer.values(view);
  return [values.add(body, range), values.end()];
}

async function transformed(session: Session, path: string, renderer: Renderer, shown: Shown): Promise<Chunk[]> {
  const { transformer } = await import('../models/transform.ts');
  const { transformedValues } = await import('../output/transformed.ts');
  const { body, range, deleted } = shown;
  const result = transformer(path)(decode(body, range.start, range.end));
  if (!result) {
    const keys = readMembers(body, range).map((member) => member.key);
    throw new CliError('no-match', { path, keys, models: undefined, deleted });
  }
  const values = transformedValues(renderer, { ...viewOf(session), rawOutput: session.flags['raw-output'] ?? false });
  return [values.add(result), values.end()];
}
