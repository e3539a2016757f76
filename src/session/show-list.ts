/** How a command shows a list: in a format, as ids or a count, or transformed. */
import { CliError } from '../errors/error.ts';
import { ByteBuffer, COMMA, encode } from '../json/bytes.ts';
import { BatchBuilder, type ListPart, PLAIN_DOCUMENT } from '../models/batch.ts';
import { loadRenderer } from '../output/formats.ts';
import type { ListFormatter, View } from '../output/renderer.ts';
import type { TransformedList } from '../output/transformed.ts';
import type { ShownFormat } from '../spec/formats.ts';
import { colorDocuments, note, type Session } from './session.ts';

/**
 * Prints a list as it arrives.
 * @throws CliError `no-match` if `--transform` finds nothing in any model
 */
export async function showList(
  session: Session,
  parts: AsyncIterable<ListPart> | Iterable<ListPart>,
  format: ShownFormat,
  view: View,
): Promise<void> {
  const { out } = session;
  if (!session.flags.ids && !session.flags.count) await colorDocuments(session, format);
  const transformed = await transformedFormatter(session, format, view);
  const formatter = transformed ?? (await loadFormatter(session, format, view));
  let hasBegun = false;
  // A part is laid out while the one before it is being written.
  let writing: Promise<void> = Promise.resolve();
  const ids = session.flags.ids ? { written: 0, missing: 0 } : undefined;
  try {
    for await (const part of parts) {
      if (ids) for (const { id } of part.batch) ids[id === undefined ? 'missing' : 'written']++;
      if (!hasBegun) await out.write(formatter.begin(part.document));
      hasBegun = true;
      const chunk = formatter.part(part);
      await writing;
      writing = out.write(chunk);
      // A failure is thrown where the write is awaited.
      writing.catch(() => {});
      if (part.isLast || chunk === part.bytes) await writing;
      if (part.isLast) await out.write(formatter.end(part.document));
    }
  } finally {
    await writing;
  }
  await out.flush();
  if (transformed) await reportMissed(session, transformed);
  if (ids && ids.missing > 0) await reportUnnamed(session, ids);
}

/** Says how many models `--ids` left out. If it left out all of them, that is an error. */
async function reportUnnamed(
  session: Session,
  { written, missing }: Record<'written' | 'missing', number>,
): Promise<void> {
  if (written === 0) throw new CliError('no-ids', { models: missing });
  await note(session, [`${missing} ${missing === 1 ? 'model' : 'models'} without an id left out.`]);
}

/** A list made by this program: JSON texts of objects, as the only part of a plain document. */
export function createList(texts: readonly string[]): ListPart[] {
  const bytes = new ByteBuffer(1 << 16);
  const ranges = new BatchBuilder();
  for (const text of texts) {
    if (ranges.length > 0) bytes.push(COMMA);
    const start = bytes.length;
    bytes.append(encode(text));
    ranges.add(start, bytes.length, true);
  }
  const whole = bytes.take();
  const batch = ranges.build(whole);
  return [{ batch, bytes: whole, document: PLAIN_DOCUMENT, members: [], isLast: true, isPageEnd: true }];
}

async function loadFormatter({ flags }: Session, format: ShownFormat, view: View): Promise<ListFormatter> {
  if (!flags.ids && !flags.count) return (await loadRenderer(format)).list(view);
  const { idList, countList } = await import('../output/ids.ts');
  return flags.ids ? idList() : countList();
}

async function transformedFormatter(
  { flags }: Session,
  format: ShownFormat,
  view: View,
): Promise<TransformedList | undefined> {
  const path = flags.transform;
  if (!path) return undefined;
  const { compileTransform } = await import('../models/transform.ts');
  const { transformedList } = await import('../output/transformed.ts');
  const rawOutput = flags['raw-output'] ?? false;
  return transformedList(compileTransform(path), await loadRenderer(format), { ...view, rawOutput });
}

/** Says how many models have no value at the path. If none has one, that is an error. */
async function reportMissed(session: Session, { counts }: TransformedList): Promise<void> {
  const path = session.flags.transform ?? '';
  const { matched, missed } = counts();
  if (missed === 0) return;
  if (matched === 0) throw new CliError('no-match', { path, keys: [], models: missed, deleted: undefined });
  await note(session, [`${missed} of ${matched + missed} models have no value at '${path}'.`]);
}
