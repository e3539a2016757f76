/** The input of a format, and what a format is. */
import type { Dataset } from '../details/lifecycle.ts';
import type { Chunk } from '../output/terminal-text.ts';
import type { Finding, Severity } from './findings.ts';

export interface Report {
  /** By path, line and column. */
  findings: readonly Finding[];
  /** How many files were read. */
  files: number;
  /** `YYYY-MM-DD` */
  today: string;
  datasets: readonly Dataset[];
  /** Whether every id is listed, not only those that are going away. */
  used: boolean;
  /** Reads a file's bytes again; `undefined` if they are no longer available. */
  readFile(path: string): Uint8Array | undefined;
  version: string;
}

/** Turns a report into output, piece by piece. It never writes to a stream, and its output has no escape codes. */
export type ReportFormat = (report: Report) => Iterable<Chunk>;

/** The findings grouped by file, in their order. */
export function* groupByFile(findings: readonly Finding[]): Generator<{ path: string; found: readonly Finding[] }> {
  for (let from = 0; from < findings.length; ) {
    const path = findings[from]?.path ?? '';
    let to = from;
    while (findings[to]?.path === path) to++;
    yield { path, found: findings.slice(from, to) };
    from = to;
  }
}

export function countSeverity(findings: readonly Finding[], severity: Severity): number {
  return findings.reduce((count, { verdict }) => count + (verdict.severity === severity ? 1 : 0), 0);
}

/** `1 error`, `2 errors`. */
export function pluralize(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2 errors, 1 warning in 3 files; 163 files read`. */
export function checkSummary({ findings, files, used }: Report): string {
  const read = `${pluralize(files, 'file')} read`;
  if (findings.length === 0) return used ? `No model ids found: ${read}` : `No retiring models found: ${read}`;
  const [errors, warnings] = [countSeverity(findings, 'error'), countSeverity(findings, 'warning')];
  const rest = findings.length - errors - warnings;
  const parts = [
    errors > 0 && pluralize(errors, 'error'),
    warnings > 0 && pluralize(warnings, 'warning'),
    rest > 0 && `${pluralize(rest, 'use')} of models that are not retiring`,
  ].filter((part) => part !== false);
  const places = new Set(findings.map(({ path }) => path)).size;
  return `${parts.join(', ')} in ${pluralize(places, 'file')}; ${read}`;
}
