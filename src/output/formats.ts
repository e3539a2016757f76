/** The registry of formats: forgetting one does not compile, and a run loads only the one it uses. */

import type { Format, ShownFormat } from '../spec/formats.ts';
import type { Renderer } from './renderer.ts';

const LOADERS = {
  table: async () => (await import('./columns.ts')).tableRenderer,
  card: async () => (await import('./cards.ts')).cardRenderer,
  pretty: async () => (await import('./cards.ts')).prettyRenderer,
  json: async () => (await import('./json.ts')).jsonRenderer,
  jsonl: async () => (await import('./json.ts')).jsonLinesRenderer,
  raw: async () => (await import('./json.ts')).rawRenderer,
  yaml: async () => (await import('./yaml.ts')).yamlRenderer,
  csv: async () => (await import('./columns.ts')).csvRenderer,
  tsv: async () => (await import('./columns.ts')).tsvRenderer,
  markdown: async () => (await import('./columns.ts')).markdownRenderer,
  html: async () => (await import('./html.ts')).htmlRenderer,
} as const satisfies Record<ShownFormat, () => Promise<Renderer>>;

/** The renderer of a format. */
export function loadRenderer(format: ShownFormat): Promise<Renderer> {
  return LOADERS[format]();
}

/** What a format asked for means here: on a terminal people read, in a pipe programs do. */
export function showFormat(format: Format, isTerminal: boolean, one: boolean): ShownFormat {
  const forPeople = one ? 'card' : 'table';
  if (format === 'text') return forPeople;
  // Where there is no list to explore, the best that a terminal can have.
  return format === 'auto' || format === 'explore' ? (isTerminal ? forPeople : 'json') : format;
}
