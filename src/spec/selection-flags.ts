/** The flags that say which models, and in which order, wherever models are selected. */
import type { FlagSpec } from './types.ts';

/** Flags that narrow. src/query/criteria.ts has the parser, needs and test of each. */
export const CRITERIA_FLAGS = {
  search: {
    type: 'list',
    value: 'TEXT',
    group: 'Selection',
    hint: 'every word must appear in the id, owner or name; repeatable',
  },
  match: {
    type: 'list',
    value: 'GLOB',
    group: 'Selection',
    hint: "ids like 'gpt-4*'; '!GLOB' excludes; repeatable",
    complete: 'model',
  },
  'owned-by': {
    type: 'list',
    value: 'NAME',
    group: 'Selection',
    hint: "models of this owner; '!NAME' excludes; repeatable",
  },
  'fine-tuned': { type: 'boolean', group: 'Selection', hint: 'fine-tuned models only' },
  'no-fine-tuned': { type: 'boolean', group: 'Selection', hint: 'exclude fine-tuned models' },
  base: {
    type: 'string',
    value: 'MODEL',
    group: 'Selection',
    hint: 'fine-tuned models based on this one or a snapshot of it',
    complete: 'model',
  },
  'created-after': {
    type: 'string',
    value: 'WHEN',
    group: 'Selection',
    hint: 'created since 2026-01-31, or in the last 30d',
  },
  'created-before': {
    type: 'string',
    value: 'WHEN',
    group: 'Selection',
    hint: 'created before 2026-01-31, or more than 1y ago',
  },
  retiring: {
    type: 'string',
    value: 'WITHIN',
    optional: /^\d/,
    group: 'Selection',
    hint: 'models with a known shutdown date, optionally within 90d',
  },
  where: {
    type: 'list',
    value: "'COLUMN OP VALUE'",
    short: 'w',
    group: 'Selection',
    hint: 'compare any column: = != < <= > >= ~ !~; repeatable',
    complete: 'column',
  },
} as const satisfies Record<string, FlagSpec>;

export const SELECTING_FLAGS = {
  ...CRITERIA_FLAGS,
  from: {
    type: 'list',
    value: 'SOURCE',
    group: 'Selection',
    hint: 'read the list from: @PROFILE, @all, last, 7d, a snapshot, a file, -; repeatable',
    complete: 'source',
  },
  'exit-code': {
    type: 'boolean',
    group: 'Selection',
    hint: 'exit 1 if the server dates any model of --retiring, or if the lists of diff differ',
  },
  sort: {
    type: 'list',
    value: 'COLUMN[:desc]',
    short: 's',
    group: 'Selection',
    hint: "sort by any column, -COLUMN for descending; none keeps the server's order; repeatable",
    complete: 'sort',
  },
  'max-items': {
    type: 'integer',
    value: 'N',
    short: 'n',
    min: -1,
    group: 'Selection',
    hint: 'at most N models; -1 for all',
  },
} as const satisfies Record<string, FlagSpec>;

export type CriterionFlag = keyof typeof CRITERIA_FLAGS;

export const CRITERIA_NAMES = Object.keys(CRITERIA_FLAGS) as readonly CriterionFlag[];

/** All flags that say which models, and in which order. `--exit-code` only goes with a list. */
export const SELECTION_FLAGS = [...CRITERIA_NAMES, 'sort', 'max-items'] as const;

export type SelectionFlag = (typeof SELECTION_FLAGS)[number];
