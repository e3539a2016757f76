/** What the explorer is in the middle of: all of it, as values that `update` makes anew and `view` draws. */
import type { Collection } from '../models/collection.ts';
import type { Column, Knowledge } from '../models/columns.ts';
import type { Model } from '../models/model.ts';
import type { CardSection } from '../output/renderer.ts';
import type { Chosen, FacetCount, FacetTable } from './facets.ts';
import type { Fitted } from './fields.ts';
import type { JsonLine } from './json-lines.ts';
import type { SearchIndex } from './search.ts';

/** Cells of the terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What stays the same for as long as the explorer is open. */
export interface Explored {
  /** Whose models they are: a host, or the names of sources. */
  readonly title: string;
  readonly columns: readonly Column[];
  readonly knowledge: Knowledge;
  readonly sections: (model: Model) => readonly CardSection[];
  /** The models are of several sources. */
  readonly several: boolean;
  /** Why nothing can be deleted here. */
  readonly noDeleting: string | undefined;
  /** Leaving with Enter prints what was chosen. */
  readonly prints: boolean;
  /** Whether the terminal gets colors; weight and reverse it always gets. */
  readonly color: boolean;
}

/** The models as they were read, and what makes them quick to search. Both only ever grow. */
export interface Listed {
  readonly models: Collection;
  readonly index: SearchIndex;
}

export interface State {
  readonly about: Explored;
  readonly size: Size;
  readonly listed: Listed;
  /** How many of the models are in view of what follows. */
  readonly count: number;
  readonly phase: 'reading' | 'ready' | 'failed';
  /** What the list failed with, a line a string. */
  readonly problem: readonly string[];
  /** The place of the column among those of `about`; `undefined` for the order that the list came in, or the newest first. */
  readonly sortedBy: number | undefined;
  readonly descending: boolean;
  /** The positions of all models, in order. */
  readonly order: Uint32Array;
  /** The column that an order is being made for. */
  readonly sorting: boolean;
  readonly search: string;
  readonly typing: boolean;
  readonly chosen: Chosen;
  readonly facets: FacetTable | undefined;
  /** The positions that search and facets leave. */
  readonly shown: Uint32Array;
  /** The letters of an id that the search goes by, as pairs of start and end. */
  readonly lettersOf: (id: string) => readonly number[];
  /** A place in `shown`. */
  readonly cursor: number;
  /** The first place in `shown` that is on the screen. */
  readonly top: number;
  /** The marked models, by their keys. */
  readonly marked: ReadonlyMap<string, Model>;
  readonly screen: 'list' | 'help' | 'facets' | 'compare';
  readonly pane: 'details' | 'json';
  /** `undefined` until somebody says: then it depends on the room. */
  readonly paneOn: boolean | undefined;
  readonly focus: 'list' | 'pane';
  /** Lines that are above the pane, or above the screen that lies over the list. */
  readonly scrolled: number;
  /** Cells that are left of it. */
  readonly sideways: number;
  readonly facetCounts: readonly FacetCount[];
  readonly facetCursor: number;
  readonly json: readonly JsonLine[];
  readonly folded: ReadonlySet<number>;
  /** A place among the lines of JSON that are not folded away. */
  readonly jsonCursor: number;
  readonly differences: boolean;
  readonly fields: readonly Fitted[];
  /** Said on the last line until the next key. */
  readonly message: string | undefined;
}

/** The state before anything was read. */
export function initialState(about: Explored, size: Size, listed: Listed, paneOn: boolean | undefined): State {
  return {
    about,
    size,
    listed,
    count: 0,
    phase: 'reading',
    problem: [],
    sortedBy: undefined,
    descending: false,
    order: new Uint32Array(0),
    sorting: false,
    search: '',
    typing: false,
    chosen: new Map(),
    facets: undefined,
    shown: new Uint32Array(0),
    lettersOf: () => [],
    cursor: 0,
    top: 0,
    marked: new Map(),
    screen: 'list',
    pane: 'details',
    paneOn,
    focus: 'list',
    scrolled: 0,
    sideways: 0,
    facetCounts: [],
    facetCursor: 0,
    json: [],
    folded: new Set(),
    jsonCursor: 0,
    differences: false,
    fields: [],
    message: undefined,
  };
}

/** What a model is known by from one reading of the list to the next; `undefined` without an id. */
export function keyOf(model: Model, several: boolean): string | undefined {
  const { id } = model;
  return id === undefined || !several ? id : `${model.string('source') ?? ''}\n${id}`;
}

/** The model at a place among those that are shown. */
export function modelAt({ listed, shown }: Pick<State, 'listed' | 'shown'>, place: number): Model | undefined {
  const position = shown[place];
  return position === undefined ? undefined : listed.models.at(position);
}

/** The marked ones, or the one under the cursor where none is. */
export function picked(state: State): Model[] {
  if (state.marked.size > 0) return [...state.marked.values()];
  const model = modelAt(state, state.cursor);
  return model ? [model] : [];
}

/** True where search or facets leave something out. */
export function isNarrowed({ search, chosen }: State): boolean {
  return search !== '' || chosen.size > 0;
}
