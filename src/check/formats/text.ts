/** Findings by file, in the style of linters. */
import { type Line, span } from '../../output/terminal-text.ts';
import { padEnd } from '../../output/width.ts';
import { type Finding, type ModelVerdict, verdictText } from '../findings.ts';
import { checkSummary, groupByFile, type Report } from '../report.ts';

const STYLES = { error: 'red', warning: 'yellow', use: 'dim' } as const;

export function* textFormat(report: Report): Generator<Line[]> {
  const { findings, today } = report;
  for (const { path, found } of groupByFile(findings)) yield [[span('bold', path)], ...linesOf(found, today), []];
  for (const said of sourceLines(findings)) yield [[span('dim', said)]];
  yield [[checkSummary(report)]];
}

function linesOf(findings: readonly Finding[], today: string): Line[] {
  const places = findings.map(({ line, column }) => `${line}:${column}`);
  const width = Math.max(...places.map(({ length }) => length));
  return findings.map(({ text, verdict }, i) => {
    const kind = verdict.severity ?? 'use';
    return [
      `  ${padEnd(places[i] ?? '', width)}  `,
      span(STYLES[kind], padEnd(kind, 'warning'.length)),
      '  ',
      span('bold', text),
      `${text.endsWith(verdict.model) ? '' : ` (${verdict.model})`} ${verdictText(verdict, today)}`,
    ];
  });
}

/** The sources of the verdicts, once for each provider and dataset. */
export function sourceLines(findings: readonly Finding[]): string[] {
  const verdicts = new Set<ModelVerdict>(findings.map(({ verdict }) => verdict));
  const pages = new Map<string, string>();
  for (const { provider, source, dataset, severity } of verdicts)
    if (severity && dataset)
      pages.set(`${provider} ${dataset}`, `${provider}: ${dataset}${source ? `, from ${source}` : ''}`);
  return [...pages.values()].sort();
}
