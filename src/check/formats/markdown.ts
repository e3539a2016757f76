/** For a pull request, an issue or a job summary: one row per model, with the first places it is used. */
import { describeStatus } from '../findings.ts';
import { checkSummary, type Report } from '../report.ts';
import { groupByModel } from './table.ts';

const PLACES = 5;
const MARKS = { error: 'error', warning: 'warning', use: 'used' } as const;

export function* markdownFormat(report: Report): Generator<string> {
  const { today } = report;
  yield `## Models\n\n${checkSummary(report)}.\n`;
  const uses = groupByModel(report, PLACES);
  if (uses.length > 0) yield '\n| | model | status | replacement | where |\n| --- | --- | --- | --- | --- |\n';
  for (const { verdict, uses: count, places } of uses) {
    const { severity, model, replacement, recommended, changes, source } = verdict;
    const end = `${describeStatus(verdict, today)}${source ? ` ([source](${source}))` : ''}`;
    const instead = replacement
      ? `${code(replacement)}${changes ? `<br>${text(changes)}` : ''}`
      : text(recommended ?? '');
    const rest = count - places.length;
    const where = [...places.map(code), ...(rest > 0 ? [`and ${rest.toLocaleString('en-US')} more`] : [])].join('<br>');
    yield `| ${MARKS[severity ?? 'use']} | ${code(model)} | ${end} | ${instead} | ${where} |\n`;
  }
}

/** Inline code in a cell: fenced by more backticks than the text has, and without line breaks, which end a row. */
function code(text: string): string {
  const marks = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
  const plain = text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, escaped);
  const pad = marks.length > 1 || plain.startsWith(' ') ? ' ' : '';
  return `${marks}${pad}${plain.replaceAll('|', '\\|')}${pad}${marks}`;
}

function text(plain: string): string {
  return plain.replace(/[\\`*_{}[\]<|#]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
