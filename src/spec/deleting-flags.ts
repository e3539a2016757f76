/** The flags of deletion. */
import type { FlagSpec } from './types.ts';

export const DELETING_FLAGS = {
  yes: { type: 'boolean', short: 'y', group: 'Deleting', hint: 'delete without asking' },
  'dry-run': { type: 'boolean', group: 'Deleting', hint: 'show what would be deleted, and delete nothing' },
  any: { type: 'boolean', group: 'Deleting', hint: 'a selection takes models that are not fine-tuned too' },
  'max-deletes': {
    type: 'integer',
    value: 'N',
    min: 0,
    group: 'Deleting',
    hint: 'refuse to delete more than N models (default 100)',
  },
  concurrency: {
    type: 'integer',
    value: 'N',
    min: 1,
    max: 64,
    group: 'Deleting',
    hint: 'so many requests at once (default 4)',
  },
  'ignore-not-found': { type: 'boolean', group: 'Deleting', hint: 'a model that is not there is no failure' },
  'trust-details': {
    type: 'boolean',
    group: 'Deleting',
    hint: "delete on the dataset's word too, where the server does not tell",
  },
  'fail-fast': { type: 'boolean', group: 'Deleting', hint: 'begin no more after a failure' },
  journal: { type: 'boolean', group: 'Deleting', hint: 'show what was deleted before, and delete nothing' },
} as const satisfies Record<string, FlagSpec>;
