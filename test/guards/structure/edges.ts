/**
 * Which part of the project may import which. An edge that is not here is refused; adding one is a decision, so it is
 * made in this table.
 */
import { type Import, type ImportKind, OWN_PACKAGES, partOf } from './source.ts';

/** How a part may be imported: in any way, for its types alone, or only when it is needed. */
export type Manner = 'any' | 'type' | 'dynamic';

export type Edges = Readonly<Record<string, Readonly<Record<string, Manner>>>>;

export const EDGES: Edges = {
  api: {
    config: 'any',
    context: 'type',
    errors: 'any',
    json: 'any',
    models: 'any',
    sandbox: 'dynamic',
    servers: 'type',
    version: 'any',
  },
  bin: { completion: 'any', context: 'any', main: 'any', version: 'any' },
  check: { details: 'any', models: 'any', output: 'any', servers: 'any', spec: 'type' },
  cli: { errors: 'any', output: 'any', spec: 'any', version: 'any' },
  commands: {
    api: 'any',
    check: 'any',
    cli: 'any',
    completion: 'any',
    config: 'any',
    context: 'type',
    datasets: 'any',
    deletion: 'dynamic',
    details: 'any',
    diff: 'any',
    doctor: 'any',
    errors: 'any',
    explore: 'any',
    fs: 'any',
    json: 'any',
    models: 'any',
    output: 'any',
    query: 'any',
    sandbox: 'any',
    servers: 'any',
    session: 'any',
    sources: 'any',
    spec: 'any',
    version: 'any',
    watch: 'any',
  },
  completion: { cli: 'any', config: 'any', fs: 'any', sandbox: 'any', servers: 'any', spec: 'any' },
  config: { context: 'type', errors: 'any', fs: 'any', servers: 'any', spec: 'any' },
  context: {},
  datasets: {
    api: 'any',
    details: 'any',
    errors: 'any',
    fs: 'any',
    models: 'any',
    session: 'any',
    spec: 'any',
  },
  deletion: {
    api: 'any',
    config: 'any',
    context: 'type',
    errors: 'any',
    fs: 'any',
    json: 'any',
    models: 'any',
    output: 'any',
    query: 'any',
    servers: 'any',
    session: 'any',
    spec: 'any',
  },
  details: { json: 'any', models: 'any', servers: 'type' },
  diff: { json: 'any', models: 'any', output: 'any', report: 'any', spec: 'type' },
  doctor: { api: 'any', config: 'type', context: 'type', errors: 'any', models: 'any', servers: 'any' },
  errors: { spec: 'type' },
  explore: {
    context: 'type',
    errors: 'any',
    json: 'any',
    models: 'any',
    output: 'any',
    query: 'any',
    spec: 'type',
  },
  fs: { context: 'type' },
  gjson: {},
  json: {},
  main: { cli: 'any', commands: 'any', context: 'any', errors: 'any', output: 'type', session: 'any', version: 'any' },
  models: { gjson: 'any', json: 'any', spec: 'type' },
  output: { context: 'any', errors: 'any', json: 'any', models: 'any', report: 'any', spec: 'type' },
  query: {
    api: 'any',
    datasets: 'dynamic',
    details: 'dynamic',
    errors: 'any',
    json: 'any',
    models: 'any',
    output: 'any',
    servers: 'any',
    session: 'type',
    spec: 'any',
  },
  report: {},
  sandbox: { config: 'any', context: 'type', fs: 'any', models: 'any', spec: 'any' },
  servers: {},
  session: {
    api: 'any',
    config: 'any',
    context: 'type',
    errors: 'any',
    json: 'any',
    models: 'any',
    output: 'any',
    spec: 'type',
  },
  sources: {
    api: 'any',
    config: 'any',
    context: 'type',
    datasets: 'dynamic',
    diff: 'any',
    errors: 'any',
    fs: 'any',
    json: 'any',
    models: 'any',
    output: 'type',
    query: 'any',
    servers: 'any',
    session: 'any',
    spec: 'any',
  },
  spec: { servers: 'any' },
  version: {},
  watch: {
    api: 'any',
    config: 'any',
    diff: 'any',
    errors: 'any',
    fs: 'any',
    query: 'type',
    session: 'any',
    sources: 'any',
  },
};

/** Parts that import nothing of Node: they are values in, values out. */
export const PURE: readonly string[] = [
  'check',
  'diff',
  'models',
  'spec',
  'json',
  'gjson',
  'details',
  'query',
  'report',
  'servers',
];

/** Where only some files of a part may be imported: every run loads the flags, and no run should load more with them. */
export const ONLY: Readonly<Record<string, readonly string[]>> = { 'spec -> servers': ['src/servers/titles.ts'] };

/** Packages that only one part may know. */
export const OWNED: Readonly<Record<string, string>> = {
  '@leeoniya/ufuzzy': 'explore',
  fzstd: 'api',
  ignore: 'fs',
  'js-yaml': 'config',
  yaml: 'config',
};

/** What is wrong with these imports, a line each; empty when nothing is. */
export function problems(imports: readonly Import[], edges: Edges = EDGES): string[] {
  return imports.flatMap((one) => {
    const said = `${one.from} imports ${one.to}${one.kind === 'static' ? '' : ` (${one.kind})`}`;
    return [...packageProblems(one), ...edgeProblems(one, edges)].map((problem) => `${said}: ${problem}`);
  });
}

/** A file of this repository, or a package of it. */
const isOwn = (to: string) => /^(?:src|bin|packages)\//.test(to) || to in OWN_PACKAGES;

function packageProblems({ from, to }: Import): string[] {
  if (isOwn(to)) return [];
  const part = partOf(from);
  if (from.startsWith('packages/')) return [`${part} imports nothing but itself`];
  if (to.startsWith('node:')) return PURE.includes(part) ? [`${part} is pure`] : [];
  const name = to.split('/', to.startsWith('@') ? 2 : 1).join('/');
  const owner = OWNED[name];
  return owner === undefined || owner === part ? [] : [`only ${owner} knows ${name}`];
}

function edgeProblems({ from, to, kind }: Import, edges: Edges): string[] {
  if (!isOwn(to)) return [];
  const [source, target] = [partOf(from), partOf(to)];
  if (source === target) return [];
  if (to.startsWith('packages/')) return [`${target} is a package, imported by its name`];
  const known = edges[source];
  if (!known) return [`${source} is not in the table`];
  const only = ONLY[`${source} -> ${target}`];
  if (only && !only.includes(to)) return [`${source} may import only ${only.join(' and ')} of ${target}`];
  const manner = known[target];
  if (manner === undefined) return [`${source} may not import ${target}`];
  return fits(manner, kind) ? [] : [`${source} may import ${target} only as ${manner}`];
}

/** A type is gone once compiled, so it goes wherever anything may. */
function fits(manner: Manner, kind: ImportKind): boolean {
  return manner === 'any' || kind === 'type' || kind === manner;
}
