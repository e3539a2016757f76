/** Takes snapshots; one that equals the previous one is not saved again. */
import { compareLists } from '../diff/compare.ts';
import type { BufferedList } from '../diff/kept-list.ts';
import { CliError } from '../errors/error.ts';
import type { ListPart } from '../models/batch.ts';
import { formatToMinute } from '../models/time.ts';
import type { ModelSource } from '../query/source.ts';
import { note, type Session } from '../session/session.ts';
import { orDefault } from '../spec/flags.ts';
import { completeSnapshots, type ListSource, newestSnapshotOf, openSources, selectionText } from './open.ts';
import { readListBytes } from './read-list.ts';
import {
  type ListEndpoint,
  pruneSnapshots,
  readFolder,
  readSnapshot,
  type Snapshot,
  type SnapshotHeader,
  snapshotFolder,
  withFolderLock,
  writeSnapshot,
} from './snapshots.ts';
import { readSelected } from './whole.ts';

/** A list as received, page by page. */
export class PageRecorder {
  readonly pages: Uint8Array[] = [];
  private pieces: Uint8Array[] = [];

  /** Keeps a copy of the bytes that a part covers. */
  add({ bytes, isPageEnd }: ListPart): void {
    if (bytes.length > 0) this.pieces.push(new Uint8Array(bytes));
    if (!isPageEnd) return;
    this.pages.push(this.pieces.length === 1 ? (this.pieces[0] as Uint8Array) : Buffer.concat(this.pieces));
    this.pieces = [];
  }
}

/** A source whose responses are kept as they are read. */
export function recordPages(source: ListSource, pages: PageRecorder): ModelSource {
  return {
    baseUrl: source.baseUrl,
    preset: source.preset,
    async *parts() {
      for await (const part of source.parts()) {
        pages.add(part);
        yield part;
      }
    },
  };
}

/**
 * Requests the list of the endpoint in use and saves it.
 * @throws CliError those of the list; `state-failed`; `bad-value` for a name that is taken
 */
export async function takeSnapshot(session: Session, name: string | null): Promise<void> {
  const { flags, ctx } = session;
  const folder = snapshotFolder(ctx);
  const known = await completeSnapshots(session);
  const taken = name === null ? undefined : known.find((one) => one.name === name);
  const [source] = await openSources(session, ['now']);
  if (!source) return;
  const selection = await selectionText(session);
  const pages = new PageRecorder();
  const list = await readSelected(session, recordPages(source, pages));
  const of: ListEndpoint = { endpoint: source.baseUrl, profile: source.profile };
  const at = source.at() ?? new Date(ctx.now()).toISOString();
  const before = taken ?? newestSnapshotOf(known, of, { selection });
  const isSame = before !== undefined && (await isUnchanged(session, list, at, before));
  if (isSame && (name === null || taken)) {
    await note(session, [
      `Unchanged since ${formatToMinute(before.at)}: ${counted(before.models)} of ${before.endpoint}.`,
    ]);
    if (name === null) withFolderLock(folder, () => pruneSnapshots(folder, of, orDefault(flags, 'keep')));
    return;
  }
  if (taken)
    throw new CliError('bad-value', {
      what: 'the name',
      value: taken.name ?? '',
      want: `unused: a snapshot from ${formatToMinute(taken.at)} has that name; see --remove`,
    });
  const kept = saveSnapshot(session, { name, at, ...of, selection }, list, pages);
  await note(session, [`Saved ${counted(kept.models)} of ${kept.endpoint}${name === null ? '' : ` as ${name}`}.`]);
}

/**
 * Saves a list that has been read, and removes the oldest snapshots beyond --keep.
 * @throws CliError `state-failed`; `bad-value` for a name that another run has taken in the meantime
 */
export function saveSnapshot(
  { ctx, flags }: Session,
  about: Omit<SnapshotHeader, 'models' | 'bytes'>,
  list: BufferedList,
  { pages }: PageRecorder,
): Snapshot {
  const folder = snapshotFolder(ctx);
  const { name, selection } = about;
  return withFolderLock(folder, () => {
    // Another run may have used the same name in the meantime.
    if (name !== null && readFolder(folder).snapshots.some((one) => one.name === name))
      throw new CliError('bad-value', {
        what: 'the name',
        value: name,
        want: 'unused, but another run has just taken it',
      });
    const content = selection === null ? pages : [selected(list)];
    const written = writeSnapshot(folder, { ...about, models: list.length }, content);
    pruneSnapshots(folder, about, orDefault(flags, 'keep'));
    return written;
  });
}

/** A list of only the selected models, each as it was received. */
function selected(list: BufferedList): Uint8Array {
  const texts: Uint8Array[] = [];
  for (let i = 0; i < list.length; i++) {
    const { bytes, start, end } = list.at(i);
    texts.push(Buffer.from(i === 0 ? '' : ','), bytes.subarray(start, end));
  }
  return Buffer.concat([Buffer.from('{"object":"list","data":['), ...texts, Buffer.from(']}')]);
}

/** Uses the rules of a comparison: values that a server changes on every response do not count. */
async function isUnchanged(session: Session, list: BufferedList, at: string, before: Snapshot): Promise<boolean> {
  const source: ModelSource = {
    baseUrl: before.endpoint,
    preset: undefined,
    parts: () => readListBytes(readSnapshot(before)),
  };
  const old = await readSelected(session, source);
  const side = (of: BufferedList, time: string) => ({ list: of, at: () => Date.parse(time) / 1000 });
  return compareLists(side(old, before.at), side(list, at)).changes.length === 0;
}

function counted(models: number): string {
  return `${models.toLocaleString('en-US')} ${models === 1 ? 'model' : 'models'}`;
}
