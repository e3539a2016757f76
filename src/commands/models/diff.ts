/** `models diff`: shows what was added, removed or changed between two lists. */
import { compareLists, comparisonName } from '../../diff/compare.ts';
import { countsText, type DiffReport, formatDiff, sideText } from '../../diff/format.ts';
import { CliError } from '../../errors/error.ts';
import { encode } from '../../json/bytes.ts';
import { note, type Session } from '../../session/session.ts';
import { isSeveral } from '../../sources/name.ts';
import { reportFailures, type SourceFailure } from '../../sources/together.ts';
import { lifecycleEnds, readWholeLists, type WholeList } from '../../sources/whole.ts';
import { DIFF_FORMAT_NAMES, type DiffFormat } from '../../spec/changes.ts';
import type { Exit } from '../../spec/types.ts';

export async function modelsDiff(session: Session): Promise<Exit> {
  const { flags, args, out } = session;
  const [left = 'last', right = 'now', more] = args;
  if (more !== undefined) throw new CliError('extra-argument', { argument: more, command: 'models diff' });
  const format = DIFF_FORMAT_NAMES.find((name) => name === flags.format) ?? 'text';
  const [from, to] = await readWholeLists(session, [left, right]);
  if (!from || !to) throw new CliError('unexpected', { message: 'a list is missing' });
  const failures = unique([...from.failures, ...to.failures]);
  const { changes, repeated } = compareLists(from, to, {
    allFields: flags['all-fields'] ?? false,
    hasSources: isSeveral([left]) || isSeveral([right]),
    excludedSources: new Set(failures.map(({ name }) => comparisonName(name))),
  });
  const endOf = await lifecycleEnds(session, changes, (source) => from.serverOf(source));
  const report: DiffReport = { from: from.facts, to: to.facts, changes, endOf };
  if (format === 'html') await showPage(session, report, [from, to]);
  else await show(session, format, report);
  await session.close();
  for (const line of repeated) await note(session, [line]);
  if (format === 'text' || format === 'auto')
    await note(session, [`${countsText(changes)}: ${sideText(from.facts)} -> ${sideText(to.facts)}`]);
  await reportFailures(session, failures);
  if (failures.length > 0) return 8;
  await out.flush();
  return flags['exit-code'] && changes.length > 0 ? 1 : 0;
}

/** Counts an endpoint that fails on both sides once. */
function unique(failures: readonly SourceFailure[]): SourceFailure[] {
  return [...new Map(failures.map((failure) => [failure.name, failure])).values()];
}

/** A page, with what is known of the models that were added or removed. */
async function showPage(session: Session, report: DiffReport, sides: readonly WholeList[]): Promise<void> {
  const { differencesPage } = await import('../../diff/page.ts');
  const { loadPageInfo } = await import('../../sources/whole.ts');
  const now = session.ctx.now() / 1000;
  await session.out.write(differencesPage(report, await loadPageInfo(session, report.changes, sides), now));
}

/** A JSON document has the same layout as everywhere else. */
async function show(session: Session, format: Exclude<DiffFormat, 'html'>, report: DiffReport): Promise<void> {
  const { out } = session;
  const chunks = formatDiff(format, report);
  if (format !== 'json') {
    for (const chunk of chunks) await out.write(chunk);
    return;
  }
  const { loadRenderer } = await import('../../output/formats.ts');
  const renderer = await loadRenderer('json');
  const body = encode([...chunks].join(''));
  const values = renderer.values({ width: undefined, now: 0 });
  await out.write(values.add(body, { start: 0, end: body.length }), values.end());
}
