/** Differences in their output formats: lines for people, JSON, JSON lines, Markdown and csv. */
import { formatToMinute } from '../models/time.ts';
import { csvRows, markdownRows } from '../output/rows.ts';
import { type Chunk, type Line, type Span, type Style, span } from '../output/terminal-text.ts';
import type { DiffFormat } from '../spec/changes.ts';
import type { ModelChange } from './compare.ts';
import type { FieldChange } from './fields.ts';

/** Facts about a list in a comparison. */
export interface SideInfo {
  /** As requested. */
  source: string;
  endpoint: string | null;
  /** RFC 3339 in UTC. */
  at: string | null;
  /** How many models were compared. */
  models: number;
}

/** What the dataset says about a model's end. */
export interface ModelEnd {
  shutdownDate: string | undefined;
  replacement: string | undefined;
}

export interface DiffReport {
  from: SideInfo;
  to: SideInfo;
  changes: readonly ModelChange[];
  /** What is known about the end of a removed model. */
  endOf(change: ModelChange): ModelEnd | undefined;
}

/** The parts of the output, produced on demand. */
export function formatDiff(format: Exclude<DiffFormat, 'html'>, report: DiffReport): Iterable<Chunk> {
  switch (format) {
    case 'json':
      return [documentOf(report)];
    case 'jsonl':
      return jsonLines(report);
    case 'csv':
      return csv(report);
    case 'markdown':
      return markdown(report);
    default:
      return [report.changes.map((change) => textLine(change, report.endOf(change)))];
  }
}

function* jsonLines({ changes, endOf }: DiffReport): Generator<string> {
  for (const change of changes) yield `${changeLine(change, endOf(change))}\n`;
}

/** The change as a line of JSON; `at`, if given, comes first. */
export function changeLine(change: ModelChange, end: ModelEnd | undefined, at?: string): string {
  const members = [`"change":"${change.change}"`, `"id":${JSON.stringify(change.id)}`];
  if (at !== undefined) members.unshift(`"at":${JSON.stringify(at)}`);
  if (change.source !== undefined) members.push(`"source":${JSON.stringify(change.source)}`);
  if (change.change === 'changed') members.push(`"fields":[${change.fields.map(fieldJson).join(',')}]`);
  else members.push(`"model":${change.model.line}`, ...endMembers(end));
  return `{${members.join(',')}}`;
}

function endMembers(end: ModelEnd | undefined): string[] {
  if (!end) return [];
  const { shutdownDate, replacement } = end;
  return [
    ...(shutdownDate === undefined ? [] : [`"shutdown_date":${JSON.stringify(shutdownDate)}`]),
    ...(replacement === undefined ? [] : [`"replacement":${JSON.stringify(replacement)}`]),
  ];
}

function fieldJson({ path, from, to }: FieldChange): string {
  const sides = [...(from === undefined ? [] : [`"from":${from}`]), ...(to === undefined ? [] : [`"to":${to}`])];
  return `{${[`"path":${JSON.stringify(path)}`, ...sides].join(',')}}`;
}

/** The document on one line; its layout is up to the caller. */
function documentOf({ from, to, changes }: DiffReport): string {
  const models = (kind: 'added' | 'removed') =>
    changes.flatMap((change) => (change.change === kind ? [change.model.line] : [])).join(',');
  const changed = changes.flatMap((change) => {
    if (change.change !== 'changed') return [];
    const source = change.source === undefined ? '' : `"source":${JSON.stringify(change.source)},`;
    return [`{"id":${JSON.stringify(change.id)},${source}"fields":[${change.fields.map(fieldJson).join(',')}]}`];
  });
  const sides = `"from":${JSON.stringify(from)},"to":${JSON.stringify(to)}`;
  return `{"object":"diff",${sides},"added":[${models('added')}],"removed":[${models('removed')}],"changed":[${changed.join(',')}]}`;
}

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;
const STYLES = { added: 'green', removed: 'red', changed: 'yellow' } as const satisfies Record<string, Style>;

/** `+ id`, `- id`, `~ id  owned_by: a -> b`. */
export function textLine(change: ModelChange, end: ModelEnd | undefined): Line {
  const name = change.id ?? ('model' in change ? change.model.line : '(no id)');
  const where = change.source === undefined ? '' : `  ${change.source}`;
  const line: (Span | string)[] = [span(STYLES[change.change], `${SIGNS[change.change]} ${name}`), span('dim', where)];
  const more = change.change === 'changed' ? change.fields.map(fieldText).join(', ') : endText(end);
  if (more !== '') line.push(`  ${more}`);
  return line;
}

/** `(announced end 2026-10-23, replaced by gpt-5.6-terra)`, as in the dataset. */
function endText(end: ModelEnd | undefined): string {
  if (!end) return '';
  const { shutdownDate, replacement } = end;
  const parts = [
    ...(shutdownDate === undefined ? [] : [`announced shutdown ${shutdownDate}`]),
    ...(replacement === undefined ? [] : [`replaced by ${replacement}`]),
  ];
  return parts.length > 0 ? `(${parts.join(', ')})` : '';
}

function fieldText({ path, from, to }: FieldChange): string {
  return `${path}: ${valueText(from)} -> ${valueText(to)}`;
}

/** Longer values are cut for people; json has them in full. */
const MAX_LENGTH = 80;

/** A string without quotes if it cannot be mistaken for another value. */
function valueText(json: string | undefined): string {
  if (json === undefined) return '(none)';
  let text = json;
  if (json.startsWith('"')) {
    const value = JSON.parse(json) as string;
    if (/^[A-Za-z][\w ./:@-]*$|^\d{4}-\d{2}-\d{2}/.test(value) && !/^(?:true|false|null)$/.test(value)) text = value;
  }
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)} ...` : text;
}

function csv({ changes, endOf }: DiffReport): Chunk[] {
  const several = changes.some(({ source }) => source !== undefined);
  const cells = ({ change, id, source }: ModelChange, ...more: string[]) =>
    csvRows.row([change, id ?? '', ...(several ? [source ?? ''] : []), ...more]);
  const rows = changes.flatMap((change) => {
    if (change.change === 'changed')
      return change.fields.map(({ path, from, to }) => cells(change, path, from ?? '', to ?? '', '', ''));
    const { shutdownDate = '', replacement = '' } = endOf(change) ?? {};
    const line = change.model.line;
    return cells(change, '', ...(change.change === 'added' ? ['', line] : [line, '']), shutdownDate, replacement);
  });
  const names = ['change', 'id', ...(several ? ['source'] : []), 'path', 'from', 'to', 'shutdown_date', 'replacement'];
  return [csvRows.header(names) + rows.join('')];
}

function markdown(report: DiffReport): Chunk[] {
  const { from, to, changes, endOf } = report;
  const several = changes.some(({ source }) => source !== undefined);
  const row = (change: ModelChange, what: string) =>
    markdownRows.row([change.change, change.id ?? '', ...(several ? [change.source ?? ''] : []), what]);
  const rows = changes.map((change) =>
    row(
      change,
      change.change === 'changed' ? change.fields.map(fieldText).join(', ') : endText(endOf(change)).slice(1, -1),
    ),
  );
  const title = `${countsText(changes)}: ${sideText(from)} -> ${sideText(to)}`;
  // The title may contain any text, so it is escaped like a table cell.
  const heading = markdownRows.row([title]).slice(2, -3);
  if (rows.length === 0) return [`**${heading}**\n`];
  return [
    `**${heading}**\n\n`,
    markdownRows.header(['change', 'model', ...(several ? ['source'] : []), 'what']),
    rows.join(''),
  ];
}

/** `1 added, 2 removed`, or `No differences`. */
export function countsText(changes: readonly ModelChange[]): string {
  const counts = (['added', 'removed', 'changed'] as const).flatMap((kind) => {
    const count = changes.filter(({ change }) => change === kind).length;
    return count > 0 ? [`${count.toLocaleString('en-US')} ${kind}`] : [];
  });
  return counts.length > 0 ? counts.join(', ') : 'No differences';
}

/** `last (2026-11-20 15:40, 82 models)`. */
export function sideText({ source, at, models }: SideInfo): string {
  const when = at === null || source === 'now' ? '' : `${formatToMinute(at)}, `;
  return `${source} (${when}${models.toLocaleString('en-US')} ${models === 1 ? 'model' : 'models'})`;
}
