/**
 * Finds the table rows for a model id. Nothing is guessed: an id matches its own row, the row that a source names as
 * its target, or the row it derives from (a snapshot's family, a fine-tuned model's base). Each match records how it
 * was made and which values may be taken from it.
 */
import { baseOf } from '../models/id.ts';
import type { Provider } from '../servers/recognize.ts';
import { FIREWORKS, PREFIXES } from './prefixes.ts';
import type { DetailRow, Table } from './table.ts';
import { isPriced, numberOf, PRICE_NUMBERS } from './value.ts';

/**
 * - `exact`: the id has a row.
 * - `prefix`: it has a row without its provider's prefix (`openai/`, `models/`, `accounts/fireworks/models/`).
 * - `openai-id`: it is an OpenAI id on a server that is not OpenAI's, such as a gateway.
 * - `alias`: a source says which snapshot the id points to, and some values are that snapshot's.
 * - `snapshot`: only the snapshot's family has a row: limits and prices, never dates.
 * - `fine-tuned`: the row is for models fine-tuned from this base, or is the base's own.
 */
export type MatchStep = 'exact' | 'prefix' | 'openai-id' | 'alias' | 'snapshot' | 'fine-tuned';

/** A row and which values may be taken from it. */
export interface Layer {
  row: DetailRow;
  /** Set if the row describes this other model. */
  of: string | undefined;
  takes(number: number): boolean;
}

export interface Match {
  provider: string;
  /** The id of the row that was found first. */
  id: string;
  how: readonly MatchStep[];
  /** For a fine-tuned model, the id of its base. */
  base: string | undefined;
  /** Best first. */
  layers: readonly Layer[];
}

/** How the ids of OpenAI's own API models begin, excluding its published weights (gpt-oss). */
const OPENAI_ID =
  /^(?:gpt-(?:\d|audio|image|live|realtime|transcribe)|chatgpt-|o[1-9](?:-|$)|codex-mini|computer-use-|dall-e-|davinci-002|babbage-002|text-(?:embedding|moderation)-|omni-moderation-|tts-1|whisper-1|sora-)/;

const DATED = /-(?:\d{4}-\d{2}-\d{2}|\d{8})$/;
/** `-0613`, month and day. */
const SHORT_DATED = /-(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;

const LIMITS: readonly number[] = (['context', 'max_input', 'max_output'] as const).map(numberOf);

const takesAll = () => true;
const takesLimits = (number: number) => LIMITS.includes(number);
const takesNoPrices = (number: number) => !PRICE_NUMBERS.includes(number);
const takesLimitsAndPrices = (number: number) => takesLimits(number) || !takesNoPrices(number);

/** Finds the rows for an id on a server of the given provider. */
export function match(table: Table, provider: Provider, id: string): Match | undefined {
  if (provider === 'local') return undefined;
  if (provider !== undefined && table.hasProvider(provider)) return onProvider(table, provider, id);
  if (id.includes('/')) return onGateway(table, id);
  if (!OPENAI_ID.test(baseOf(id) ?? id)) return undefined;
  const found = matchFineTuned(table, 'openai', id);
  return found && { ...found, how: ['openai-id', ...otherSteps(found)] };
}

/** An id that names its provider. */
function onGateway(table: Table, id: string): Match | undefined {
  for (const [prefix, provider] of Object.entries(PREFIXES))
    if (id.startsWith(prefix))
      return prefixed(matchFineTuned(table, provider, withoutFireworks(provider, id.slice(prefix.length))));
  // Google publishes no weights called Gemini, so this is the API's model no matter who serves it.
  if (id.startsWith('google/gemini-')) return prefixed(matchFineTuned(table, 'gemini', id.slice('google/'.length)));
  if (id.startsWith(FIREWORKS)) return prefixed(matchFineTuned(table, 'fireworks', id.slice(FIREWORKS.length)));
  return undefined;
}

function onProvider(table: Table, provider: string, id: string): Match | undefined {
  const own = matchFineTuned(table, provider, id);
  if (own) return own;
  // All prefixes end in a slash.
  if (!id.includes('/')) return undefined;
  for (const prefix of prefixesOf(provider))
    if (id.startsWith(prefix)) {
      const found = matchFineTuned(table, provider, id.slice(prefix.length));
      if (found) return prefixed(found);
    }
  return undefined;
}

function prefixesOf(provider: string): string[] {
  return ['models/', FIREWORKS, ...Object.keys(PREFIXES).filter((prefix) => PREFIXES[prefix] === provider)];
}

function withoutFireworks(provider: string, id: string): string {
  return provider === 'fireworks' && id.startsWith(FIREWORKS) ? id.slice(FIREWORKS.length) : id;
}

function prefixed(found: Match | undefined): Match | undefined {
  return found && { ...found, how: ['prefix', ...otherSteps(found)] };
}

function otherSteps({ how }: Match): MatchStep[] {
  return how.filter((step) => step !== 'exact');
}

function matchFineTuned(table: Table, provider: string, id: string): Match | undefined {
  const base = baseOf(id);
  return base === undefined ? plain(table, provider, id) : fineTuned(table, provider, base);
}

/** An id with its own row, filled in from the snapshot it points to, or an id whose family has a row. */
function plain(table: Table, provider: string, id: string): Match | undefined {
  const row = table.row(provider, id);
  if (row) {
    const layers: Layer[] = [{ row, of: undefined, takes: takesAll }];
    const target = row.alias === undefined ? undefined : table.row(provider, row.alias);
    if (target) layers.push({ row: target, of: target.id, takes: takesAll });
    const how: MatchStep[] = target && addsValues(target, row) ? ['exact', 'alias'] : ['exact'];
    return { provider, id, how, base: undefined, layers };
  }
  const family = familyOf(provider, id);
  const known = family === undefined ? undefined : table.row(provider, family);
  if (!known) return undefined;
  const layers: Layer[] = [{ row: known, of: known.id, takes: takesLimitsAndPrices }];
  return { provider, id: known.id, how: ['snapshot'], base: undefined, layers };
}

/** Whether the target has a value that the row itself lacks; prices count together. */
function addsValues(target: DetailRow, row: DetailRow): boolean {
  const priced = isPriced(row.values);
  return target.values.some(
    (value, number) =>
      value !== undefined && row.values[number] === undefined && !(priced && PRICE_NUMBERS.includes(number)),
  );
}

/** The id without its snapshot date. */
function familyOf(provider: string, id: string): string | undefined {
  if (!/\d$/.test(id)) return undefined;
  const dated = DATED.test(id) ? DATED : provider === 'openai' && SHORT_DATED.test(id) ? SHORT_DATED : undefined;
  return dated && id.replace(dated, '');
}

/** Prices of fine-tuned models are in their own rows; everything else is as for the base. */
function fineTuned(table: Table, provider: string, base: string): Match | undefined {
  const ofBase = plain(table, provider, base);
  const isSnapshot = ofBase?.how.includes('snapshot') ?? false;
  // The family points to a different snapshot than the base.
  const target = isSnapshot ? undefined : ofBase?.layers[0]?.row.alias;
  const own = table.row(provider, `ft:${base}`);
  const aliased = own || target === undefined ? undefined : table.row(provider, `ft:${target}`);
  const tuned = own ?? aliased;
  const layers: Layer[] = (ofBase?.layers ?? []).map(({ row }) => ({
    row,
    of: row.id,
    takes: isSnapshot ? takesLimits : takesNoPrices,
  }));
  if (tuned) layers.unshift({ row: tuned, of: undefined, takes: takesAll });
  const first = layers[0];
  if (!first) return undefined;
  const how: MatchStep[] = ['fine-tuned'];
  if (aliased) how.push('alias');
  else if (!tuned && isSnapshot) how.push('snapshot');
  return { provider, id: first.row.id, how, base, layers };
}
