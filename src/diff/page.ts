/** Differences as a page for a browser, with what is known of the models that were added or removed. */
import { MAX_PAGE_ROWS, NO_NOTES, PageTable } from '../output/page-cells.ts';
import type { PageInfo, TableNotes } from '../output/renderer.ts';
import { safeLine } from '../output/terminal-text.ts';
import { type ChangeSection, changesPage } from '../report/diff-page.ts';
import type { ReportCell, ReportColumn, ReportRow } from '../report/report.ts';
import { type DiffReport, type ModelEnd, sideText } from './format.ts';

/** @param now Unix seconds */
export function differencesPage(report: DiffReport, facts: PageInfo, now: number): string {
  const { from, to } = report;
  const [added, removed] = [modelSection('added', report, facts, now), modelSection('removed', report, facts, now)];
  const changed = changedSection(report);
  return changesPage({
    from: safeLine(sideText(from)),
    to: safeLine(sideText(to)),
    now,
    sections: [added.section, removed.section, changed],
    notes: facts.notes(mergeNotes(added.notes, removed.notes)).map(safeLine),
  });
}

interface Section {
  section: ChangeSection;
  notes: TableNotes;
}

function modelSection(kind: 'added' | 'removed', report: DiffReport, facts: PageInfo, now: number): Section {
  const table = new PageTable(facts, [], now);
  let models = 0;
  for (const change of report.changes) {
    if (change.change !== kind) continue;
    models++;
    const end = report.endOf(change);
    table.add(change.model, end && endCells(end));
  }
  const { omittedRows } = table;
  const finished = table.finish(`${kind}-models`, kind === 'added' ? 'Added models' : 'Removed models');
  return { section: { change: kind, models, table: finished.table, leftOut: omittedRows }, notes: finished.notes };
}

/** The end of a removed model, the same as in the other formats. */
function endCells({ shutdownDate, replacement }: ModelEnd): Record<string, ReportCell> {
  return {
    ...(shutdownDate !== undefined && { shutdown: cellOf(shutdownDate, 'announced') }),
    ...(replacement !== undefined && { replacement: cellOf(replacement) }),
  };
}

function cellOf(text: string, note?: string): ReportCell {
  return { text: safeLine(text), json: JSON.stringify(text), ...(note !== undefined && { note }) };
}

/** One row per field. */
function changedSection({ changes }: DiffReport): ChangeSection {
  const several = changes.some(({ source }) => source !== undefined);
  const rows: ReportRow[] = [];
  let [models, leftOut] = [0, 0];
  for (const change of changes) {
    if (change.change !== 'changed') continue;
    models++;
    for (const { path, from, to } of change.fields) {
      if (rows.length >= MAX_PAGE_ROWS) leftOut++;
      else
        rows.push([
          cellOf(change.id ?? '(no id)'),
          ...(several ? [change.source === undefined ? undefined : cellOf(change.source)] : []),
          cellOf(path),
          from === undefined ? undefined : cellOf(from),
          to === undefined ? undefined : cellOf(to),
        ]);
    }
  }
  const column = (name: string, title: string, wide = false): ReportColumn => {
    return { name, title, type: 'text', shown: true, wide };
  };
  const columns = [
    column('id', 'Model'),
    ...(several ? [column('source', 'Source', true)] : []),
    column('path', 'Field'),
    column('from', 'Before'),
    column('to', 'After'),
  ];
  return {
    change: 'changed',
    models,
    table: { name: 'changed-fields', caption: 'Changed fields', columns, rows },
    leftOut,
  };
}

function mergeNotes(a: TableNotes, b: TableNotes): TableNotes {
  return {
    ...NO_NOTES,
    hints: { shutdown: a.hints.shutdown || b.hints.shutdown, details: a.hints.details || b.hints.details },
    hasBaseDates: a.hasBaseDates || b.hasBaseDates,
    hasPrices: a.hasPrices || b.hasPrices,
  };
}
