/** The flags of snapshot, diff and watch, and the formats of differences. */
import type { FlagSpec } from './types.ts';

export const SNAPSHOT_FLAGS = {
  list: { type: 'boolean', group: 'Snapshots', hint: 'show the snapshots there are, and take none' },
  remove: {
    type: 'string',
    value: 'NAME',
    group: 'Snapshots',
    hint: 'remove the snapshot of this name, or of the time that --list shows',
  },
  keep: {
    type: 'integer',
    value: 'N',
    min: 1,
    group: 'Snapshots',
    hint: 'remove the oldest unnamed ones of the endpoint beyond N',
    default: 100,
  },
} as const satisfies Record<string, FlagSpec>;

export const DIFF_FLAGS = {
  'all-fields': {
    type: 'boolean',
    group: 'Changes',
    hint: 'also what the server stamps anew into every answer',
  },
} as const satisfies Record<string, FlagSpec>;

/** How differences are shown, in the order in which help lists the formats. */
export const DIFF_FORMATS = {
  auto: 'the same as text',
  text: 'a line each: + id, - id, ~ id  field: old -> new',
  json: 'one document, indented',
  jsonl: 'one change a line',
  markdown: 'for a pull request or a chat',
  csv: 'one row a field, as RFC 4180',
} as const satisfies Record<string, string>;

export type DiffFormat = keyof typeof DIFF_FORMATS;

export const DIFF_FORMAT_NAMES = Object.keys(DIFF_FORMATS) as readonly DiffFormat[];
