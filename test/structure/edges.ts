/**
 * Which part of the project may import which. An edge that is not here is refused; adding one is a decision, so it is
 * made in this table.
 */
import { type Import, type ImportKind, partOf } from './source.ts';

/** How a part may be imported: in any way, for its types alone, or only when it is needed. */
export type Manner = 'any' | 'type' | 'dynamic';

export type Edges = Readonly<Record<string, Readonly<Record<string, Manner>>>>;

export const EDGES: Edges = {
  bin: { completion: 'any', main: 'any', context: 'any', version: 'any' },
  main: {
    cli: 'any',
    commands: 'any',
    context: 'any',
    errors: 'any',
    explanations: 'any',
    output: 'type',
    redact: 'any',
    version: 'any',
  },
  commands: {
    api: 'any',
    cli: 'any',
    completion: 'any',
    config: 'any',
    context: 'type',
    deletion: 'any',
    journal: 'any',
    errors: 'any',
    explanations: 'any',
    json: 'any',
    models: 'any',
    details: 'dynamic',
    doctor: 'any',
    nearest: 'any',
    output: 'any',
    redact: 'any',
    sandbox: 'any',
    spec: 'any',
  },
  api: {
    config: 'any',
    context: 'type',
    errors: 'any',
    json: 'any',
    models: 'any',
    sandbox: 'dynamic',
    spec: 'type',
    version: 'any',
  },
  cli: { errors: 'any', nearest: 'any', output: 'any', spec: 'any', version: 'any' },
  completion: { cli: 'any', config: 'any', sandbox: 'any', spec: 'any' },
  config: { nearest: 'any', context: 'type', errors: 'any', spec: 'any' },
  context: {},
  details: { json: 'any', models: 'any', spec: 'any' },
  errors: {},
  escapes: {},
  explanations: { errors: 'type', spec: 'type' },
  gjson: {},
  json: {},
  doctor: {
    api: 'any',
    config: 'type',
    context: 'type',
    errors: 'any',
    explanations: 'any',
    models: 'any',
    spec: 'any',
  },
  nearest: {},
  deletion: { errors: 'any', json: 'any', models: 'any', spec: 'type' },
  journal: { deletion: 'type', config: 'any', context: 'type', errors: 'any', json: 'any', models: 'any' },
  models: { gjson: 'any', json: 'any', spec: 'any' },
  output: { context: 'any', errors: 'any', json: 'any', models: 'any', spec: 'type' },
  redact: { escapes: 'any' },
  sandbox: { config: 'any', context: 'type', models: 'any', spec: 'any' },
  spec: {},
  version: {},
};

/** Parts that import nothing of Node: they are values in, values out. */
export const PURE: readonly string[] = ['models', 'deletion', 'spec', 'json', 'gjson', 'details'];

/** Packages that only one part may know. */
export const OWNED: Readonly<Record<string, string>> = {
  hono: 'sandbox',
  '@hono/node-server': 'sandbox',
};

/** What is wrong with these imports, a line each; empty when nothing is. */
export function problems(imports: readonly Import[], edges: Edges = EDGES): string[] {
  return imports.flatMap((one) => {
    const said = `${one.from} imports ${one.to}${one.kind === 'static' ? '' : ` (${one.kind})`}`;
    return [...packageProblems(one), ...edgeProblems(one, edges)].map((problem) => `${said}: ${problem}`);
  });
}

function packageProblems({ from, to }: Import): string[] {
  if (to.startsWith('src/') || to.startsWith('bin/')) return [];
  const part = partOf(from);
  if (to.startsWith('node:')) return PURE.includes(part) ? [`${part} is pure`] : [];
  const name = to.split('/', to.startsWith('@') ? 2 : 1).join('/');
  const owner = OWNED[name];
  return owner === undefined || owner === part ? [] : [`only ${owner} knows ${name}`];
}

function edgeProblems({ from, to, kind }: Import, edges: Edges): string[] {
  if (!to.startsWith('src/') && !to.startsWith('bin/')) return [];
  const [source, target] = [partOf(from), partOf(to)];
  if (source === target) return [];
  const known = edges[source];
  if (!known) return [`${source} is not in the table`];
  const manner = known[target];
  if (manner === undefined) return [`${source} may not import ${target}`];
  return fits(manner, kind) ? [] : [`${source} may import ${target} only as ${manner}`];
}

/** A type is gone once compiled, so it goes wherever anything may. */
function fits(manner: Manner, kind: ImportKind): boolean {
  return manner === 'any' || kind === 'type' || kind === manner;
}
