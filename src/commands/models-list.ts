/** `models list`: the models, as they stream in, in the format asked for. */
import type { Api } from '../api/client.ts';
import { readPages } from '../api/pages.ts';
import { CliError } from '../errors.ts';
import type { ListPart } from '../models/document.ts';
import { loadRenderer, type ShownFormat } from '../output/formats.ts';
import type { ListFormatter } from '../output/formatter.ts';
import type { TransformedList } from '../output/transformed.ts';
import { connect } from './connect.ts';
import { chosenFormat, note, type Session, viewOf } from './session.ts';
import { showOne } from './show.ts';

/** Formats for people: an empty list is said in words. */
const FOR_PEOPLE: readonly ShownFormat[] = ['table', 'card', 'pretty'];

export async function modelsList(session: Session): Promise<0> {
  const { flags, ctx } = session;
  const format = chosenFormat(session, 'list');
  checkFlags(session, format);
  const api = await connect(session);

  if (format === 'raw' && flags.transform) return showWhole(session, api);
  const transformed = await transformedFormatter(session, format);
  const shown = await showList(session, api, transformed ?? (await formatterFor(session, format)));
  if (transformed) await reportMissed(session, transformed);
  if (shown === 0 && (ctx.stdout.isTTY || FOR_PEOPLE.includes(format))) await note(session, ['No models.']);
  return 0;
}

/** Prints the list as it comes; the number of models it held after selection. */
async function showList(session: Session, api: Api, formatter: ListFormatter): Promise<number> {
  const { out } = session;
  const limit = limitOf(session);
  let shown = 0;
  let begun = false;
  for await (const part of readPages(api, api.baseUrl)) {
    if (!begun) await out.write(formatter.begin(part.document));
    begun = true;
    const selected: ListPart = { ...part, batch: part.batch.head(limit - shown) };
    shown += selected.batch.length;
    await out.write(formatter.part(selected));
    // What further pages would bring is not wanted any more.
    const done = part.last || (part.pageEnd && shown >= limit);
    if (done) await out.write(formatter.end(part.document));
    if (done) break;
  }
  await out.flush();
  return shown;
}

/** With `--format raw` a path applies to the whole answer, as in the official CLI. */
async function showWhole(session: Session, api: Api): Promise<0> {
  const { readValue } = await import('../api/value.ts');
  const { bytes, range } = await readValue((await api.list()).body);
  await showOne(session, { body: bytes, range: range ?? { start: 0, end: 0 }, kind: 'outcome' });
  return 0;
}

function checkFlags({ flags }: Session, format: ShownFormat): void {
  const conflict = (a: string, b: string) => new CliError('conflict', { flags: [a, b] });
  if (flags.ids && flags.count) throw conflict('--ids', '--count');
  const own = flags.ids ? '--ids' : flags.count ? '--count' : undefined;
  if (own && flags.format && flags.format !== 'auto' && flags.format !== 'text')
    throw conflict(own, `--format ${flags.format}`);
  if (own && flags.transform) throw conflict(own, '--transform');
  if (format === 'raw' && (flags['max-items'] ?? -1) >= 0) throw conflict('--max-items', '--format raw');
}

async function formatterFor(session: Session, format: ShownFormat): Promise<ListFormatter> {
  const { ids, count } = session.flags;
  if (!ids && !count) return (await loadRenderer(format)).list(viewOf(session));
  const { idList, countList } = await import('../output/ids.ts');
  return ids ? idList() : countList();
}

async function transformedFormatter(session: Session, format: ShownFormat): Promise<TransformedList | undefined> {
  const path = session.flags.transform;
  if (!path) return undefined;
  const { transformer } = await import('../models/transform.ts');
  const { transformedList } = await import('../output/transformed.ts');
  const view = { ...viewOf(session), rawOutput: session.flags['raw-output'] ?? false };
  return transformedList(transformer(path), await loadRenderer(format), view);
}

/** A path that some models have nothing at is said; one that none has is an error. */
async function reportMissed(session: Session, { counts }: TransformedList): Promise<void> {
  const path = session.flags.transform ?? '';
  const { matched, missed } = counts();
  if (missed === 0) return;
  if (matched === 0) throw new CliError('no-match', { path, keys: [], models: missed, deleted: undefined });
  await note(session, [`${missed} of ${matched + missed} models have nothing at '${path}'.`]);
}

function limitOf({ flags }: Session): number {
  const most = flags['max-items'] ?? -1;
  return most < 0 ? Number.POSITIVE_INFINITY : most;
}
