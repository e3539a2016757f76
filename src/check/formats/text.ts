/** By file, as linters show what they find. */
import { type Line, span } from '../../output/terminal-text.ts';
import { padEnd } from '../../output/width.ts';
import { advice, type Finding, happens, type Judgment } from '../findings.ts';
import { checkSummary, type Report } from '../report.ts';

const STYLES = { error: 'red', warning: 'yellow', use: 'dim' } as const;

export function* textFormat(report: Report): Generator<Line[]> {
  const { findings, today } = report;
  for (let from = 0; from < findings.length; ) {
    const path = findings[from]?.path ?? '';
    let to = from;
    while (findings[to]?.path === path) to++;
    yield [[span('bold', path)], ...linesOf(findings.slice(from, to), today), []];
    from = to;
  }
  for (const said of saidBy(findings)) yield [[span('dim', said)]];
  yield [[checkSummary(report)]];
}

function linesOf(findings: readonly Finding[], today: string): Line[] {
  const places = findings.map(({ line, column }) => `${line}:${column}`);
  const width = Math.max(...places.map(({ length }) => length));
  return findings.map(({ text, verdict }, i) => {
    const kind = verdict.severity ?? 'use';
    const what = advice(verdict);
    return [
      `  ${padEnd(places[i] ?? '', width)}  `,
      span(STYLES[kind], padEnd(kind, 'warning'.length)),
      '  ',
      span('bold', text),
      `${text.endsWith(verdict.model) ? '' : ` (${verdict.model})`} ${happens(verdict, today)}${what && `; ${what}`}`,
    ];
  });
}

/** Who says so, once for each provider. */
export function saidBy(findings: readonly Finding[]): string[] {
  const verdicts = new Set<Judgment>(findings.map(({ verdict }) => verdict));
  const pages = new Map<string, string>();
  for (const { provider, source, dataset, severity } of verdicts)
    if (severity && dataset)
      pages.set(`${provider} ${dataset}`, `${provider}: ${dataset}${source ? `, from ${source}` : ''}`);
  return [...pages.values()].sort();
}
