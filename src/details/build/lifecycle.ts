/**
 * Builds the lifecycle table from three readers of the providers' deprecation pages. Where they disagree, the first one
 * that has the model wins; docs/lifecycle.md lists where and why.
 */
import type { LifecycleFile } from '../lifecycle.ts';
import { type LitellmData, litellmEnd, litellmRows, PROVIDERS } from './litellm.ts';
import { isRowText } from './row.ts';

/** A reader's newest release. `date` is the day its data is current as of, `YYYY-MM-DD`. */
export interface Release {
  version: string;
  date: string;
  /** Its data file, parsed. */
  data: unknown;
}

export const READERS = ['bydtech-model-retire', 'depdesk', 'litellm'] as const;

export type Reader = (typeof READERS)[number];

/** The first reader's provider names, mapped to this project's. */
const RETIRE_PROVIDERS = new Map([
  ['anthropic', 'anthropic'],
  ['aws-bedrock', 'bedrock'],
  ['cohere', 'cohere'],
  ['google-gemini-api', 'gemini'],
  ['google-vertex-ai', 'vertex'],
  ['mistral', 'mistral'],
  ['openai', 'openai'],
]);

/** The page on which a provider announces shutdowns, for providers the first reader has no page for. */
const PAGES: Readonly<Record<string, string>> = {
  azure: 'https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements',
  cerebras: 'https://inference-docs.cerebras.ai/support/deprecation',
  deepseek: 'https://api-docs.deepseek.com/updates',
  groq: 'https://console.groq.com/docs/deprecations',
  together: 'https://docs.together.ai/docs/deprecations',
  xai: 'https://docs.x.ai/docs/models',
};

/** Their pages date a shutdown "no earlier than", so a bare future date in a dataset is not firm. */
const EARLIEST = ['azure', 'gemini'];

/** Models of 2020 that no reader has, from OpenAI's own page (`OWN` has the version and date). */
const LEGACY: Readonly<Record<string, string>> = {
  ada: 'babbage-002',
  babbage: 'babbage-002',
  curie: 'davinci-002',
  davinci: 'davinci-002',
};
const OWN = { name: 'openai', version: 'deprecations page', date: '2023-09-22' };

/** The first reader marks some dates as the earliest possible ones in a note. */
const SAYS_EARLIEST = /earliest possible/i;

interface Values {
  status?: string | undefined;
  announced?: string | undefined;
  end?: string | undefined;
  earliest?: string | undefined;
  by?: string | undefined;
}

/** The values by source, the one that counts first. */
type SourceValues = Map<string, Values>;
type Pages = Record<string, { url: string; checked?: string }>;

/** Maps, because a file may name a provider or a model `__proto__`. */
class Models {
  readonly rows = new Map<string, Map<string, SourceValues>>();

  of(provider: string, id: string): SourceValues | undefined {
    return this.rows.get(provider)?.get(id);
  }

  put(provider: string, id: string, source: string, values: Values): void {
    const rows = this.rows.get(provider) ?? new Map<string, SourceValues>();
    this.rows.set(provider, rows.set(id, new Map([[source, values]])));
  }
}

/**
 * Rebuilds the table from the readers' newest releases; for a reader without one, its rows in `current` stay. Models
 * that the newest LiteLLM drops because they ended stay too.
 * @returns `skipped`: what could not be used, one line each
 * @throws Error for data of another shape
 */
export function buildLifecycle(
  current: LifecycleFile,
  releases: Partial<Record<Reader, Release>>,
): { file: LifecycleFile; skipped: string[] } {
  const skipped: string[] = [];
  const { 'bydtech-model-retire': retire, depdesk, litellm } = releases;
  const models = new Models();
  const pages: Pages = retire
    ? readRetire(retire.data, models, skipped)
    : keepReader('bydtech-model-retire', current, models);
  if (depdesk) readDepdesk(depdesk.data, models);
  else keepDepdesk(current, models);
  if (litellm) readEnds(litellm, models);
  else keepReader('litellm', current, models);
  for (const [id, by] of Object.entries(LEGACY))
    models.put('openai', id, OWN.name, { status: 'retired', announced: '2023-07-06', end: '2024-01-04', by });
  for (const [provider, url] of Object.entries(PAGES)) if (models.rows.has(provider)) pages[provider] ??= { url };
  const sources: Record<string, { version: string; date: string }> = {};
  for (const reader of READERS) {
    const { version, date } = releases[reader] ?? current.sources[reader] ?? {};
    if (version !== undefined && date !== undefined) sources[reader] = { version, date };
  }
  sources[OWN.name] = { version: OWN.version, date: OWN.date };
  const rows = writeModels(models, skipped);
  return {
    file: {
      sources,
      pages: sorted(pages),
      models: litellm ? mergeEnded(current.models, rows, litellm.date) : rows,
    },
    skipped,
  };
}

type RawRow = Readonly<Record<string, unknown>>;

function rowsIn(data: unknown): readonly RawRow[] {
  const rows = isObject(data) ? data.models : undefined;
  if (!Array.isArray(rows) || !rows.every(isObject)) throw new Error('it has no list of models');
  return rows;
}

function isObject(value: unknown): value is RawRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readRetire(data: unknown, models: Models, skipped: string[]): Pages {
  const pages = new Map<string, { url: string; checked: string }>();
  for (const row of rowsIn(data)) {
    const provider = RETIRE_PROVIDERS.get(textOf(row.provider) ?? '');
    const [id, url, checked] = [textOf(row.id), textOf(row.source), textOf(row.checked)];
    if (provider === undefined) skipped.push(`bydtech-model-retire has a provider that is not known: ${row.provider}`);
    if (provider === undefined || id === undefined || url === undefined || checked === undefined) continue;
    const page = pages.get(provider) ?? { url, checked };
    pages.set(provider, page);
    if (page.url !== url || page.checked !== checked)
      skipped.push(`bydtech-model-retire has two pages of ${provider}: ${page.url}, ${url}`);
    const values = valuesOf(row, SAYS_EARLIEST.test(textOf(row.note) ?? ''));
    const aliases = Array.isArray(row.aliases) ? row.aliases.flatMap((alias) => textOf(alias) ?? []) : [];
    for (const name of [id, ...aliases]) models.put(provider, fineTuned(name), 'bydtech-model-retire', values);
  }
  return Object.fromEntries(pages);
}

/** Its active models have the earliest day they may go. Models that the first reader has are only filled in. */
function readDepdesk(data: unknown, models: Models): void {
  for (const row of rowsIn(data)) {
    const [provider, id] = [textOf(row.provider), textOf(row.id)];
    if (provider === undefined || id === undefined) continue;
    const known = models.of(provider, id);
    const earliest = textOf(row.earliest_retirement);
    const values = valuesOf(row, false);
    if (known) fill(known, values);
    else models.put(provider, id, 'depdesk', earliest === undefined ? values : { status: 'active', earliest });
  }
}

function fill(known: SourceValues, { announced, by }: Values): void {
  const first = known.get('bydtech-model-retire') ?? {};
  const more = { ...(!first.announced && announced && { announced }), ...(!first.by && by && { by }) };
  if (Object.keys(more).length > 0) known.set('depdesk', more);
}

function keepDepdesk(current: LifecycleFile, models: Models): void {
  for (const { provider, id, sayings } of sayingsIn(current)) {
    const values = sayings.get('depdesk');
    const known = models.of(provider, id);
    if (values && known) fill(known, values);
    else if (values?.status !== undefined) models.put(provider, id, 'depdesk', values);
  }
}

/** Only for models that no other reader has: LiteLLM gives a date only, and at times that is the announcement's. */
function readEnds({ data, date }: Release, models: Models): void {
  for (const provider of Object.keys(PROVIDERS))
    for (const [id, row] of litellmRows(litellmData(data), provider)) {
      const end = litellmEnd(row);
      if (models.of(provider, id)) continue;
      if (end === undefined) {
        // The Gemini API keeps models that Vertex AI ends.
        if (provider === 'gemini' && models.of('vertex', id)) models.put(provider, id, 'litellm', { status: 'active' });
        continue;
      }
      const isEarliest = EARLIEST.includes(provider) && end > date;
      models.put(provider, id, 'litellm', { status: 'deprecated', [isEarliest ? 'earliest' : 'end']: end });
    }
}

/** @throws Error for data of another shape */
export function litellmData(data: unknown): LitellmData {
  const isTable = (value: unknown): value is LitellmData => isObject(value) && Object.values(value).every(isObject);
  if (!isTable(data)) throw new Error('it has no rows of models');
  return data;
}

/** Keeps the rows whose first source is `reader`, unless another reader already has them. */
function keepReader(reader: Reader, current: LifecycleFile, models: Models): Pages {
  for (const { provider, id, sayings } of sayingsIn(current)) {
    const [first] = sayings;
    if (first?.[0] === reader && !models.of(provider, id)) models.put(provider, id, reader, first[1]);
  }
  return { ...current.pages };
}

function* sayingsIn(current: LifecycleFile): Generator<{ provider: string; id: string; sayings: SourceValues }> {
  for (const [provider, rows] of Object.entries(current.models))
    for (const [id, text] of Object.entries(rows)) yield { provider, id, sayings: readLifecycle(text) };
}

type Rows = LifecycleFile['models'];

/** `after` plus the models only in `before` that ended by `date`: LiteLLM keeps only models that are still usable. */
export function mergeEnded(before: Rows, after: Rows, date: string): Rows {
  const all = new Map(Object.entries(after).map(([provider, rows]) => [provider, { ...rows }]));
  for (const [provider, rows] of Object.entries(before))
    for (const [id, text] of Object.entries(rows)) {
      const [, end] = /^@litellm .*\bend=(\S+)/.exec(text) ?? [];
      const own = all.get(provider) ?? {};
      if (end === undefined || end > date || Object.hasOwn(own, id)) continue;
      all.set(provider, { ...own, [id]: text });
    }
  return sorted(Object.fromEntries([...all].map(([provider, rows]) => [provider, sorted(rows)])));
}

function sorted<T>(rows: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function valuesOf(row: RawRow, isEarliest: boolean): Values {
  const [announced, day, by] = [textOf(row.deprecated_on), textOf(row.retires_on), textOf(row.replacement)];
  return {
    status: textOf(row.status) ?? 'deprecated',
    ...(announced && { announced }),
    ...(day && { [isEarliest ? 'earliest' : 'end']: day }),
    ...(by && { by }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `ft-gpt-4` means models fine-tuned from gpt-4, whose ids begin with `ft:gpt-4`. */
function fineTuned(id: string): string {
  return id.replace(/^ft-/, 'ft:');
}

function writeModels({ rows }: Models, skipped: string[]): Rows {
  const made = [...rows].map(([provider, ids]): [string, Record<string, string>] => {
    const texts = [...ids].flatMap(([id, sayings]): [string, string][] => {
      const text = writeLifecycle(sayings);
      if (text === undefined) skipped.push(`a row has no room for what is said of ${provider}/${id}`);
      return text === undefined ? [] : [[id, text]];
    });
    return [provider, sorted(Object.fromEntries(texts))];
  });
  return sorted(Object.fromEntries(made));
}

/**
 * A row as text, which ../lifecycle.ts reads: words separated by spaces. `@source` names the source of what follows;
 * `by=` comes last because a recommendation may be several words. `undefined` if the row format has no room for it.
 */
function writeLifecycle(sayings: SourceValues): string | undefined {
  const words: string[] = [];
  let last: string | undefined;
  let by: { source: string; text: string } | undefined;
  for (const [source, values] of sayings) {
    const sourceWords = wordsOf(values);
    if (sourceWords.length > 0) {
      words.push(`@${source}`, ...sourceWords);
      last = source;
    }
    if (values.by) by = { source, text: values.by };
  }
  if (by) words.push(...(by.source === last ? [] : [`@${by.source}`]), `by=${by.text}`);
  const text = words.join(' ');
  return isRowText(text) ? text : undefined;
}

function wordsOf({ status, announced, end, earliest }: Values): string[] {
  return [
    ...(status ? [status] : []),
    ...(announced ? [`announced=${announced}`] : []),
    ...(end ? [`end=${end}`] : []),
    ...(earliest ? [`earliest=${earliest}`] : []),
  ];
}

/** Reads what `writeLifecycle` wrote. */
function readLifecycle(text: string): SourceValues {
  const [facts = '', by] = text.split(/(?:^| )by=(.*)/);
  const sayings: SourceValues = new Map();
  let values: Values = {};
  for (const word of facts.split(' ')) {
    const at = word.indexOf('=');
    if (word.startsWith('@')) {
      values = sayings.get(word.slice(1)) ?? {};
      sayings.set(word.slice(1), values);
    } else if (at < 0) values.status = word;
    else values[word.slice(0, at) as 'announced' | 'end' | 'earliest'] = word.slice(at + 1);
  }
  if (by !== undefined) values.by = by;
  return sayings;
}
