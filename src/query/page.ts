/** What a page says of a list: where it is from, all that is known of a model, and who says so. */
import { type Column, type Knowledge, namedColumn, PAGE_COLUMNS, PAGE_SHOWN } from '../models/columns.ts';
import type { PageFacts } from '../output/renderer.ts';
import type { ColumnName } from '../spec/columns.ts';
import type { FlagValues } from '../spec/flags.ts';
import type { Detailing } from './details.ts';
import type { ModelSource } from './source.ts';
import { notesBelow } from './table-notes.ts';

/** What `--details` adds to those that are there when the page is opened. */
const MORE_SHOWN: readonly ColumnName[] = ['max_output', 'input_modalities', 'output_modalities', 'knowledge'];

interface PageChoice {
  /** Columns that were asked for. */
  asked: readonly Column[];
  flags: FlagValues;
  knowledge: Knowledge;
  details: Detailing | undefined;
}

/** The facts of a page whose models come from this source. */
export function pageFacts(
  { baseUrl, servers }: Pick<ModelSource, 'baseUrl' | 'servers'>,
  { asked, flags, knowledge, details }: PageChoice,
): PageFacts {
  const columns = PAGE_COLUMNS.map((name) => namedColumn(name, knowledge));
  const shown = flags.details ? [...PAGE_SHOWN, ...MORE_SHOWN] : PAGE_SHOWN;
  return {
    from: servers ? [...servers.keys()].join(', ') : (hostName(baseUrl) ?? flags.from?.[0] ?? ''),
    columns,
    shown: asked.length > 0 ? asked.map(({ name }) => name) : shown,
    notes: (notes) => notesBelow(notes, details),
  };
}

/** A name that leads nowhere, and says little. */
const SANDBOX_HOST = 'sandbox.invalid';

/**
 * What people call the server at an address; `undefined` for what is no address. The host alone: who gets a page has no use
 * for the path, and none for what a base URL may hold besides.
 */
export function hostName(baseUrl: string): string | undefined {
  if (!URL.canParse(baseUrl)) return undefined;
  const { host } = new URL(baseUrl);
  return host.endsWith(SANDBOX_HOST) ? 'the sandbox' : host;
}
