/** `models compare`: several models side by side, always with details. */
import { CliError } from '../../errors/error.ts';
import type { Knowledge } from '../../models/columns.ts';
import { Model } from '../../models/model.ts';
import { ShutdownDates } from '../../models/shutdown.ts';
import { compareModels, comparisonLines } from '../../query/compare.ts';
import { loadDetails } from '../../query/details.ts';
import { checkAllFound, findSeveral, type Several } from '../../query/several.ts';
import { connect } from '../../session/connect.ts';
import { chosenFormat, note, type Session, viewOf } from '../../session/session.ts';
import type { Exit } from '../../spec/types.ts';
import { modelIds, showSeveral } from './retrieve.ts';

export async function modelsCompare(session: Session): Promise<Exit> {
  const { ctx } = session;
  const ids = modelIds(session);
  if (ids.length < 2) throw new CliError('needs-flag', { flag: 'models compare', needs: 'two models or more' });
  const format = chosenFormat(session, 'one');
  const sideBySide = format === 'card' || format === 'table' || format === 'markdown';
  // Everything but the view side by side is what retrieve shows of several, with details.
  session.flags = { ...session.flags, details: true };
  const api = await connect(session);
  const details = await loadDetails(api, session, session.flags);
  const several = await findSeveral(session, api, ids);
  if (sideBySide && !session.flags.transform && several.found.length > 0) {
    const dates = new ShutdownDates();
    const models = modelsOf(several);
    for (const model of models) dates.add(model);
    const knowledge: Knowledge = {
      now: ctx.now() / 1000,
      shutdownOf: (model) => dates.of(model) ?? details.shutdownOf(model),
      detail: (model, name) => details.cell(model, name),
    };
    const rows = compareModels(models, knowledge, { differences: session.flags.differences ?? false });
    const names = models.map((model, place) => model.id ?? (ids[place] as string));
    if (format === 'markdown') await showMarkdown(session, names, rows);
    else {
      const lines = comparisonLines(names, rows, viewOf(session).width);
      if (lines) await session.out.write(lines);
      else await showSeveral(session, api, several.found, 'card');
    }
    await session.out.flush();
    await session.close();
    await note(session, ...several.found.flatMap(({ notes }) => notes).map((text) => [text]));
    if (ctx.stdout.isTTY) await note(session, [`Details the server does not tell: ${details.name} (${details.date}).`]);
  } else await showSeveral(session, api, several.found, format);
  checkAllFound(several);
  return 0;
}

function modelsOf({ found }: Several): Model[] {
  return found.map(({ shown }) => new Model(shown.body, shown.range.start, shown.range.end));
}

async function showMarkdown(
  session: Session,
  names: readonly string[],
  rows: readonly { name: string; texts: readonly string[] }[],
): Promise<void> {
  const { markdownRows } = await import('../../output/rows.ts');
  await session.out.write(
    markdownRows.header(['', ...names]),
    ...rows.map(({ name, texts }) => markdownRows.row([name, ...texts.map((text) => text.trim())])),
  );
}
