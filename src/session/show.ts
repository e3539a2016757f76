/** How a command shows one object: as a model or an outcome, transformed if requested. */

import { CliError } from '../errors/error.ts';
import { decode, encode } from '../json/bytes.ts';
import { type Range, readMembers } from '../json/members.ts';
import { loadRenderer } from '../output/formats.ts';
import { rawValue } from '../output/json.ts';
import type { Renderer, View } from '../output/renderer.ts';
import type { Chunk } from '../output/terminal-text.ts';
import type { ShownFormat } from '../spec/formats.ts';
import { chooseFormat, colorDocuments, createView, type Session } from './session.ts';

export interface ShownObject {
  /** The whole response. */
  body: Uint8Array;
  /** The object in it. */
  range: Range;
  kind: 'model' | 'outcome';
  /** What the server sent, if `body` was made up because the response had no object. For `--format raw`. */
  received?: Uint8Array;
  /** The id of the deleted model, to mention if the transform fails afterward. */
  deleted?: string;
}

/**
 * Prints one object in the requested format.
 * @param more what the format needs to know besides the terminal
 * @throws CliError `no-match` if `--transform` finds nothing in it
 */
export async function showOne(session: Session, shown: ShownObject, more: Partial<View> = {}): Promise<void> {
  const { flags, out } = session;
  const format = chooseFormat(session, 'one');
  const renderer = await loadRenderer(format);
  await colorDocuments(session, format);
  if (format === 'raw' && !flags.transform) await out.write(rawBody(shown));
  else if (flags.transform) await out.write(...(await transformed(session, flags.transform, renderer, shown)));
  else await out.write(...plain({ ...createView(session), ...more }, renderer, shown));
  await out.flush();
}

/** Byte for byte, and nothing for an empty body. */
function rawBody({ received, body }: ShownObject): Chunk {
  const bytes = received ?? body;
  return bytes.length === 0 ? '' : rawValue(bytes);
}

function plain(view: View, renderer: Renderer, { body, range, kind }: ShownObject): Chunk[] {
  if (kind === 'model') return [renderer.model(body, range, view)];
  const values = renderer.values(view);
  return [values.add(body, range), values.end()];
}

async function transformed(session: Session, path: string, renderer: Renderer, shown: ShownObject): Promise<Chunk[]> {
  const { compileTransform } = await import('../models/transform.ts');
  const { transformedValues } = await import('../output/transformed.ts');
  const { body, range, deleted } = shown;
  const result = compileTransform(path)(decode(body, range.start, range.end));
  if (!result) {
    const keys = readMembers(body, range).map((member) => member.key);
    throw new CliError('no-match', { path, keys, models: undefined, deleted });
  }
  const values = transformedValues(renderer, {
    ...createView(session),
    rawOutput: session.flags['raw-output'] ?? false,
  });
  return [values.add(result), values.end()];
}

// How commands show the program's own data: rows in columns, or one JSON document.

/** One value per column. The first is the row's name. */
export type Row = Readonly<Record<string, string>>;

const IN_COLUMNS: readonly ShownFormat[] = ['table', 'card', 'csv', 'tsv', 'markdown', 'html'];

/** A list: rows for people, and for programs a document in the shape of the API's own lists. */
export async function showItems(session: Session, rows: readonly Row[], items: readonly object[]): Promise<void> {
  const format = chooseFormat(session, 'list');
  if (session.flags.transform && format !== 'raw') for (const item of items) await showObject(session, item);
  else if (IN_COLUMNS.includes(format)) await showRows(session, format, rows);
  else if (format === 'jsonl' || format === 'pretty') for (const item of items) await showObject(session, item);
  else await showObject(session, { object: 'list', data: items });
}

/** A single item: one row per setting, or one document. */
export async function showSettings(session: Session, rows: readonly Row[], document: object): Promise<void> {
  const format = chooseFormat(session, 'one');
  if (!session.flags.transform && IN_COLUMNS.includes(format)) await showRows(session, format, rows);
  else await showObject(session, document);
}

async function showRows(session: Session, format: ShownFormat, rows: readonly Row[]): Promise<void> {
  const values = (await loadRenderer(format === 'card' ? 'table' : format)).values(createView(session));
  for (const row of rows) {
    const body = encode(JSON.stringify(row));
    await session.out.write(values.add(body, { start: 0, end: body.length }));
  }
  await session.out.write(values.end());
  await session.out.flush();
}

async function showObject(session: Session, value: object): Promise<void> {
  const body = encode(JSON.stringify(value));
  await showOne(session, { body, range: { start: 0, end: body.length }, kind: 'outcome' });
}
