/** One row per model: how often it is used, in how many files, when it ends and what replaces it. */
import { type Line, type Span, span } from '../../output/terminal-text.ts';
import { padEnd, padStart, widthOf } from '../../output/width.ts';
import type { ModelVerdict } from '../findings.ts';
import { checkSummary, type Report } from '../report.ts';

const HEAD = ['MODEL', 'PROVIDER', 'STATUS', 'USES', 'FILES', 'END', 'REPLACEMENT'];
const STATUS = 2;
/** Number columns are right-aligned. */
const NUMBERS = [3, 4];
const STYLES = { error: 'red', warning: 'yellow', use: 'plain' } as const;

export interface ModelUse {
  verdict: ModelVerdict;
  uses: number;
  files: number;
  /** The first places, as `path:line:column`. */
  places: string[];
}

export function* tableFormat(report: Report): Generator<Line[]> {
  const uses = groupByModel(report, 0);
  const rows = uses.map(({ verdict, uses: count, files }) => [
    verdict.model,
    verdict.provider ?? '',
    verdict.status,
    String(count),
    String(files),
    formatEnd(verdict),
    verdict.replacement ?? verdict.recommended ?? '',
  ]);
  const widths = HEAD.map((title, i) => Math.max(title.length, ...rows.map((row) => widthOf(row[i] ?? ''))));
  const line = (cells: readonly string[], styleOf: (column: number) => Span['style']): Line =>
    cells.flatMap((cell, i): (Span | string)[] => [
      span(styleOf(i), (NUMBERS.includes(i) ? padStart : padEnd)(cell, widths[i] ?? 0)),
      '  ',
    ]);
  if (rows.length > 0) yield [line(HEAD, () => 'bold')];
  yield rows.map((row, i) =>
    line(row, (column) => (column === STATUS ? STYLES[uses[i]?.verdict.severity ?? 'use'] : 'plain')),
  );
  if (rows.length > 0) yield [[]];
  yield [[checkSummary(report)]];
}

/** The end date, preceded by `from` if it is only the earliest possible one. */
export function formatEnd({ shutdownDate, firm }: ModelVerdict): string {
  if (shutdownDate === undefined) return '';
  return firm ? shutdownDate : `from ${shutdownDate}`;
}

/** Worst first, then soonest. @param places how many places of each model to keep */
export function groupByModel({ findings }: Report, places: number): ModelUse[] {
  const uses = new Map<string, ModelUse & { last: string }>();
  for (const { path, line, column, verdict } of findings) {
    // A model on one provider may have several verdicts: bare, with a prefix, fine-tuned.
    const { model, provider, status, shutdownDate } = verdict;
    const key = [model, provider, status, shutdownDate].join(' ');
    const use = uses.get(key) ?? { verdict, uses: 0, files: 0, places: [], last: '' };
    use.uses++;
    if (use.last !== path) use.files++;
    use.last = path;
    if (use.places.length < places) use.places.push(`${path}:${line}:${column}`);
    uses.set(key, use);
  }
  const order = ({ verdict }: ModelUse) =>
    `${{ error: 0, warning: 1, use: 2 }[verdict.severity ?? 'use']} ${verdict.shutdownDate ?? '9999'} ${verdict.model}`;
  return [...uses.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
