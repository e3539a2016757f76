/**
 * Builds the table of lifecycles from three readers of the providers' deprecation pages. Where they disagree the first
 * that has the model counts; docs/lifecycle.md lists where and why.
 */
import { litellmRows } from './litellm.mjs';
import { PROVIDERS } from './providers.mjs';

/** The first reader's names of providers, in this project's terms. */
const RETIRE_PROVIDERS = {
  anthropic: 'anthropic',
  'aws-bedrock': 'bedrock',
  cohere: 'cohere',
  'google-gemini-api': 'gemini',
  'google-vertex-ai': 'vertex',
  mistral: 'mistral',
  openai: 'openai',
};

/** Where the first reader has no page of a provider: the one on which the provider announces ends. */
const PAGES = {
  azure: 'https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements',
  cerebras: 'https://inference-docs.cerebras.ai/support/deprecation',
  deepseek: 'https://api-docs.deepseek.com/updates',
  groq: 'https://console.groq.com/docs/deprecations',
  together: 'https://docs.together.ai/docs/deprecations',
  xai: 'https://docs.x.ai/docs/models',
};

/** Their pages date the end "no earlier than", so that a day to come is no firm one when a dataset has it bare. */
const EARLIEST = ['azure', 'gemini'];

/** Models of 2020 that no reader has, from OpenAI's own page (`own` below says which reading). */
const LEGACY = {
  ada: 'babbage-002',
  babbage: 'babbage-002',
  curie: 'davinci-002',
  davinci: 'davinci-002',
};
export const OWN = { name: 'openai', version: 'deprecations page', date: '2023-09-22' };

/** The first reader says of some days that they are the earliest possible ones, in a note. */
const SAYS_EARLIEST = /earliest possible/i;

/** @typedef {{ status?: string, announced?: string, end?: string, earliest?: string, by?: string }} Values */
/** @typedef {Record<string, Values>} Row the values by who says them */

/**
 * @param {{ 'bydtech-model-retire': { data: any }, depdesk: { data: any }, litellm: { data: any, date: string } }} sources
 * @returns {{ pages: Record<string, { url: string, checked: string }>, models: Record<string, Record<string, Row>> }}
 */
export function buildLifecycle(sources) {
  const pages = {};
  const models = {};
  readRetire(sources['bydtech-model-retire'].data.models, pages, models);
  readDepdesk(sources.depdesk.data.models, models);
  readLitellm(sources.litellm, models);
  for (const [id, by] of Object.entries(LEGACY))
    put(models, 'openai', id, OWN.name, { status: 'retired', announced: '2023-07-06', end: '2024-01-04', by });
  for (const provider of Object.keys(models)) if (PAGES[provider]) pages[provider] ??= { url: PAGES[provider] };
  return {
    pages: sorted(pages),
    models: Object.fromEntries(Object.entries(sorted(models)).map(([name, rows]) => [name, sorted(rows)])),
  };
}

function readRetire(rows, pages, models) {
  for (const row of rows) {
    const provider = RETIRE_PROVIDERS[row.provider];
    if (!provider) throw new Error(`bydtech-model-retire has a provider that this script does not: ${row.provider}`);
    const page = { url: row.source, checked: row.checked };
    pages[provider] ??= page;
    if (pages[provider].url !== page.url || pages[provider].checked !== page.checked)
      throw new Error(`bydtech-model-retire has two pages of ${provider}: ${pages[provider].url}, ${page.url}`);
    const values = valuesOf(row, SAYS_EARLIEST.test(row.note ?? ''));
    for (const id of [row.id, ...(row.aliases ?? [])])
      put(models, provider, fineTuned(id), 'bydtech-model-retire', values);
  }
}

/** Its active models have the day before which they stay; what the first reader has is only filled up. */
function readDepdesk(rows, models) {
  for (const row of rows) {
    const known = models[row.provider]?.[row.id];
    if (known) {
      const first = known['bydtech-model-retire'];
      const more = {
        ...(!first.announced && row.deprecated_on && { announced: row.deprecated_on }),
        ...(!first.by && row.replacement && { by: row.replacement }),
      };
      if (Object.keys(more).length > 0) known.depdesk = more;
    } else if (row.earliest_retirement)
      put(models, row.provider, row.id, 'depdesk', { status: 'active', earliest: row.earliest_retirement });
    else put(models, row.provider, row.id, 'depdesk', valuesOf(row, false));
  }
}

/** Only for models that no other reader has: it gives a day and no more, now and then that of the announcement. */
function readLitellm({ data, date }, models) {
  for (const [provider, names] of Object.entries(PROVIDERS))
    for (const [id, row] of litellmRows(data, names)) {
      const end = row.deprecation_date;
      if (models[provider]?.[id]) continue;
      if (!/^\d{4}-\d\d-\d\d$/.test(end)) {
        // The Gemini API goes on with models that Vertex AI ends.
        if (provider === 'gemini' && models.vertex?.[id]) put(models, provider, id, 'litellm', { status: 'active' });
        continue;
      }
      const isEarliest = EARLIEST.includes(provider) && end > date;
      put(models, provider, id, 'litellm', { status: 'deprecated', [isEarliest ? 'earliest' : 'end']: end });
    }
}

/**
 * Models that ended stay though a reader drops them: LiteLLM keeps only what can still be used.
 * @param {Record<string, Record<string, string>>} before @param {Record<string, Record<string, string>>} after
 * @param {string} date
 */
export function keepEnded(before, after, date) {
  const kept = {};
  for (const [provider, rows] of Object.entries(before))
    for (const [id, text] of Object.entries(rows)) {
      const [, end] = /^@litellm .*\bend=(\S+)/.exec(text) ?? [];
      if (end !== undefined && end <= date && !after[provider]?.[id]) {
        kept[provider] ??= {};
        kept[provider][id] = text;
      }
    }
  const all = new Set([...Object.keys(after), ...Object.keys(kept)]);
  return sorted(
    Object.fromEntries([...all].map((provider) => [provider, sorted({ ...after[provider], ...kept[provider] })])),
  );
}

function sorted(rows) {
  return Object.fromEntries(Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @returns {Values} */
function valuesOf(row, isEarliest) {
  return {
    status: row.status,
    ...(row.deprecated_on && { announced: row.deprecated_on }),
    ...(row.retires_on && { [isEarliest ? 'earliest' : 'end']: row.retires_on }),
    ...(row.replacement && { by: row.replacement }),
  };
}

/** `ft-gpt-4` means the models that were made from gpt-4: as their ids begin, `ft:gpt-4`. */
function fineTuned(id) {
  return id.replace(/^ft-/, 'ft:');
}

function put(models, provider, id, source, values) {
  models[provider] ??= {};
  models[provider][id] = { [source]: values };
}

/**
 * A row as text, which src/details/lifecycle.ts reads: words with a space between them. `@source` says who says what
 * follows; `by=` is the last, since what a provider recommends may be several words.
 * @param {Row} row @returns {string}
 */
export function writeLifecycle(row) {
  const [[first, values], ...rest] = Object.entries(row);
  const words = [`@${first}`, ...wordsOf(values)];
  let by = values.by && { source: first, text: values.by };
  for (const [source, more] of rest) {
    const added = wordsOf(more);
    if (added.length > 0) words.push(`@${source}`, ...added);
    if (more.by) by = { source, text: more.by };
  }
  const last = rest.filter(([, more]) => wordsOf(more).length > 0).at(-1)?.[0] ?? first;
  if (by) words.push(...(by.source === last ? [] : [`@${by.source}`]), `by=${by.text}`);
  const text = words.join(' ');
  if (!/^[\x20-\x7e]+$/.test(text) || /["\\]/.test(text))
    throw new Error(`a row that its form has no room for: ${text}`);
  return text;
}

function wordsOf({ status, announced, end, earliest }) {
  return [
    ...(status ? [status] : []),
    ...(announced ? [`announced=${announced}`] : []),
    ...(end ? [`end=${end}`] : []),
    ...(earliest ? [`earliest=${earliest}`] : []),
  ];
}
