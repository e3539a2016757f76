/** How commands show the program's own data: rows in columns, or one JSON document. */
import { encode } from '../json/bytes.ts';
import { loadRenderer, type ShownFormat } from '../output/formats.ts';
import { chosenFormat, type Session, viewOf } from './session.ts';
import { showOne } from './show.ts';

/** One value for each column; the first is what the row is called. */
export type Row = Readonly<Record<string, string>>;

const IN_COLUMNS: readonly ShownFormat[] = ['table', 'card', 'csv', 'tsv', 'markdown'];

/** A list: rows for people, and for programs a document in the shape of the API's own lists. */
export async function showItems(session: Session, rows: readonly Row[], items: readonly object[]): Promise<void> {
  const format = chosenFormat(session, 'list');
  if (session.flags.transform && format !== 'raw') for (const item of items) await showObject(session, item);
  else if (IN_COLUMNS.includes(format)) await showRows(session, format, rows);
  else if (format === 'jsonl' || format === 'pretty') for (const item of items) await showObject(session, item);
  else await showObject(session, { object: 'list', data: items });
}

/** One thing: a row for each of its settings, or one document. */
export async function showSettings(session: Session, rows: readonly Row[], document: object): Promise<void> {
  const format = chosenFormat(session, 'one');
  if (!session.flags.transform && IN_COLUMNS.includes(format)) await showRows(session, format, rows);
  else await showObject(session, document);
}

async function showRows(session: Session, format: ShownFormat, rows: readonly Row[]): Promise<void> {
  const values = (await loadRenderer(format === 'card' ? 'table' : format)).values(viewOf(session));
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
