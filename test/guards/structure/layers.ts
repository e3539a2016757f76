/**
 * The order of the files inside each large room, from the bottom up. A file may import only files of its room that stand
 * in a lower layer, apart from what it loads on demand. A file that is not listed is at the top: no other file of its
 * room imports it, so a new format, command or column needs no line here.
 */
import { type Import, partOf } from './source.ts';

/** Rooms with this many files or more need a table. */
export const LARGE = 12;

/** Paths inside the room, without `.ts`. */
export const LAYERS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  api: [
    ['certificate', 'node-http', 'reason', 'wire'],
    ['collect', 'redirect', 'trace'],
    ['failure', 'retry'],
    ['list', 'tunnel'],
    ['node-transport'],
    ['transport'],
    ['client'],
    ['next-page', 'refusal'],
  ],
  check: [
    ['files', 'ids', 'prefixes', 'suppressions'],
    ['boundaries', 'naming'],
    ['scan'],
    ['findings'],
    ['report'],
    ['formats/table'],
  ],
  commands: [['models/check-progress', 'models/list', 'models/retrieve', 'profiles/argument']],
  config: [['locate', 'salt', 'setting', 'text'], ['key-file', 'key'], ['connection', 'parse', 'secrets'], ['file']],
  deletion: [
    ['advice', 'answer', 'outcome', 'request'],
    ['history', 'plan', 'progress'],
    ['journal', 'report', 'workers'],
    ['target'],
    ['confirm', 'not-listed', 'remove'],
  ],
  details: [
    ['build/row', 'fields', 'prefixes', 'value'],
    ['cost', 'lifecycle', 'server-prices', 'table'],
    ['build/litellm', 'datasets', 'match', 'open-lifecycles', 'server'],
    ['model-details'],
    ['changes', 'details'],
  ],
  explore: [
    ['facets', 'fields', 'input', 'json-lines', 'keymap', 'search'],
    ['state'],
    ['events', 'frame', 'layout', 'reader'],
    ['list-view', 'listing', 'moves', 'pane-view'],
    ['list-actions', 'view'],
    ['update'],
  ],
  models: [['cell', 'id', 'model'], ['batch', 'kind', 'shutdown'], ['columns']],
  output: [
    ['amounts', 'rows', 'terminal-text'],
    ['document-colors', 'renderer', 'width'],
    ['json', 'table', 'yaml'],
    ['model-table'],
    ['columns', 'page-cells'],
  ],
  query: [
    ['detail-section', 'gone', 'lookup', 'source', 'where'],
    ['criteria', 'details', 'find'],
    ['selection', 'several-details', 'table-notes'],
    ['page', 'run'],
    ['columns'],
  ],
  report: [
    ['client/values', 'markup', 'report', 'scale'],
    ['client/grid', 'document', 'grid', 'plot'],
    ['client/charts', 'client/facets', 'timeline'],
  ],
  spec: [['formats', 'types'], ['check-flags', 'connection-flags', 'selection-flags'], ['changes'], ['flags']],
};

/** The imports that go up, or sideways, inside a large room. */
export function upwardImports(imports: readonly Import[], layers = LAYERS): string[] {
  return imports.flatMap(({ from, to, kind }) => {
    const room = partOf(from);
    const order = layers[room];
    if (!order || kind === 'dynamic' || partOf(to) !== room || !to.endsWith('.ts')) return [];
    const [upper, lower] = [levelOf(from, room, order), levelOf(to, room, order)];
    return lower < upper ? [] : [`${from} imports ${to}, which is not below it`];
  });
}

/** Listed files that no other file of their room imports: they belong to the top, or are gone. */
export function unusedNames(imports: readonly Import[], layers = LAYERS): string[] {
  const inside = imports.filter(({ from, to, kind }) => kind !== 'dynamic' && partOf(from) === partOf(to));
  const used = new Set(inside.map(({ to }) => to));
  return Object.entries(layers).flatMap(([room, order]) =>
    order.flatMap((layer) => layer.map((name) => `src/${room}/${name}.ts`)).filter((path) => !used.has(path)),
  );
}

function levelOf(path: string, room: string, order: readonly (readonly string[])[]): number {
  const name = path.replace(`src/${room}/`, '').replace(/\.ts$/, '');
  const level = order.findIndex((layer) => layer.includes(name));
  return level < 0 ? order.length : level;
}
