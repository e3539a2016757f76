/** The named columns, in the order of help. Any field and any GJSON path is a column too. */
import type { ColumnSpec } from './types.ts';

export const COLUMNS = {
  id: { hint: 'the model id' },
  owned_by: { hint: 'owner', aliases: ['owner'] },
  name: { hint: 'display name from the server' },
  kind: { hint: 'chat, reasoning, embedding, audio, image, fine-tuned ...' },
  created: { hint: 'when it was created' },
  age: { hint: 'time since then; in whole days in csv, tsv and markdown' },
  base: { hint: 'base model of a fine-tuned model' },
  shutdown: { hint: 'when it shuts down', details: true },
  shutdown_source: { hint: 'where that comes from: the server or the dataset, for it or its base', details: true },
  shutdown_date: { hint: "the server's shutdown_date field, as sent" },
  context: { hint: 'context window in tokens', details: true },
  max_input: { hint: 'maximum input tokens', details: true },
  max_output: { hint: 'maximum output tokens', details: true },
  input_price: { hint: 'US dollars per million input tokens', aliases: ['$/m_in'], details: true },
  cached_input_price: {
    hint: 'US dollars per million cached input tokens',
    aliases: ['$/m_cached'],
    details: true,
  },
  output_price: { hint: 'US dollars per million output tokens', aliases: ['$/m_out'], details: true },
  modalities: { hint: 'input and output types', details: true },
  input_modalities: { hint: 'input types: text, image, audio ...', details: true },
  output_modalities: { hint: 'output types', details: true },
  endpoints: { hint: 'API endpoints that accept it', details: true },
  knowledge: { hint: 'knowledge cutoff', details: true },
  status: { hint: 'active, deprecated (shutdown announced) or retired', details: true },
  replacement: { hint: 'what the provider recommends instead', details: true },
  replacement_source: { hint: "the provider's page that announces it", details: true },
  source: { hint: 'the source it came from, if there are several' },
  cost: { hint: 'US dollars for --tokens IN:OUT at these prices', details: true },
} as const satisfies Record<string, ColumnSpec>;

export type ColumnName = keyof typeof COLUMNS;

export const COLUMN_NAMES = Object.keys(COLUMNS) as readonly ColumnName[];

/** The column with this name or alias, or `undefined` if it is not a named one. */
export function columnNamed(name: string): ColumnName | undefined {
  const lower = name.trim().toLowerCase().replace(/[ -]/g, '_');
  return COLUMN_NAMES.find((column) => {
    const { aliases }: ColumnSpec = COLUMNS[column];
    return column === lower || aliases?.includes(lower);
  });
}

/** Whether a column needs the details. */
export function needsDetails(name: ColumnName): boolean {
  const { details }: ColumnSpec = COLUMNS[name];
  return details ?? false;
}
