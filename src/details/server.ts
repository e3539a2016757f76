/**
 * What a server itself reports about a model: its id, limits, prices and capabilities, whatever it calls them; see
 * docs/details.md. One pass over the model's bytes finds all of it.
 */
import { decode } from '../json/bytes.ts';
import { jsonKindOf, type Range, readElements, readMembers, readString } from '../json/members.ts';
import { type Fields, ID_FIELDS, type Model, OWNER_FIELDS } from '../models/model.ts';
import { SHUTDOWN_FIELDS, shutdownAt } from '../models/shutdown.ts';
import { type Field, FieldReader, numberAt } from './fields.ts';
import { isDollars, PRICE_FIELD_PATHS, readPrices } from './server-prices.ts';
import {
  DETAIL_NAMES,
  type DetailName,
  type DetailValue,
  listed,
  numberOf,
  numeric,
  SERVER,
  textual,
} from './value.ts';

/** Where servers put token counts; the first usable one counts. */
const LIMITS = {
  context: [
    'context_length',
    'context_window',
    'max_context_length',
    'max_model_len',
    // What llama.cpp was started with, then what the model was trained with.
    'meta.n_ctx',
    'meta.n_ctx_train',
    'top_provider.context_length',
    'metadata.context_length',
    'dmr.context_window',
    // Novita; Poe; GitHub Copilot; Ark; Venice.
    'context_size',
    'context_window.context_length',
    'capabilities.limits.max_context_window_tokens',
    'token_limits.context_window',
    'model_spec.availableContextTokens',
  ],
  max_input: [
    'max_input_tokens',
    'limits.max_input_tokens',
    // Gemini; GitHub Copilot; Ark; LiteLLM.
    'inputTokenLimit',
    'capabilities.limits.max_prompt_tokens',
    'token_limits.max_input_token_length',
    'model_info.max_input_tokens',
  ],
  max_output: [
    'max_output_tokens',
    'limits.max_output_tokens',
    'max_completion_tokens',
    'top_provider.max_completion_tokens',
    'max_tokens',
    'metadata.max_tokens',
    'outputTokenLimit',
    'context_window.max_output_tokens',
    'capabilities.limits.max_output_tokens',
    'token_limits.max_output_token_length',
    'model_spec.maxCompletionTokens',
    'model_info.max_output_tokens',
  ],
} as const;

const LISTS = {
  input_modalities: [
    'architecture.input_modalities',
    'modalities.input',
    'modalities.input_modalities',
    'supported_input_modalities',
    'input_modalities',
  ],
  output_modalities: [
    'architecture.output_modalities',
    'modalities.output',
    'modalities.output_modalities',
    'supported_output_modalities',
    'output_modalities',
  ],
  endpoints: ['supported_endpoint_types', 'supported_methods', 'supported_endpoints'],
} as const;

const fields = new FieldReader();

const ID_FIELD_PATHS = ID_FIELDS.map((name) => fields.add(name));
const OWNER_FIELD_PATHS = OWNER_FIELDS.map((name) => fields.add(name));
const DETAILS = fields.add('details');
const TYPE = fields.add('type');
/** A model with no field after these has nothing but its name. */
const LAST_OF_NAME = TYPE.outer;
const SHUTDOWN_FIELD_PATHS = SHUTDOWN_FIELDS.map((path) => fields.add(path));
const LAST_OF_SHUTDOWN = SHUTDOWN_FIELD_PATHS.at(-1)?.outer as number;

/** The highest field number that the opened model has. */
let highest = -1;

const places = (names: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(names).map(([name, paths]) => ({
    number: numberOf(name as DetailName),
    places: paths.map((path) => fields.add(path)),
  }));

const LIMIT_FIELD_PATHS = places(LIMITS);
const LIST_FIELD_PATHS = places(LISTS);
const KNOWLEDGE_FIELD_PATHS = ['knowledge_cutoff', 'knowledge'].map((path) => fields.add(path));
const PRICES = PRICE_FIELD_PATHS.map((path) => fields.add(path));
const PROPERTIES = fields.add('properties');
/** `deprecation_replacement_model` is Mistral's. */
const REPLACEMENTS = ['deprecation_replacement_model', 'replacement', 'replaced_by', 'replacement_model'].map((path) =>
  fields.add(path),
);
/** Words for a state: Ark's `status`, Azure's `lifecycle_status`. Flags: Bifrost, Cohere. */
const STATES = ['status', 'lifecycle_status'].map((path) => fields.add(path));
const DEPRECATED = ['is_deprecated', 'deprecated'].map((path) => fields.add(path));
const STATE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:shutdown|shut[ _-]?down|retired|sunset|offline|discontinued|end[ _-]of[ _-]life|eol)$/i, 'retired'],
  [/^(?:retiring|deprecated|deprecating|legacy|sunsetting)$/i, 'deprecated'],
];
const CURRENCY = fields.add('currency');

const CONTEXT = numberOf('context');
const OUTPUTS = numberOf('output_modalities');
const KNOWLEDGE = numberOf('knowledge');
const SHUTDOWN = numberOf('shutdown_date');
const STATUS = numberOf('status');
const REPLACEMENT = numberOf('replacement');

/** Word lists read before, by their JSON text: servers repeat the same few. */
const lists = new Map<string, DetailValue | undefined>();
const MAX_CACHED = 1000;

export interface ServerDetails {
  values: readonly (DetailValue | undefined)[];
  /** Whether the server says that no shutdown is announced. */
  isNotShuttingDown: boolean;
}

/** Fields that tell more about a model than its name. */
const INFORMATIVE_FIELDS = new Set(fields.namesAfter(LAST_OF_NAME));

/** Whether a model with these fields has nothing but its name; `says` checks the same in the bytes. */
export function hasOnlyName(own: Fields): boolean {
  for (const name in own) if (INFORMATIVE_FIELDS.has(name)) return false;
  return true;
}

/** The model opened last. Only one is open at a time: its values hold until the next `open`. */
export const SERVER_DETAILS = {
  open({ bytes, start, end }: Model): void {
    highest = fields.open(bytes, start, end);
  },

  /** Read from the same fields as in `Model`. */
  get id(): string | undefined {
    return first(ID_FIELD_PATHS, wordAt);
  },

  get owner(): string | undefined {
    return first(OWNER_FIELD_PATHS, wordAt);
  },

  /** Whether the model has its own `details` field. */
  get isDetailed(): boolean {
    return fields.has(DETAILS);
  },

  /** Whether the server gives nothing but the name, the name and a shutdown date, or more. */
  get says(): 'nothing' | 'shutdown' | 'more' {
    if (highest <= LAST_OF_NAME) return 'nothing';
    return highest <= LAST_OF_SHUTDOWN ? 'shutdown' : 'more';
  },

  /** As `shutdownOf` has it. */
  get shutdown(): string | null | undefined {
    return readShutdown(fields, SHUTDOWN_FIELD_PATHS);
  },

  /** The values of the model's own fields. */
  get details(): ServerDetails {
    return readDetails(fields.bytes);
  },
};

function wordAt(range: Range): string | undefined {
  return jsonKindOf(fields.bytes, range) === 'string' ? readString(fields.bytes, range) || undefined : undefined;
}

function readDetails(bytes: Uint8Array): ServerDetails {
  const values: (DetailValue | undefined)[] = new Array(DETAIL_NAMES.length).fill(undefined);
  for (const { number, places } of LIMIT_FIELD_PATHS) {
    const tokens = first(places, tokensAt);
    if (tokens !== undefined) values[number] = numeric(tokens, SERVER);
  }
  if (!values[CONTEXT]) {
    const tokens = cloudflareContext();
    if (tokens !== undefined) values[CONTEXT] = numeric(tokens, SERVER);
  }
  for (const { number, places } of LIST_FIELD_PATHS) values[number] = first(places, listAt);
  const outputs = values[OUTPUTS]?.json;
  const currency = fields.at(CURRENCY);
  for (const place of currency && !isDollars(bytes, currency) ? [] : PRICES) {
    const range = fields.at(place);
    if (range && readPrices(bytes, range, () => outputs ?? typeAt(fields.at(TYPE)), values)) break;
  }
  const knowledge = first(KNOWLEDGE_FIELD_PATHS, dateAt);
  if (knowledge !== undefined) values[KNOWLEDGE] = textual(knowledge, SERVER);
  const shutdown = readShutdown(fields, SHUTDOWN_FIELD_PATHS);
  if (shutdown) values[SHUTDOWN] = textual(shutdown, SERVER);
  const status = first(STATES, stateAt) ?? first(DEPRECATED, flagAt);
  if (status !== undefined) values[STATUS] = textual(status, SERVER);
  const replacement = first(REPLACEMENTS, wordAt);
  if (replacement !== undefined) values[REPLACEMENT] = textual(replacement, SERVER);
  return { values, isNotShuttingDown: shutdown === null };
}

function first<T>(places: readonly Field[], read: (range: Range) => T | undefined): T | undefined {
  for (const place of places) {
    const range = fields.at(place);
    const found = range && read(range);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A token count above 0, as written: 0 and -1 mean "unknown". */
function tokensAt(range: Range): string | undefined {
  const text = numberAt(fields.bytes, range);
  const tokens = Number(text);
  return text !== undefined && tokens > 0 && Number.isFinite(tokens) && !/^0\d/.test(text) ? text : undefined;
}

/** The strings of a list; `undefined` if there are none. */
function listAt(range: Range): DetailValue | undefined {
  const { bytes } = fields;
  const text = decode(bytes, range.start, range.end);
  if (lists.has(text)) return lists.get(text);
  const elements = jsonKindOf(bytes, range) === 'array' ? readElements(bytes, range) : [];
  const words = elements.filter((one) => jsonKindOf(bytes, one) === 'string').map((one) => readString(bytes, one));
  const found = words.length > 0 ? listed(words, SERVER) : undefined;
  if (lists.size < MAX_CACHED) lists.set(text, found);
  return found;
}

/** `2024-06` or `2024-06-01`. */
function dateAt(range: Range): string | undefined {
  const text = jsonKindOf(fields.bytes, range) === 'string' ? readString(fields.bytes, range) : '';
  return /^\d{4}(?:-\d{2}){0,2}$/.test(text) ? text : undefined;
}

/** The status that a word stands for; `undefined` for unrelated words such as `succeeded`. */
function stateAt(range: Range): string | undefined {
  const word = wordAt(range);
  return word === undefined ? undefined : STATE_WORDS.find(([pattern]) => pattern.test(word))?.[1];
}

function flagAt(range: Range): string | undefined {
  return decode(fields.bytes, range.start, range.end) === 'true' ? 'deprecated' : undefined;
}

/** The output modalities that the type implies, as JSON text. */
function typeAt(range: Range | undefined): string {
  const type = range && jsonKindOf(fields.bytes, range) === 'string' ? readString(fields.bytes, range) : '';
  return ['chat', 'language', 'code'].includes(type) ? '["text"]' : '[]';
}

/** Cloudflare: `"properties": [{"property_id": "context_window", "value": "8192"}]`. */
function cloudflareContext(): string | undefined {
  const list = fields.at(PROPERTIES);
  if (!list || jsonKindOf(fields.bytes, list) !== 'array') return undefined;
  for (const property of readElements(fields.bytes, list)) {
    const members = readMembers(fields.bytes, property);
    const [id, value] = ['property_id', 'value'].map((name) => members.find(({ key }) => key === name));
    if (id && value && jsonKindOf(fields.bytes, id) === 'string' && readString(fields.bytes, id) === 'context_window')
      return tokensAt(value);
  }
  return undefined;
}

// The day a server says that a model will be gone.

const DAY = 86_400;

/**
 * The day as `YYYY-MM-DD`, in UTC. `null` if the server has a field for it that is null; `undefined` if it has no such
 * date at all.
 */
export function readShutdown(fields: FieldReader, places: readonly Field[]): string | null | undefined {
  let silent: null | undefined;
  for (const place of places) {
    const range = fields.at(place);
    if (!range) continue;
    if (jsonKindOf(fields.bytes, range) === 'null') silent = null;
    else {
      const seconds = shutdownAt(fields.bytes, range);
      if (seconds !== undefined) return new Date(Math.floor(seconds / DAY) * DAY * 1000).toISOString().slice(0, 10);
    }
  }
  return silent;
}
