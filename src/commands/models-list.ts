/** `models list`: the models, as they stream in, in the format asked for. */
import { createApi } from '../api/client.ts';
import { readList } from '../api/list.ts';
import { resolveConnection } from '../config/settings.ts';
import { CliError } from '../errors.ts';
import type { ListPart } from '../models/document.ts';
import { RENDERERS, type ShownFormat } from '../output/formats.ts';
import type { ListFormatter } from '../output/formatter.ts';
import { countList, idList } from '../output/ids.ts';
import { chosenFormat, note, type Session, viewOf } from './session.ts';

export async function modelsList(session: Session): Promise<0> {
  const { flags, ctx, out } = session;
  const format = chosenFormat(session, 'list');
  checkFlags(session, format);
  const connection = resolveConnection(flags, ctx.env);

  const answer = await createApi(connection, ctx).list();
  const formatter = formatterFor(session, format);
  const limit = limitOf(session);
  let shown = 0;
  let begun = false;
  for await (const part of readList(answer.body)) {
    if (!begun) await out.write(formatter.begin(part.document));
    begun = true;
    const selected: ListPart = { ...part, batch: part.batch.head(limit - shown) };
    shown += selected.batch.length;
    await out.write(formatter.part(selected));
    if (part.last) await out.write(formatter.end(part.document));
  }
  await out.flush();
  if (shown === 0 && ctx.stdout.isTTY) await note(session, ['No models.']);
  return 0;
}

function checkFlags({ flags }: Session, format: ShownFormat): void {
  const conflict = (a: string, b: string) => new CliError('conflict', { flags: [a, b] });
  if (flags.ids && flags.count) throw conflict('--ids', '--count');
  const own = flags.ids ? '--ids' : flags.count ? '--count' : undefined;
  if (own && flags.format && flags.format !== 'auto' && flags.format !== 'text')
    throw conflict(own, `--format ${flags.format}`);
  if (format === 'raw' && (flags['max-items'] ?? -1) >= 0) throw conflict('--max-items', '--format raw');
}

function formatterFor(session: Session, format: ShownFormat): ListFormatter {
  if (session.flags.ids) return idList();
  return session.flags.count ? countList() : RENDERERS[format].list(viewOf(session));
}

function limitOf({ flags }: Session): number {
  const most = flags['max-items'] ?? -1;
  return most < 0 ? Number.POSITIVE_INFINITY : most;
}
