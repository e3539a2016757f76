/** The details of one model on its card: values with units, prices by tier, and sources. */
import type { DetailName } from '../details/index.ts';
import type { ModelDetails } from '../details/model-details.ts';
import type { DetailValue } from '../details/value.ts';
import { alignDecimals, formatCount, formatPrice, groupDigits } from '../output/amounts.ts';
import type { CardRow, CardSection } from '../output/renderer.ts';
import { padEnd, padStart } from '../output/width.ts';

/** What is shown, in this order, with its unit. */
const ROWS: Readonly<Partial<Record<DetailName, (text: string) => string>>> = {
  context: tokens,
  max_input: tokens,
  max_output: tokens,
  input_price: perMillion,
  cached_input_price: perMillion,
  output_price: perMillion,
  input_modalities: formatList,
  output_modalities: formatList,
  endpoints: formatList,
  knowledge: (text) => `up to ${text}`,
  shutdown_date: (text) => text,
  status: (text) => text,
  earliest_shutdown_date: (text) => `not before ${text}`,
  replacement: (text) => text,
  replacement_source: (text) => text,
};

/** The model that replaces another. */
export interface Replacement {
  id: string;
  /** `input $2 -> $1.25`; `undefined` if nothing changes or nothing is known. */
  changes: string | undefined;
}

/**
 * `undefined` if nothing is known about the model. The main source is named once; values from other sources are marked.
 */
export function detailSection(found: ModelDetails, next?: Replacement): CardSection | undefined {
  const { source } = found;
  if (!source) return undefined;
  const others = new Map<string, string>();
  const markOf = ({ source: { name, date } }: DetailValue): string => {
    if (name === source.name) return '';
    const whole = date === undefined ? `the ${name}` : `${name}, ${date}`;
    const mark = others.get(whole) ?? '*'.repeat(others.size + 1);
    others.set(whole, mark);
    return mark;
  };
  const rows: CardRow[] = [];
  for (const [name, show] of Object.entries(ROWS) as [DetailName, (text: string) => string][]) {
    const value = found.get(name);
    // The server's own date is among the fields already.
    if (!value || (name === 'shutdown_date' && value.source.date === undefined)) continue;
    const note = value.of === undefined ? '' : `of ${value.of}`;
    rows.push({ label: `${name}${markOf(value)}`, text: show(value.text), note });
  }
  rows.push(...tierRows(found.text('price_tiers')));
  if (found.cost !== undefined)
    rows.push({ label: 'cost', text: `$${found.cost}`, note: 'for the tokens of --tokens' });
  if (next) {
    const changes = next.changes === undefined ? '' : `: ${next.changes}`;
    rows.push({ label: '', text: `Replaced by ${next.id}${changes}`, note: '', isFullWidth: true });
  }
  for (const [whole, mark] of others) rows.push({ label: mark, text: whole, note: '' });
  const named = source.date === undefined ? `the ${source.name}` : `${source.name}, ${source.date}`;
  return { title: `Details of ${found.matched ?? 'this model'} (${named})`, rows };
}

/** `batch >272000: 2.5/0.25/11.25`: the conditions, and the prices of input, cached input and output. */
const TIER = /^([^\s>]+)?\s*(?:>(\d+))?: ([\d.]*)\/([\d.]*)\/([\d.]*)$/;

/** The price tiers as a small table. */
function tierRows(text: string): CardRow[] {
  const tiers = text.split('; ').flatMap((tier) => {
    const [all, name, above, ...prices] = TIER.exec(tier) ?? [];
    if (all === undefined) return [];
    const when = [name, above === undefined ? '' : `>${formatCount(above)}`].filter(Boolean).join(' ');
    return [{ when, prices: prices.map((price) => (price === '' ? '-' : formatPrice(price))) }];
  });
  if (tiers.length === 0) return [];
  const columns = ['input', 'cached', 'output'].map((title, c) => {
    const cells = [title, ...alignDecimals(tiers.map(({ prices }) => prices[c] as string))];
    const room = Math.max(...cells.map((cell) => cell.length));
    return cells.map((cell) => padStart(cell, room));
  });
  const title = 'Tiers, $/M';
  const room = Math.max(...[title, ...tiers.map(({ when }) => when)].map(({ length }) => length));
  const line = (row: number) => columns.map((cells) => cells[row]).join('  ');
  const rows = tiers.map(({ when }, row): CardRow => {
    return { label: '', text: `${padEnd(when, room)}  ${line(row + 1)}`, note: '', isFullWidth: true };
  });
  return [{ label: '', text: `${padEnd(title, room)}  ${line(0)}`, note: '', isFullWidth: true }, ...rows];
}

function tokens(text: string): string {
  const [short, whole] = [formatCount(text), groupDigits(text)];
  const isExact = /^\d+$/.test(text) && Number(text) % 1000 === 0 && Number(text) < 1_000_000;
  return short === text || isExact ? `${short} tokens` : `${short} tokens (${whole})`;
}

function perMillion(text: string): string {
  const price = formatPrice(text);
  return price === 'free' ? price : `$${price} per million tokens`;
}

function formatList(text: string): string {
  return text.replaceAll(',', ', ');
}
