/** What a page shows of a list: where it is from, all that is known of its models, and the sources. */
import { type Column, type ColumnContext, namedColumn, PAGE_COLUMNS, VISIBLE_PAGE_COLUMNS } from '../models/columns.ts';
import type { PageFacts } from '../output/renderer.ts';
import type { ColumnName } from '../spec/columns.ts';
import type { FlagValues } from '../spec/flags.ts';
import type { Detailing } from './details.ts';
import type { ModelSource } from './source.ts';
import { notesBelow } from './table-notes.ts';

/** The columns that `--details` adds to those visible when the page opens. */
const MORE_SHOWN: readonly ColumnName[] = ['max_output', 'input_modalities', 'output_modalities', 'knowledge'];

interface PageChoice {
  /** Columns that were requested. */
  asked: readonly Column[];
  flags: FlagValues;
  knowledge: ColumnContext;
  details: Detailing | undefined;
}

/** The facts for a page of models from this source. */
export function pageFacts(
  { baseUrl, servers }: Pick<ModelSource, 'baseUrl' | 'servers'>,
  { asked, flags, knowledge, details }: PageChoice,
): PageFacts {
  const columns = PAGE_COLUMNS.map((name) => namedColumn(name, knowledge));
  const shown = flags.details ? [...VISIBLE_PAGE_COLUMNS, ...MORE_SHOWN] : VISIBLE_PAGE_COLUMNS;
  return {
    from: servers ? [...servers.keys()].join(', ') : (hostName(baseUrl) ?? flags.from?.[0] ?? ''),
    columns,
    shown: asked.length > 0 ? asked.map(({ name }) => name) : shown,
    notes: (notes) => notesBelow(notes, details),
  };
}

/** A host name that resolves nowhere and means little to people. */
const SANDBOX_HOST = 'sandbox.invalid';

/**
 * The server's name for people, or `undefined` if this is not a URL. Only the host: readers of a page do not need the
 * path, and must not see what else a base URL may hold.
 */
export function hostName(baseUrl: string): string | undefined {
  if (!URL.canParse(baseUrl)) return undefined;
  const { host } = new URL(baseUrl);
  return host.endsWith(SANDBOX_HOST) ? 'the sandbox' : host;
}
