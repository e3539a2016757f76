/** Reports the outcomes: outcomes on stdout, what remains on stderr, and the exit code. */

import type { Api } from '../api/client.ts';
import { CliError } from '../errors/error.ts';
import { explain } from '../errors/explain.ts';
import { type Column, fieldColumn, namedColumn, plainContext, titledColumn } from '../models/columns.ts';
import { rawValue } from '../output/json.ts';
import type { View } from '../output/renderer.ts';
import { chooseFormat, createView, note, type Session } from '../session/session.ts';
import { createList, showList } from '../session/show-list.ts';
import type { ShownFormat } from '../spec/formats.ts';
import type { Exit } from '../spec/types.ts';
import {
  combinedExit,
  countOutcomes,
  isFailed,
  isRemaining,
  type Outcome,
  outcomeJson,
  summarizeCounts,
} from './outcome.ts';
import { type PlanResult, planView, toModel } from './plan.ts';

/** The most models named on stderr. All of them are in the output and in the journal. */
const MAX_NAMED = 20;
const MAX_ADVICE = 3;

/** @throws CliError `conflict` for output flags that cannot be combined */
export function checkOutput({ flags }: Session): void {
  if (!flags.ids) return;
  const { format = 'auto', transform } = flags;
  const other = transform ? '--transform' : `--format ${format}`;
  if (transform || (format !== 'auto' && format !== 'text'))
    throw new CliError('conflict', { flags: ['--ids', other] });
}

/** `--dry-run`: shows the models as a list of them would. */
export async function showPlan(
  session: Session,
  api: Api,
  planned: PlanResult,
  unlisted: readonly Outcome[],
  most: number,
): Promise<Exit> {
  const { targets } = planned.plan;
  const texts = targets.map((target) => toModel(target).line);
  const format = listFormat(session);
  const inTable = format === 'table' && !session.flags.ids;
  const { view, notes } = inTable
    ? await planView(session, planned, api, createView(session))
    : { view: createView(session), notes: [] };
  await showList(session, createList(texts), format, view);
  await session.close();
  await note(session, ...notes.map((line) => [line]));
  const count = targets.length.toLocaleString('en-US');
  await note(session, [`${count} ${targets.length === 1 ? 'model' : 'models'} would be deleted. Nothing was sent.`]);
  await sayGone(session, unlisted);
  if (targets.length > most) await note(session, [`Deleting them needs --max-deletes ${targets.length}.`]);
  const missing = unlisted.filter(({ exit }) => exit !== 0);
  if (missing.length === 0) return 0;
  throw new CliError('partly-deleted', {
    summary: `${missing.length} of ${targets.length + unlisted.length} ${missing.length === 1 ? 'was' : 'were'} not found`,
    left: named(missing),
    next: [],
    exit: targets.length > 0 ? 8 : 5,
  });
}

/**
 * Shows the outcomes.
 * @throws CliError if a model remains, with the summary and the matching exit code
 */
export async function report(
  session: Session,
  outcomes: readonly Outcome[],
  { failure, interrupted }: { failure: unknown; interrupted: boolean },
): Promise<Exit> {
  const problem = await showOutcomes(session, outcomes).catch((error: unknown) => error);
  const summary = summarizeCounts(countOutcomes(outcomes));
  const failed = outcomes.filter(isFailed);
  await sayGone(session, outcomes);
  const exit = combinedExit(outcomes);
  const hidden = problem instanceof CliError ? [`Cannot show the outcomes: ${explain(problem).happened}`] : [];
  if (interrupted) throw new CliError('deleting-interrupted', { summary, left: [...named(failed), ...hidden] });
  const begun = outcomes.some(({ outcome }) => outcome !== 'not-attempted');
  if (exit !== 0 && (begun || failure === undefined)) {
    const left = [...leftLines(outcomes, failed), ...hidden];
    const next = failure instanceof CliError ? explain(failure).next : undefined;
    throw new CliError('partly-deleted', { summary, left, next: [...advice(failed), ...(next ? [next] : [])], exit });
  }
  // The outcomes must be reported, whatever else there is to say.
  if (failure !== undefined || problem !== undefined) await session.err.write([[`${summary}.`]]);
  if (failure !== undefined) throw failure;
  if (problem !== undefined) throw problem;
  if (outcomes.length > 0) await note(session, [`${summary}.`]);
  return 0;
}

async function showOutcomes(session: Session, outcomes: readonly Outcome[]): Promise<void> {
  const { flags, out, ctx } = session;
  const format = listFormat(session);
  if (format === 'raw' && !flags.transform) {
    for (const { body } of outcomes) if (body) await out.write(rawValue(body));
    return out.flush();
  }
  const shown = flags.ids ? outcomes.filter(isRemaining) : outcomes;
  const view: View = { ...createView(session), columns: columnsFor(format, shown, ctx.now() / 1000) };
  await showList(session, createList(shown.map(outcomeJson)), format, view);
  await session.close();
}

function listFormat(session: Session): ShownFormat {
  return chooseFormat(session, 'list');
}

/**
 * A person wants to know what and why. The outcome comes first, so that an id too long for its column cannot hide it.
 * Programs always get every field.
 */
function columnsFor(format: ShownFormat, outcomes: readonly Outcome[], now: number): readonly Column[] {
  const id = namedColumn('id', plainContext(now));
  if (format === 'table') {
    const reasons = outcomes.some(({ reason }) => reason !== undefined) ? [titledColumn('reason', 2)] : [];
    return [titledColumn('outcome', 1), id, ...reasons];
  }
  return [id, ...['deleted', 'outcome', 'status', 'reason'].map(fieldColumn)];
}

async function sayGone(session: Session, outcomes: readonly Outcome[]): Promise<void> {
  const gone = outcomes.filter(({ outcome }) => outcome === 'gone');
  for (const line of named(gone)) await note(session, [line]);
}

/** One line per model, and how many more there are. */
function named(outcomes: readonly Outcome[]): string[] {
  const lines = outcomes.slice(0, MAX_NAMED).map(({ id, reason }) => `${onOneLine(id)}: ${onOneLine(reason ?? '')}`);
  const more = outcomes.length - lines.length;
  return more > 0 ? [...lines, `and ${more.toLocaleString('en-US')} more`] : lines;
}

function leftLines(outcomes: readonly Outcome[], failed: readonly Outcome[]): string[] {
  const untried = outcomes.find(({ outcome }) => outcome === 'not-attempted');
  return [...named(failed), ...(untried?.reason ? [`Not attempted: ${onOneLine(untried.reason)}`] : [])];
}

/** Advice that applies to several failures is given once. */
function advice(failed: readonly Outcome[]): string[] {
  const [first] = failed;
  if (failed.length > 1 && first?.nextForAll && failed.every(({ nextForAll }) => nextForAll === first.nextForAll))
    return [first.nextForAll];
  return [...new Set(failed.flatMap(({ next }) => next ?? []))].slice(0, MAX_ADVICE);
}

/** Characters of one text on stderr. The output has all of it. */
const MAX_TEXT = 500;

/** Cuts before replacing, because the pattern takes quadratic time on long runs of blanks. */
function onOneLine(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}...` : text;
  return cut.replace(/\s*[\r\n]+\s*/g, ' ');
}
