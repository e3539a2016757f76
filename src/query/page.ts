/** What a page shows of a list: where it is from, all that is known of its models, and the sources. */
import { type Column, type ColumnContext, namedColumn, PAGE_COLUMNS, VISIBLE_PAGE_COLUMNS } from '../models/columns.ts';
import type { PageInfo } from '../output/renderer.ts';
import type { ColumnName } from '../spec/columns.ts';
import type { FlagValues } from '../spec/flags.ts';
import type { DetailSource } from './details.ts';
import type { ModelSource } from './source.ts';
import { tableNotes } from './table-notes.ts';

/** The columns that `--details` adds to those visible when the page opens. */
const DETAIL_PAGE_COLUMNS: readonly ColumnName[] = ['max_output', 'input_modalities', 'output_modalities', 'knowledge'];

interface PageChoice {
  /** Columns that were requested. */
  requested: readonly Column[];
  flags: FlagValues;
  knowledge: ColumnContext;
  details: DetailSource | undefined;
}

/** The facts for a page of models from this source. */
export function pageFacts(
  { baseUrl, servers }: Pick<ModelSource, 'baseUrl' | 'servers'>,
  { requested, flags, knowledge, details }: PageChoice,
): PageInfo {
  const columns = PAGE_COLUMNS.map((name) => namedColumn(name, knowledge));
  const shown = flags.details ? [...VISIBLE_PAGE_COLUMNS, ...DETAIL_PAGE_COLUMNS] : VISIBLE_PAGE_COLUMNS;
  return {
    from: servers ? [...servers.keys()].join(', ') : (hostName(baseUrl) ?? flags.from?.[0] ?? ''),
    columns,
    visible: requested.length > 0 ? requested.map(({ name }) => name) : shown,
    notes: (notes) => tableNotes(notes, details),
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
