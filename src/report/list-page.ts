/** The page of a list of models: figures, shutdown dates, prices against context, and the table. */
import { notesMarkup, noticeMarkup, pageDocument } from './document.ts';
import { gridMarkup } from './grid.ts';
import { countText } from './markup.ts';
import { plotSection } from './plot.ts';
import { cellsOf, type ReportTable } from './report.ts';
import { timelineSection } from './timeline.ts';

export interface ListReport {
  table: ReportTable;
  /** What a row is: `model`. */
  noun: string;
  /** Where the models come from, in displayable form: `api.openai.com`. */
  from: string;
  /** Unix seconds. */
  now: number;
  /** Selected models that the page leaves out. */
  leftOut: number;
  /** How many models there were to select from, if known. */
  listed: number | undefined;
  /** Notes about the values, one line each. */
  notes: readonly string[];
}

/** The whole page as one text. */
export function listPage(report: ListReport): string {
  const { table, noun, from, now, leftOut, listed, notes } = report;
  const { rows } = table;
  const selected = rows.length + leftOut;
  const heading = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}s`;
  const today = new Date(now * 1000).toISOString().slice(0, 10);
  const charts = timelineSection(table, today) + plotSection(table);
  return pageDocument({
    title: from === '' ? heading : `${heading} of ${from}`,
    heading,
    from,
    now,
    body: [
      leftOut > 0
        ? noticeMarkup(
            `This page shows the first ${rows.length.toLocaleString('en-US')} of ${countText(selected, noun)}. Narrow the selection, or use csv or jsonl to get all of them.`,
          )
        : '',
      figures(table, countFigure(selected, listed ?? selected, noun)),
      charts === '' ? '' : `<div class="charts">${charts}</div>\n`,
      `<section class="card table" id="table"><h2>All ${heading.toLowerCase()}</h2>`,
      rows.length === 0 ? `<p>No ${noun} to show.</p>` : `<div id="controls"></div>${gridMarkup(table)}`,
      notesMarkup(notes),
      '</section>\n',
    ].join(''),
  });
}

/** A number, its label, and its color. */
type Figure = readonly [figure: string, what: string, tone?: 'soon' | 'ended'];

function countFigure(selected: number, listed: number, noun: string): Figure {
  const [count, all] = [selected.toLocaleString('en-US'), listed.toLocaleString('en-US')];
  return [selected === listed ? count : `${count} of ${all}`, listed === 1 ? noun : `${noun}s`];
}

/** The key figures, for a reader in a hurry. */
function figures(table: ReportTable, count: Figure): string {
  const known = (name: string) => cellsOf(table, name).filter((cell) => cell !== undefined);
  const kinds = (name: string) => new Set(known(name).map(({ text }) => text)).size;
  const ends = known('shutdown');
  const near = ends.filter(({ tone }) => tone === 'urgent' || tone === 'soon').length;
  const ended = ends.filter(({ tone }) => tone === 'ended').length;
  const [priced, sources, owners] = [known('input_price').length, kinds('source'), kinds('owned_by')];
  const said = (number: number) => number.toLocaleString('en-US');
  const found: Figure[] = [count];
  if (near > 0) found.push([said(near), 'shut down within 90 days', 'soon']);
  if (ended > 0) found.push([said(ended), 'already shut down', 'ended']);
  if (priced > 0) found.push([said(priced), 'with a known price']);
  if (sources > 1) found.push([said(sources), 'sources']);
  else if (owners > 1) found.push([said(owners), 'owners']);
  const items = found.map(
    ([figure, what, tone]) => `<li${tone === undefined ? '' : ` class="${tone}"`}><b>${figure}</b> ${what}</li>`,
  );
  return `<ul class="figures">${items.join('')}</ul>\n`;
}
