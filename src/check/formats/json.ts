/** One document, or one finding per line; docs/schema/check.schema.json describes both. */
import type { Finding } from '../findings.ts';
import { countSeverity, type Report } from '../report.ts';

/** A finding as it appears in JSON: unknown values are null. */
export function findingJson({ path, line, column, text, verdict }: Finding) {
  const { model, provider, severity, status, shutdownDate, replacement, recommended, source, firm } = verdict;
  return {
    path,
    line,
    column,
    text,
    model,
    provider: provider ?? null,
    severity: severity ?? null,
    status,
    shutdown_date: shutdownDate ?? null,
    replacement: replacement ?? null,
    source: source ?? null,
    // Whether it ends on that day; false means the day is the earliest possible one.
    firm: shutdownDate === undefined ? null : firm,
    recommended: recommended ?? null,
    changes: verdict.changes ?? null,
  };
}

export function* jsonFormat(report: Report): Generator<string> {
  const { findings, files, datasets } = report;
  const head = {
    object: 'check',
    files,
    errors: countSeverity(findings, 'error'),
    warnings: countSeverity(findings, 'warning'),
  };
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "findings": [`;
  for (const [i, finding] of findings.entries())
    yield `${i === 0 ? '' : ','}\n    ${indented(findingJson(finding), '    ')}`;
  yield `${findings.length > 0 ? '\n  ' : ''}],\n  "datasets": ${indented(datasets, '  ')}\n}\n`;
}

export function* jsonLinesFormat({ findings }: Report): Generator<string> {
  for (const finding of findings) yield `${JSON.stringify(findingJson(finding))}\n`;
}

function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
}
