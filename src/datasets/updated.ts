/**
 * Tables newer than the shipped ones, if `details update` fetched any: they are in the cache folder, and everything
 * that loads details looks here first.
 */
import { type DatasetFiles, type DatasetName, isNewer } from '../details/datasets.ts';
import type { Lifecycles } from '../details/lifecycle.ts';
import { openLifecycles, shippedLifecycle } from '../details/open-lifecycles.ts';
import { cacheFolder, joinPath } from '../fs/paths.ts';
import { isoDate } from '../models/time.ts';
import { type Session, warn } from '../session/session.ts';
import type { CachedDataset } from './kept.ts';

/** The state of the cached file, and the file in use. */
export interface DatasetInUse<Name extends DatasetName> {
  kept: CachedDataset<Name>;
  file: DatasetFiles[Name];
}

/** @returns `undefined` if there is no folder to keep anything in */
export function datasetPath(ctx: Session['ctx'], name: DatasetName): string | undefined {
  const folder = cacheFolder(ctx);
  return folder === undefined ? undefined : joinPath(folder, 'details', `${name}.json`);
}

const SHIPPED: { [Name in DatasetName]: () => Promise<DatasetFiles[Name]> } = {
  table: async () => (await import('../details/index.ts')).shippedTable(),
  lifecycle: shippedLifecycle,
};

/** The files already read, once per session: several parts of a run need them. */
const READ = new WeakMap<Session['err'], { [Name in DatasetName]?: Promise<CachedDataset<Name>> }>();

/** The file in use, for callers that show which one it is. */
export async function datasetInUse<Name extends DatasetName>(
  session: Session,
  name: Name,
): Promise<DatasetInUse<Name>> {
  const kept = await cachedFile(session, name);
  return { kept, file: kept.state === 'newer' ? kept.file : await SHIPPED[name]() };
}

/** Makes the next request read the files again. */
export function clearCache({ err }: Session): void {
  READ.delete(err);
}

/** The tables that are newer than the shipped ones. */
export async function updatedFiles(session: Session): Promise<Partial<DatasetFiles>> {
  const [table, lifecycle] = await Promise.all([updatedFile(session, 'table'), updatedFile(session, 'lifecycle')]);
  return { ...(table && { table }), ...(lifecycle && { lifecycle }) };
}

/** One of them. For a damaged one there is a warning, and the shipped one is used. */
export async function updatedFile<Name extends DatasetName>(
  session: Session,
  name: Name,
): Promise<DatasetFiles[Name] | undefined> {
  const kept = await cachedFile(session, name);
  return kept.state === 'newer' ? kept.file : undefined;
}

/** The lifecycles as of today, from the table in use. */
export async function lifecyclesInUse(session: Session): Promise<Lifecycles> {
  return openLifecycles(isoDate(session.ctx.now() / 1000), await updatedFile(session, 'lifecycle'));
}

function cachedFile<Name extends DatasetName>(session: Session, name: Name): Promise<CachedDataset<Name>> {
  const read: { [One in DatasetName]?: Promise<CachedDataset<One>> } = READ.get(session.err) ?? {};
  READ.set(session.err, read);
  const known: Promise<CachedDataset<Name>> = read[name] ?? judgeKept(session, name);
  Object.assign(read, { [name]: known });
  return known;
}

async function judgeKept<Name extends DatasetName>(session: Session, name: Name): Promise<CachedDataset<Name>> {
  const path = datasetPath(session.ctx, name);
  // There is hardly ever one, so the code that reads files is not loaded for nothing.
  if (path === undefined || session.ctx.isMissing?.(path)) return { state: 'missing', path };
  const { readCachedDataset } = await import('./kept.ts');
  const kept = readCachedDataset(path, name);
  if (kept.state === 'damaged' || kept.state === 'unreadable')
    await warn(
      session,
      `${kept.path} ${kept.problem}, so the bundled details are used. To download it again: openai details update`,
    );
  // The shipped one is loaded for comparison only if there is a cached one.
  if (kept.state !== 'newer' || isNewer(kept.file.sources, (await SHIPPED[name]()).sources)) return kept;
  return { state: 'older', path: kept.path };
}
