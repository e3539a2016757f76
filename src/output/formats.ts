/** The registry of formats. Forgetting one is a compile error, and a run loads only the one it uses. */

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

/** Resolves the requested format: for people on a terminal, for programs in a pipe. */
export function resolveFormat(format: Format, isTerminal: boolean, one: boolean): ShownFormat {
  const forPeople = one ? 'card' : 'table';
  if (format === 'text') return forPeople;
  // Without a list to explore, fall back to the best format for a terminal.
  return format === 'auto' || format === 'explore' ? (isTerminal ? forPeople : 'json') : format;
}
