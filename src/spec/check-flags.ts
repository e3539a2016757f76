/** The flags and formats of `models check`. */
import type { FlagSpec } from './types.ts';

export const CHECK_FLAGS = {
  within: {
    type: 'string',
    value: 'TIME',
    group: 'Checking',
    hint: 'report a shutdown this soon as an error: 90d, 6mo, 1y',
    default: '90d',
  },
  'fail-on': {
    type: 'enum',
    value: 'SEVERITY',
    values: ['error', 'warning', 'never'],
    group: 'Checking',
    hint: 'exit 1 at this severity or above',
    default: 'error',
  },
  allow: {
    type: 'list',
    value: 'GLOB',
    group: 'Checking',
    hint: "do not report ids like 'gpt-4*'; repeatable",
  },
  exclude: {
    type: 'list',
    value: 'PATTERN',
    group: 'Checking',
    hint: "skip files that match a .gitignore pattern: docs/, '*.md'; repeatable",
  },
  used: { type: 'boolean', group: 'Checking', hint: 'list every id found, with its status' },
  live: {
    type: 'boolean',
    group: 'Checking',
    hint: 'also query the endpoint: ids missing from its list are errors, and its dates take precedence',
  },
} as const satisfies Record<string, FlagSpec>;

/** How findings are shown, in the order of help. */
export const CHECK_FORMATS = {
  auto: 'same as text',
  text: 'by file, like a linter',
  table: 'by model: uses, files, shutdown, replacement',
  json: 'one document, indented',
  jsonl: 'one finding per line',
  sarif: 'SARIF 2.1.0, for code scanning',
  github: 'annotations for GitHub Actions',
  markdown: 'for a pull request or an issue',
  diff: 'a unified diff with the replacements, for git apply',
} as const satisfies Record<string, string>;

export type CheckFormat = keyof typeof CHECK_FORMATS;

export const CHECK_FORMAT_NAMES = Object.keys(CHECK_FORMATS) as readonly CheckFormat[];
