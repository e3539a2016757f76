/** The whole state of the explorer, as values that `update` replaces and `view` draws. */
import type { ModelCollection } from '../models/collection.ts';
import type { Column, ColumnContext } from '../models/columns.ts';
import type { Model } from '../models/model.ts';
import type { CardSection } from '../output/renderer.ts';
import type { ChosenFacets, FacetCount, FacetTable } from './facets.ts';
import type { FittedColumn } from './fields.ts';
import type { JsonLine } from './json-lines.ts';
import type { SearchIndex } from './search.ts';

/** The terminal's size in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What stays the same while the explorer is open. */
export interface ExplorerContext {
  /** Where the models come from: a host, or the names of sources. */
  readonly title: string;
  readonly columns: readonly Column[];
  readonly knowledge: ColumnContext;
  readonly sections: (model: Model) => readonly CardSection[];
  /** Whether the models come from several sources. */
  readonly several: boolean;
  /** Why nothing can be deleted here; `undefined` if it can. */
  readonly noDeleting: string | undefined;
  /** Whether leaving with Enter prints the chosen ids. */
  readonly prints: boolean;
  /** Whether to use colors; bold and reverse are always used. */
  readonly color: boolean;
}

/** The models as read, and the index for searching them quickly. Both only ever grow. */
export interface LoadedList {
  readonly models: ModelCollection;
  readonly index: SearchIndex;
}

export interface State {
  readonly about: ExplorerContext;
  readonly size: Size;
  readonly listed: LoadedList;
  /** How many of the listed models the rest of the state covers. */
  readonly count: number;
  readonly phase: 'reading' | 'ready' | 'failed';
  /** Why reading the list failed, one string per line. */
  readonly problem: readonly string[];
  /** The index of a column in `about`; `undefined` for the order that the list came in, or the newest first. */
  readonly sortedBy: number | undefined;
  readonly descending: boolean;
  /** The positions of all models, in order. */
  readonly order: Uint32Array;
  /** Whether the list is being sorted. */
  readonly sorting: boolean;
  readonly search: string;
  readonly typing: boolean;
  readonly chosen: ChosenFacets;
  readonly facets: FacetTable | undefined;
  /** The positions left by search and facets. */
  readonly shown: Uint32Array;
  /** The letters of an id that match the search, as pairs of start and end. */
  readonly lettersOf: (id: string) => readonly number[];
  /** An index into `shown`. */
  readonly cursor: number;
  /** The index in `shown` of the first model on the screen. */
  readonly top: number;
  /** The marked models, by their keys. */
  readonly marked: ReadonlyMap<string, Model>;
  readonly screen: 'list' | 'help' | 'facets' | 'compare';
  readonly pane: 'details' | 'json';
  /** `undefined` until the user decides: it then depends on the room. */
  readonly paneOn: boolean | undefined;
  readonly focus: 'list' | 'pane';
  /** Lines scrolled past in the pane, or in a screen that covers the list. */
  readonly scrolled: number;
  /** Cells scrolled past to the left. */
  readonly sideways: number;
  readonly facetCounts: readonly FacetCount[];
  readonly facetCursor: number;
  readonly json: readonly JsonLine[];
  readonly folded: ReadonlySet<number>;
  /** An index among the JSON lines that are not folded away. */
  readonly jsonCursor: number;
  readonly differences: boolean;
  readonly fields: readonly FittedColumn[];
  /** Shown on the last line until the next key. */
  readonly message: string | undefined;
}

/** The state before anything was read. */
export function initialState(
  about: ExplorerContext,
  size: Size,
  listed: LoadedList,
  paneOn: boolean | undefined,
): State {
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

/** Identifies a model from one reading of the list to the next; `undefined` without an id. */
export function keyOf(model: Model, several: boolean): string | undefined {
  const { id } = model;
  return id === undefined || !several ? id : `${model.string('source') ?? ''}\n${id}`;
}

/** The model at an index in `shown`. */
export function modelAt({ listed, shown }: Pick<State, 'listed' | 'shown'>, place: number): Model | undefined {
  const position = shown[place];
  return position === undefined ? undefined : listed.models.at(position);
}

/** The marked models, or the one under the cursor if none is marked. */
export function selectedModels(state: State): Model[] {
  if (state.marked.size > 0) return [...state.marked.values()];
  const model = modelAt(state, state.cursor);
  return model ? [model] : [];
}

/** Whether a search or facets are active. */
export function isNarrowed({ search, chosen }: State): boolean {
  return search !== '' || chosen.size > 0;
}
