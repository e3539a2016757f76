/** What a server itself says of a model's limits, prices and abilities, whatever it calls them; see docs/servers.md. */
import type { Model } from '../models/model.ts';
import { type FieldPath, Fields } from './fields.ts';
import { readPrices } from './server-prices.ts';
import { SHUTDOWN_FIELDS, shutdownOf } from './shutdown.ts';
import { type DetailName, listed, numeric, SERVER, textual, type Value } from './value.ts';

/** Where servers write a number of tokens, the first that is there counts. */
const LIMITS: readonly (readonly [DetailName, readonly FieldPath[]])[] = [
  [
    'context',
    [
      ['context_length'],
      ['context_window'],
      ['max_context_length'],
      ['max_model_len'],
      // What llama.cpp was started with, and what the model was trained for.
      ['meta', 'n_ctx'],
      ['meta', 'n_ctx_train'],
      ['top_provider', 'context_length'],
      ['metadata', 'context_length'],
      ['dmr', 'context_window'],
    ],
  ],
  ['max_input', [['max_input_tokens'], ['limits', 'max_input_tokens']]],
  [
    'max_output',
    [
      ['max_output_tokens'],
      ['limits', 'max_output_tokens'],
      ['max_completion_tokens'],
      ['top_provider', 'max_completion_tokens'],
      ['max_tokens'],
      ['metadata', 'max_tokens'],
    ],
  ],
];

const LISTS: readonly (readonly [DetailName, readonly FieldPath[]])[] = [
  [
    'input_modalities',
    [
      ['architecture', 'input_modalities'],
      ['modalities', 'input'],
      ['supported_input_modalities'],
      ['input_modalities'],
    ],
  ],
  [
    'output_modalities',
    [
      ['architecture', 'output_modalities'],
      ['modalities', 'output'],
      ['supported_output_modalities'],
      ['output_modalities'],
    ],
  ],
  ['endpoints', [['supported_endpoint_types'], ['supported_methods']]],
];

const KNOWLEDGE: readonly FieldPath[] = [['knowledge_cutoff'], ['knowledge']];

/** A model with none of these says nothing. */
const FIRST_NAMES: ReadonlySet<string> = new Set([
  ...[...LIMITS, ...LISTS].flatMap(([, paths]) => paths.map(([first]) => first as string)),
  ...KNOWLEDGE.map(([first]) => first as string),
  ...SHUTDOWN_FIELDS,
  'pricing',
  'properties',
]);

export interface ServerDetails {
  values: ReadonlyMap<DetailName, Value>;
  /** The server says that no shutdown is announced. */
  staysOn: boolean;
}

/** What the model's own fields say; `undefined` where that is nothing. */
export function readServer(model: Model): ServerDetails | undefined {
  if (!speaks(model)) return undefined;
  const fields = new Fields(model);
  const values = new Map<DetailName, Value>();
  for (const [name, paths] of LIMITS) {
    const tokens = first(paths, (path) => tokensIn(fields.number(path)));
    if (tokens !== undefined) values.set(name, numeric(tokens, SERVER));
  }
  if (!values.has('context')) {
    const tokens = tokensIn(cloudflareContext(fields));
    if (tokens !== undefined) values.set('context', numeric(tokens, SERVER));
  }
  for (const [name, paths] of LISTS) {
    const words = first(paths, (path) => fields.strings(path));
    if (words) values.set(name, listed(words, SERVER));
  }
  for (const [name, value] of readPrices(fields, values.get('output_modalities')?.json)) values.set(name, value);
  const knowledge = first(KNOWLEDGE, (path) => dateIn(fields.string(path)));
  if (knowledge !== undefined) values.set('knowledge', textual(knowledge, SERVER));
  const shutdown = shutdownOf(model);
  if (shutdown) values.set('shutdown_date', textual(shutdown, SERVER));
  const staysOn = shutdown === null;
  return values.size > 0 || staysOn ? { values, staysOn } : undefined;
}

function speaks(model: Model): boolean {
  for (const key of model.members.keys()) if (FIRST_NAMES.has(key)) return true;
  return false;
}

function first<T>(paths: readonly FieldPath[], read: (path: FieldPath) => T | undefined): T | undefined {
  for (const path of paths) {
    const found = read(path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A number above 0, as it was written: 0 and -1 stand for "not known". */
function tokensIn(text: string | undefined): string | undefined {
  return text !== undefined && Number(text) > 0 && Number.isFinite(Number(text)) && !/^0\d/.test(text)
    ? text
    : undefined;
}

/** `2024-06` or `2024-06-01`. */
function dateIn(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}(?:-\d{2}){0,2}$/.test(text) ? text : undefined;
}

/** Cloudflare: `"properties": [{"property_id": "context_window", "value": "8192"}]`. */
function cloudflareContext(fields: Fields): string | undefined {
  for (const range of fields.elements(['properties'])) {
    const members = fields.membersAt(range);
    const [id, value] = [members.get('property_id'), members.get('value')];
    if (id && value && fields.text(id) === 'context_window') return fields.numberAt(value);
  }
  return undefined;
}
