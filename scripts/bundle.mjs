/**
 * Bundles the sources for both entries. What a command line loads should be few files: Node takes half a millisecond
 * for each, Bun a tenth, and commands share their modules in so many ways that there would be fifty.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';

/** The tables of details as text: the engine parses JSON several times as fast as it makes the same object by a program. */
const TABLES_AS_TEXT = {
  name: 'tables-as-text',
  /** @param {string} id */
  load(id) {
    if (!/[\\/]src[\\/]details[\\/]\w+\.json$/.test(id)) return undefined;
    const text = JSON.stringify(JSON.parse(readFileSync(id, 'utf8')));
    return { code: `export default JSON.parse(${JSON.stringify(text)})`, moduleType: /** @type {const} */ ('js') };
  },
};

const COMMON = {
  platform: /** @type {const} */ ('node'),
  // For Node the package offers only CommonJS, which would need a require that modules do not have.
  resolve: { alias: { yaml: join(process.cwd(), 'node_modules/yaml/browser/index.js') } },
  transform: { target: 'node20' },
  checks: { ineffectiveDynamicImport: false },
  preserveEntrySignatures: /** @type {const} */ ('allow-extension'),
  // A native module cannot be bundled.
  external: ['@napi-rs/keyring'],
  plugins: [TABLES_AS_TEXT],
};

/** The entries stay by themselves. */
const ENTRIES = ['bin/openai.ts', 'bin/standalone.ts'];

/** What every command line loads: it decides what else is loaded. */
const FIRST = [
  'bin/start.ts',
  'bin/bun-stream.ts',
  'bin/runtime.ts',
  'src/context.ts',
  'src/version.ts',
  'package.json',
];

/** What the shell waits for at every Tab. */
const COMPLETION = 'bin/completion.ts';

/**
 * The package on Node. The command is CommonJS, which Node reads at once and without its loader of modules; what is
 * imported from the package is a module.
 * @param {Record<'command' | 'library', Record<string, string>>} input @param {string} dir
 * @returns {Promise<string[]>} the files that went in
 */
export async function bundleForNode({ command, library }, dir) {
  const order = { dir, minify: true };
  return [
    ...(await write({ ...order, options: { ...COMMON, input: command }, groups: groupsOf('node'), format: 'cjs' })),
    ...(await write({ ...order, options: { ...COMMON, input: library } })),
  ];
}

/**
 * What Bun compiles into the executable, which minifies it. Completion shares no file with the rest, so that it is one.
 * @param {Record<string, string>} input @param {string} dir
 */
export async function bundleForBun(input, dir) {
  await write({
    options: { ...COMMON, input: { completion: COMPLETION } },
    groups: [{ name: 'completion', files: await loadedWith(COMPLETION) }],
    dir: join(dir, 'completion'),
    minify: false,
  });
  const apart = elsewhere({
    importer: 'bin/start.ts',
    from: './completion.ts',
    to: '../completion/completion.js',
  });
  await write({
    options: { ...COMMON, input, plugins: [TABLES_AS_TEXT, apart] },
    groups: groupsOf('standalone'),
    dir,
    minify: false,
  });
}

/** @param {'node' | 'standalone'} entry */
function groupsOf(entry) {
  /** @type {string[]} */
  const list = JSON.parse(readFileSync('scripts/list-modules.json', 'utf8'))[entry].modules;
  const before = new Set([...ENTRIES, ...FIRST]);
  return [
    { name: 'start', files: new Set(FIRST) },
    { name: 'list', files: new Set(list.filter((file) => !before.has(file))) },
  ];
}

/**
 * @param {{
 *   options: import('rolldown').InputOptions, groups?: { name: string, files: Set<string> }[],
 *   dir: string, minify: boolean, format?: 'cjs' | 'esm',
 * }} order
 */
async function write({ options, groups, dir, minify, format = 'esm' }) {
  const bundled = await rolldown(options);
  const ending = format === 'cjs' ? 'cjs' : 'js';
  const { output } = await bundled.write({
    dir,
    entryFileNames: `[name].${ending}`,
    chunkFileNames: `chunks/[name]-[hash].${ending}`,
    format,
    minify,
    comments: false,
    codeSplitting: groups && {
      includeDependenciesRecursively: false,
      groups: groups.map(({ name, files }) => ({ name, test: (id) => files.has(relative('.', id)) })),
    },
  });
  await bundled.close();
  return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds.map((id) => relative('.', id)) : []));
}

/** The files that a module cannot be loaded without. @param {string} file @returns {Promise<Set<string>>} */
async function loadedWith(file) {
  const bundled = await rolldown({ ...COMMON, input: { first: file } });
  const { output } = await bundled.generate({ format: 'esm' });
  await bundled.close();
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const found = new Set(['first.js']);
  for (const name of found) {
    const chunk = chunks.get(name);
    if (chunk?.type === 'chunk') for (const other of chunk.imports) found.add(other);
  }
  const ids = [...found].flatMap((name) => {
    const chunk = chunks.get(name);
    return chunk?.type === 'chunk' ? chunk.moduleIds : [];
  });
  return new Set(ids.map((id) => relative('.', id)));
}

/** Leaves what `importer` imports from `from` to a file that another bundle wrote. @param {{ importer: string, from: string, to: string }} what */
function elsewhere({ importer, from, to }) {
  return {
    name: 'elsewhere',
    /** @param {string} id @param {string | undefined} by */
    resolveId: (id, by) =>
      id === from && by !== undefined && relative('.', by) === importer ? { id: to, external: true } : undefined,
  };
}
