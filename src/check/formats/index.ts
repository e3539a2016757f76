/** The registry of formats; only the one in use is loaded. */
import type { CheckFormat } from '../../spec/check-flags.ts';
import type { ReportFormat } from '../report.ts';

const LOADERS = {
  auto: async () => (await import('./text.ts')).textFormat,
  text: async () => (await import('./text.ts')).textFormat,
  table: async () => (await import('./table.ts')).tableFormat,
  json: async () => (await import('./json.ts')).jsonFormat,
  jsonl: async () => (await import('./json.ts')).jsonLinesFormat,
  sarif: async () => (await import('./sarif.ts')).sarifFormat,
  github: async () => (await import('./github.ts')).githubFormat,
  markdown: async () => (await import('./markdown.ts')).markdownFormat,
  diff: async () => (await import('./diff.ts')).diffFormat,
} as const satisfies Record<CheckFormat, () => Promise<ReportFormat>>;

export function loadFormat(format: CheckFormat): Promise<ReportFormat> {
  return LOADERS[format]();
}
