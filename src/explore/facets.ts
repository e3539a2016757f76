/**
 * Facets: what the models can be filtered by, with the number of models for each value. A model's values are read once;
 * after that, counting only walks over numbers.
 */
import type { Cell } from '../models/cell.ts';
import { type Column, type ColumnContext, namedColumn } from '../models/columns.ts';
import type { Model } from '../models/model.ts';
import type { ShutdownOf } from '../models/shutdown.ts';
import { DAY } from '../models/time.ts';

/** The chosen values, one or more for each facet present. A model passes if it has one of them in every facet. */
export type ChosenFacets = ReadonlyMap<string, ReadonlySet<string>>;

export interface FacetCount {
  facet: string;
  value: string;
  count: number;
  chosen: boolean;
}

interface Facet {
  name: string;
  /** A model's values; several if it has more than one. */
  values(model: Model): readonly string[];
  /** Values are listed in this order; without it, the most frequent come first. */
  order?: readonly string[];
}

const UNKNOWN = 'unknown';
/** Days ahead. */
const SOON = [30, 90, 365] as const;
const ENDS = [...SOON.map((days) => `within ${days} days`), 'later', 'passed', 'no date'];

/** @param several whether the models come from several sources */
export function facetsFor(knowledge: ColumnContext, several: boolean): Facet[] {
  const texts = (name: 'kind' | 'owned_by' | 'source' | 'status') => valuesOfColumn(namedColumn(name, knowledge));
  const price = namedColumn('input_price', knowledge);
  return [
    { name: 'kind', values: texts('kind') },
    ...(several ? [{ name: 'source', values: texts('source') }] : []),
    { name: 'owner', values: texts('owned_by') },
    { name: 'shutdown', values: (model) => [endOf(model, knowledge.shutdownOf, knowledge.now)], order: ENDS },
    { name: 'price', values: (model) => [priceOf(price.cell(model))], order: ['free', 'priced', UNKNOWN] },
    { name: 'takes', values: valuesOfColumn(namedColumn('input_modalities', knowledge)) },
    { name: 'gives', values: valuesOfColumn(namedColumn('output_modalities', knowledge)) },
    { name: 'status', values: texts('status') },
  ];
}

function valuesOfColumn(column: Column): Facet['values'] {
  return (model) => {
    const cell = column.cell(model);
    if (cell?.type === 'list') return cell.items.length > 0 ? cell.items : [UNKNOWN];
    return cell?.type === 'text' && cell.text !== '' ? [cell.text] : [UNKNOWN];
  };
}

function endOf(model: Model, shutdownOf: ShutdownOf, now: number): string {
  const end = shutdownOf(model)?.seconds;
  if (end === undefined) return 'no date';
  if (end < now) return 'passed';
  const days = SOON.find((most) => end - now <= most * DAY);
  return days === undefined ? 'later' : `within ${days} days`;
}

function priceOf(cell: Cell | undefined): string {
  if (cell?.type !== 'number') return UNKNOWN;
  return cell.value === 0 ? 'free' : 'priced';
}

/** The facet values of each model, filled in step by step. */
export class FacetTable {
  private readonly facets: readonly Facet[];
  /** For each facet, the distinct value lists, and for each model the index of its list. */
  private readonly valueLists: (readonly string[])[][];
  private readonly codes: number[][];
  private readonly known: Map<string, number>[];

  constructor(facets: readonly Facet[]) {
    this.facets = facets;
    this.valueLists = facets.map(() => []);
    this.codes = facets.map(() => []);
    this.known = facets.map(() => new Map());
  }

  /** How many models have been read. */
  get length(): number {
    return this.codes[0]?.length ?? 0;
  }

  add(model: Model): void {
    for (const [f, facet] of this.facets.entries()) {
      const values = facet.values(model);
      const key = values.join('\n');
      const known = this.known[f] as Map<string, number>;
      let code = known.get(key);
      if (code === undefined) {
        code = known.size;
        known.set(key, code);
        this.valueLists[f]?.push(values);
      }
      this.codes[f]?.push(code);
    }
  }

  /** The models at these positions that match the choice, in their order. */
  filter(positions: Uint32Array, chosen: ChosenFacets): Uint32Array {
    const tests = this.testsFor(chosen);
    return tests.length === 0 ? positions : positions.filter((position) => tests.every((test) => test(position)));
  }

  /** The values these models have, each counted with the choices in the other facets applied. */
  counts(positions: Uint32Array, chosen: ChosenFacets): FacetCount[] {
    return this.facets.flatMap(({ name, order }, f) => {
      const others = new Map([...chosen].filter(([other]) => other !== name));
      const counts = this.countsOf(f, this.filter(positions, others));
      const values = chosen.get(name) ?? new Set<string>();
      for (const value of values) if (!counts.has(value)) counts.set(value, 0);
      // A facet with the same value for all models narrows nothing.
      if (counts.size < 2 && values.size === 0) return [];
      const place = (value: string) => (order ? order.indexOf(value) : value === UNKNOWN ? 1 : 0);
      return [...counts]
        .sort(([a, many], [b, few]) => place(a) - place(b) || few - many || (a < b ? -1 : 1))
        .slice(0, MAX_VALUES)
        .map(([value, count]) => ({ facet: name, value, count, chosen: values.has(value) }));
    });
  }

  private countsOf(f: number, positions: Uint32Array): Map<string, number> {
    const sayings = this.valueLists[f] ?? [];
    const codes = this.codes[f] ?? [];
    const byCode = new Uint32Array(sayings.length);
    for (const position of positions) byCode[codes[position] as number] = (byCode[codes[position] as number] ?? 0) + 1;
    const counts = new Map<string, number>();
    for (const [code, values] of sayings.entries()) {
      const count = byCode[code] ?? 0;
      if (count > 0) for (const value of new Set(values)) counts.set(value, (counts.get(value) ?? 0) + count);
    }
    return counts;
  }

  private testsFor(chosen: ChosenFacets): ((position: number) => boolean)[] {
    return this.facets.flatMap(({ name }, f) => {
      const chosenValues = chosen.get(name);
      if (!chosenValues) return [];
      const passes = (this.valueLists[f] ?? []).map((values) => values.some((value) => chosenValues.has(value)));
      const codes = this.codes[f] ?? [];
      return [(position: number) => passes[codes[position] as number] ?? false];
    });
  }
}

/** How many values of one facet are shown. */
const MAX_VALUES = 200;
