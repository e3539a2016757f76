/** `models list`: the models, as they stream in, in the format asked for. */
import type { Api } from '../api/client.ts';
import { CliError } from '../errors.ts';
import type { ListPart } from '../models/document.ts';
import { loadRenderer, type ShownFormat } from '../output/formats.ts';
import type { ListFormatter, View } from '../output/formatter.ts';
import type { TransformedList } from '../output/transformed.ts';
import type { Exit } from '../spec/exits.ts';
import { connect } from './connect.ts';
import { checkListFlags } from './list-flags.ts';
import { type ListPlan, planList } from './list-plan.ts';
import { newTally, selectedParts, type Tally } from './selected.ts';
import { chosenFormat, note, type Session, viewOf } from './session.ts';
import { showOne } from './show.ts';

export async function modelsList(session: Session): Promise<Exit> {
  const { flags } = session;
  const format = chosenFormat(session, 'list');
  checkListFlags(flags, format);
  if (flags.columns?.includes('help')) {
    const { showColumns } = await import('./column-help.ts');
    return showColumns(session);
  }
  const plan = await planList(session, format);
  const api = await connect(session);
  if (format === 'raw' && flags.transform) return showWhole(session, api);

  await plan.prepare(api);
  const view = { ...viewOf(session), ...plan.view };
  const transformed = await transformedFormatter(session, format, view);
  const tally = newTally();
  const parts = plan.steps(selectedParts(api, plan.wanted, tally));
  await show(session, parts, transformed ?? (await formatterFor(session, format, view)));
  if (transformed) await reportMissed(session, transformed);
  await saySummary(session, format, plan, tally);
  return flags['exit-code'] && plan.dated() ? 1 : 0;
}

async function show({ out }: Session, parts: AsyncIterable<ListPart>, formatter: ListFormatter): Promise<void> {
  let begun = false;
  for await (const part of parts) {
    if (!begun) await out.write(formatter.begin(part.document));
    begun = true;
    await out.write(formatter.part(part));
    if (part.last) await out.write(formatter.end(part.document));
  }
  await out.flush();
}

/** With `--format raw` a path applies to the whole answer, as in the official CLI. */
async function showWhole(session: Session, api: Api): Promise<0> {
  const { readValue } = await import('../api/value.ts');
  const { bytes, range } = await readValue((await api.list()).body);
  await showOne(session, { body: bytes, range: range ?? { start: 0, end: 0 }, kind: 'outcome' });
  return 0;
}

async function formatterFor({ flags }: Session, format: ShownFormat, view: View): Promise<ListFormatter> {
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
  const { transformer } = await import('../models/transform.ts');
  const { transformedList } = await import('../output/transformed.ts');
  const rawOutput = flags['raw-output'] ?? false;
  return transformedList(transformer(path), await loadRenderer(format), { ...view, rawOutput });
}

/** A path that some models have nothing at is said; one that none has is an error. */
async function reportMissed(session: Session, { counts }: TransformedList): Promise<void> {
  const path = session.flags.transform ?? '';
  const { matched, missed } = counts();
  if (missed === 0) return;
  if (matched === 0) throw new CliError('no-match', { path, keys: [], models: missed, deleted: undefined });
  await note(session, [`${missed} of ${matched + missed} models have nothing at '${path}'.`]);
}

/** Formats for people: an empty list is said in words. */
const FOR_PEOPLE: readonly ShownFormat[] = ['table', 'card', 'pretty'];

/** Below what a person reads: how much is not shown, and where details come from. */
async function saySummary(session: Session, format: ShownFormat, plan: ListPlan, tally: Tally): Promise<void> {
  const { isTTY } = session.ctx.stdout;
  const forPeople = FOR_PEOPLE.includes(format) && !session.flags.ids && !session.flags.count;
  if (!(isTTY || forPeople)) return;
  const { leftOut, nothing } = await import('./list-footer.ts');
  const lines: string[] = [];
  if (tally.shown === 0) lines.push(nothing(plan.wanted.selection, tally));
  else if (isTTY && forPeople) lines.push(...[leftOut(tally) ?? []].flat(), ...plan.footer);
  if (lines.length === 0) return;
  // What a pager holds back comes first.
  await session.close();
  await note(session, ...lines.map((line) => [line]));
}
