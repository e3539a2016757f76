/** `models list`: the models, as they stream in, in the format asked for. */
import type { Api } from '../api/client.ts';
import type { ShownFormat } from '../output/formats.ts';
import type { Exit } from '../spec/exits.ts';
import { connect } from './connect.ts';
import { checkListFlags } from './list-flags.ts';
import { type ListPlan, planList } from './list-plan.ts';
import { newTally, selectedParts, type Tally, type Wanted } from './selected.ts';
import { chosenFormat, note, type Session, viewOf } from './session.ts';
import { showList } from './show-list.ts';

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

  const wanted = await plan.prepare(api);
  const view = { ...viewOf(session), ...plan.view };
  const tally = newTally();
  await showList(session, plan.steps(selectedParts(api, wanted, tally)), format, view);
  await saySummary(session, format, { wanted, footer: plan.footer }, tally);
  await sayMissing(session, tally);
  return flags['exit-code'] && plan.dated() ? 1 : 0;
}

/** With `--format raw` a path applies to the whole answer, as in the official CLI. */
async function showWhole(session: Session, api: Api): Promise<0> {
  const { readValue } = await import('../api/value.ts');
  const { showOne } = await import('./show.ts');
  const { bytes, range } = await readValue((await api.list()).body);
  await showOne(session, { body: bytes, range: range ?? { start: 0, end: 0 }, kind: 'outcome' });
  return 0;
}

/** Never silence about a rest, in any format. */
async function sayMissing(session: Session, { total, listed }: Tally): Promise<void> {
  if (total === undefined) return;
  await session.close();
  const told = total.toLocaleString('en-US');
  await note(session, [`The server tells of ${told} models, and listed ${listed.toLocaleString('en-US')} of them.`]);
}

/** Formats for people: an empty list is said in words. */
const FOR_PEOPLE: readonly ShownFormat[] = ['table', 'card', 'pretty'];

/** Below what a person reads: how much is not shown, and where details come from. */
async function saySummary(
  session: Session,
  format: ShownFormat,
  plan: Pick<ListPlan, 'footer'> & { wanted: Wanted },
  tally: Tally,
): Promise<void> {
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
