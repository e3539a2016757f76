/** The named columns, in the order of help. Any field and any GJSON path is a column too. */
import type { ColumnSpec } from './types.ts';

export const COLUMNS = {
  id: { hint: "the model's id" },
  owned_by: { hint: 'who owns it', aliases: ['owner'] },
  name: { hint: 'what the server calls it for people' },
  kind: { hint: 'chat, reasoning, embedding, audio, image, fine-tuned ...' },
  created: { hint: 'when it was made' },
  age: { hint: 'how long ago that was; in whole days in csv, tsv and markdown' },
  base: { hint: 'what a fine-tuned model was made from' },
  shutdown: { hint: 'when it goes away', details: true },
  shutdown_source: { hint: 'who says so: the server or the dataset, about it or its base', details: true },
  shutdown_date: { hint: 'the field as the server sent it' },
  context: { hint: 'context window in tokens', details: true },
  max_input: { hint: 'most tokens of input', details: true },
  max_output: { hint: 'most tokens of output', details: true },
  input_price: { hint: 'US dollars per million tokens of input', aliases: ['$/m_in'], details: true },
  cached_input_price: {
    hint: 'US dollars per million tokens of cached input',
    aliases: ['$/m_cached'],
    details: true,
  },
  output_price: { hint: 'US dollars per million tokens of output', aliases: ['$/m_out'], details: true },
  modalities: { hint: 'what goes in and comes out', details: true },
  input_modalities: { hint: 'what goes in: text, image, audio ...', details: true },
  output_modalities: { hint: 'what comes out', details: true },
  endpoints: { hint: 'API endpoints that accept it', details: true },
  knowledge: { hint: 'knowledge cutoff', details: true },
  status: { hint: 'active, deprecated (its end is announced) or retired', details: true },
  replacement: { hint: 'what the provider recommends instead', details: true },
  replacement_source: { hint: "the provider's page that says so", details: true },
  source: { hint: 'which of several sources it is from' },
  cost: { hint: 'US dollars for --tokens IN:OUT at its prices', details: true },
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
