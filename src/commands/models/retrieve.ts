/** `models retrieve`: one model, or several one after another. */
import { type Api, checkModelId } from '../../api/client.ts';
import { CliError } from '../../errors/error.ts';
import { type FoundModel, findModel } from '../../query/find.ts';
import { checkOneFlags } from '../../query/query.ts';
import type { ServerInfo } from '../../query/source.ts';
import { connect } from '../../session/connect.ts';
import { chooseFormat, createView, note, type Session } from '../../session/session.ts';
import { showOne } from '../../session/show.ts';
import { isForPeople, isPage, type ShownFormat } from '../../spec/formats.ts';
import type { Exit } from '../../spec/types.ts';

export async function modelsRetrieve(session: Session): Promise<Exit> {
  const { flags } = session;
  const ids = modelIds(session);
  const format = chooseFormat(session, 'one');
  checkOneFlags(flags, format);
  if (flags.columns?.includes('help')) {
    const { showColumns } = await import('../../query/columns.ts');
    return showColumns(session);
  }
  const api = await connect(session);
  const [id = ''] = ids;
  if (ids.length > 1) return retrieveSeveral(session, api, ids, format);
  const { shown, notes } = await findModel(session, api, id);
  await note(session, ...notes.map((text) => [text]));
  const isForPerson = (format === 'card' || isPage(format)) && !flags.transform;
  if (flags.columns || flags['no-headers'] || flags.details || isForPerson) {
    const { planModel } = await import('../../query/one.ts');
    const plan = await planModel(session, format, api, shown);
    await showOne(session, plan.shown, plan.view);
    await reportBelow(session, format, plan.footer);
  } else await showOne(session, shown);
  return 0;
}

/** Cards one below another, a list as one document, or one line each; missing models are reported after the others. */
async function retrieveSeveral(session: Session, api: Api, ids: readonly string[], format: ShownFormat): Promise<Exit> {
  const { findModels, checkAllFound } = await import('../../query/several.ts');
  const several = await findModels(session, api, ids);
  await showSeveral(session, api, several.found, format);
  checkAllFound(several);
  return 0;
}

/** Shows models requested by name, with what a list of them would show. */
export async function showSeveral(
  session: Session,
  server: ServerInfo,
  found: readonly FoundModel[],
  format: ShownFormat,
): Promise<void> {
  const { flags, ctx, out } = session;
  if (found.length === 0) return;
  if (format === 'card' || format === 'raw') {
    const { planModel } = await import('../../query/one.ts');
    for (const [place, { shown }] of found.entries()) {
      if (place > 0 && format === 'card') await out.write([[]]);
      if (flags.transform || format === 'raw') await showOne(session, shown);
      else {
        const plan = await planModel(session, format, server, shown);
        await showOne(session, plan.shown, plan.view);
      }
    }
  } else {
    const { toListParts } = await import('../../query/several.ts');
    const { resolveQuery } = await import('../../query/query.ts');
    const { runQuery, newCounts } = await import('../../query/run.ts');
    const { showList } = await import('../../session/show-list.ts');
    const source = {
      baseUrl: server.baseUrl,
      preset: server.preset,
      async *parts() {
        yield* toListParts(found);
      },
    };
    const selection = { criteria: undefined, sort: [], isServerOrder: true, limit: Number.POSITIVE_INFINITY };
    const query = await resolveQuery(flags, selection, { format, source, session, now: ctx.now() / 1000 });
    const view = { ...createView(session), ...query.view };
    await showList(session, query.process(runQuery(source, query, newCounts())), format, view);
    await reportBelow(session, format, query.footer);
  }
  const notes = found.flatMap((one) => one.notes);
  await note(session, ...notes.map((text) => [text]));
}

/** Notes for a person at a terminal. */
async function reportBelow(session: Session, format: ShownFormat, lines: readonly string[]): Promise<void> {
  if (!session.ctx.stdout.isTTY || !isForPeople(format)) return;
  await session.close();
  await note(session, ...lines.map((line) => [line]));
}

/**
 * The models that a command is about, each once: `--model ID`, or the ids in its arguments.
 * @throws CliError `missing-model`, `bad-model-id`, `conflict`
 */
export function modelIds({ flags, args, command }: Session): string[] {
  if (flags.model !== undefined && args.some((id) => id !== flags.model))
    throw new CliError('conflict', { flags: ['--model', `the argument '${args.find((id) => id !== flags.model)}'`] });
  const ids = new Set(flags.model === undefined ? args : [flags.model]);
  if (ids.size === 0) throw new CliError('missing-model', { command: command ?? 'models retrieve' });
  return [...ids].map(checkModelId);
}
