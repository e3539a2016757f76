/** The page of differences between two lists: what was added, removed and changed, one table each. */
import { notesMarkup, noticeMarkup, pageDocument } from './document.ts';
import { gridMarkup } from './grid.ts';
import type { ReportTable } from './report.ts';

/** One kind of change. */
export interface ChangeSection {
  change: 'added' | 'removed' | 'changed';
  /** How many models; a changed one may have several rows. */
  models: number;
  table: ReportTable;
  /** How many rows the page leaves out. */
  leftOut: number;
}

export interface ChangesReport {
  /** The two sides in readable form: `last (2026-11-20 15:40, 82 models)`. */
  from: string;
  to: string;
  /** Unix seconds. */
  now: number;
  sections: readonly ChangeSection[];
  notes: readonly string[];
}

const TITLES = { added: 'Added', removed: 'Removed', changed: 'Changed' } as const;

/** The whole page as one text. */
export function changesPage({ from, to, now, sections, notes }: ChangesReport): string {
  const figures = sections.map(
    ({ change, models }) => `<li><a href="#${change}"><b>${models.toLocaleString('en-US')}</b> ${change}</a></li>`,
  );
  const isSame = sections.every(({ models }) => models === 0);
  return pageDocument({
    title: `What changed: ${from} to ${to}`,
    heading: 'What changed',
    from: `${from} → ${to}`,
    now,
    body: [
      isSame
        ? '<section class="card"><h2>No differences</h2><p>Both lists have the same models with the same fields.</p></section>\n'
        : `<ul class="figures">${figures.join('')}</ul>\n`,
      ...sections.filter(({ models }) => models > 0).map(sectionMarkup),
      notesMarkup(notes),
    ].join(''),
  });
}

function sectionMarkup({ change, models, table, leftOut }: ChangeSection): string {
  const heading = `${TITLES[change]} <small>${models.toLocaleString('en-US')}</small>`;
  return [
    `<section class="card change-${change}" id="${change}"><h2>${heading}</h2>`,
    leftOut > 0
      ? noticeMarkup(
          `Showing the first ${table.rows.length.toLocaleString('en-US')} rows; ${leftOut.toLocaleString('en-US')} more are omitted.`,
        )
      : '',
    gridMarkup(table),
    '</section>\n',
  ].join('');
}
