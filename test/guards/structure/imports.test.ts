import { describe, expect, test } from 'vitest';
import { EDGES, problems } from './edges.ts';
import { LARGE, LAYERS, unusedNames, upwardImports } from './layers.ts';
import { importsOf, partOf, readSources, sourceFile } from './source.ts';

const SOURCES = readSources('src', 'bin', 'packages/gjson/src');
const IMPORTS = SOURCES.flatMap(importsOf);

/** Files of fewer than 40 lines that are not a command, with the reason why each stands alone. */
const SMALL: Readonly<Record<string, string>> = {
  'src/api/handshake.ts': 'loaded by the executable alone, when a server breaks a handshake off',
  'src/api/node-http.ts': 'two transports of Node load its modules in the one way that is quick',
  'src/check/formats/github.ts': 'an entry of the registry of formats',
  'src/check/formats/text.ts': 'an entry of the registry of formats',
  'src/check/formats/index.ts': 'the registry: one entry a format',
  'src/completion/configured.ts': 'loaded only where a config file is there: Tab pays for the rest',
  'src/completion/sandbox-models.ts': 'loaded only for the sandbox: Tab pays for the rest',
  'src/config/locate.ts': 'loaded only for a config file with a mistake in it, with the parser that keeps comments',
  'src/config/salt.ts': 'completion hashes with what its runtime has, so it may not load node:crypto',
  'src/details/changes.ts': 'two rooms say what changes with a replacement',
  'src/details/index.ts': 'the face of the room, which is loaded when it is asked for',
  'src/details/open-lifecycles.ts': 'the lookups are pure, and the table is loaded only here',
  'src/explore/events.ts': 'what happens to the state and what comes of it, as types that its parts share',
  'src/fs/git-files.ts': 'the one place that runs git',
  'src/output/formats.ts': 'the registry: one entry a format',
  'src/output/ids.ts': 'two formats of their own, in the registry of formats',
  'src/query/table-notes.ts': 'what is said below tables, which the engine of queries does not know',
  'src/query/gone.ts': 'loaded only for a model that is not there, with the table of lifecycles',
  'src/query/source.ts': 'the seam where lists from other places join',
  'src/session/ask.ts': 'loaded only where somebody is asked',
  'src/version.ts': 'the build puts the version in its place',
};

/** What a file exports under a name of its own, types included. */
const EXPORTED = /^export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/gm;

describe('the source', () => {
  test('was found', () => {
    expect(SOURCES.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['bin/openai.ts', 'src/main.ts', 'src/api/client.ts']),
    );
    expect(IMPORTS.length).toBeGreaterThan(SOURCES.length);
  });

  test('imports along the edges of the table, and no others', () => expect(problems(IMPORTS)).toEqual([]));

  test('gives no exported name two meanings', () => {
    const homes = new Map<string, string[]>();
    for (const { path, code } of SOURCES.filter((source) => source.path.startsWith('src/')))
      for (const [, name = ''] of code.matchAll(EXPORTED)) homes.set(name, [...(homes.get(name) ?? []), path]);
    expect(homes.size).toBeGreaterThan(500);
    expect([...homes].filter(([, paths]) => paths.length > 1)).toEqual([]);
  });

  test('uses every edge of the table', () => {
    const used = new Set(IMPORTS.map(({ from, to }) => `${partOf(from)} -> ${partOf(to)}`));
    const edges = Object.entries(EDGES).flatMap(([from, targets]) =>
      Object.keys(targets).map((to) => `${from} -> ${to}`),
    );
    expect(edges.filter((edge) => !used.has(edge))).toEqual([]);
    expect(Object.keys(EDGES).filter((part) => !SOURCES.some(({ path }) => partOf(path) === part))).toEqual([]);
  });

  test('imports its own files by their names, and only files that exist', () => {
    const paths = new Set([
      ...SOURCES.map(({ path }) => path),
      'package.json',
      'src/details/lifecycle.json',
      'src/details/table.json',
      'src/report/assets.json',
    ]);
    const own = IMPORTS.filter(({ to }) => /^(?:src|bin|packages|\.\.)\/|\.json$/.test(to));
    expect(own.filter(({ to }) => !paths.has(to))).toEqual([]);
  });

  test('has no circle of parts', () => {
    const targets = (part: string) => Object.keys(EDGES[part] ?? {});
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      targets(from).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
    expect(Object.keys(EDGES).filter((part) => reaches(part, part))).toEqual([]);
  });

  test('imports downward inside each large room', () => {
    expect(upwardImports(IMPORTS)).toEqual([]);
    expect(unusedNames(IMPORTS)).toEqual([]);
    const sizes = new Map<string, number>();
    for (const { path } of SOURCES.filter((source) => source.path.startsWith('src/')))
      sizes.set(partOf(path), (sizes.get(partOf(path)) ?? 0) + 1);
    expect([...sizes].filter(([room, files]) => files >= LARGE && !(room in LAYERS))).toEqual([]);
  });

  test('touches neither process nor console outside bin', () => {
    const users = SOURCES.filter(({ path, code }) => !path.startsWith('bin/') && usesProcess(code));
    expect(users.map(({ path }) => path)).toEqual([]);
  });

  test('has no circle of files, types included', () => {
    // A GJSON path holds queries, and a query holds paths: that circle is the grammar's.
    const own = SOURCES.filter(({ path }) => !path.startsWith('packages/gjson/'));
    const targets = new Map(own.map(({ path }) => [path, new Set<string>()]));
    for (const { from, to } of IMPORTS) if (targets.has(to)) targets.get(from)?.add(to);
    expect(circlesIn(targets)).toEqual([]);
  });

  test('is cut into files that a reader can name: at most 420 lines', () => {
    expect(SOURCES.filter(({ lines }) => lines > 420).map(({ path }) => path)).toEqual([]);
  });

  test('has a reason for each small file, and no reason for one that is gone', () => {
    const small = SOURCES.filter(({ path, lines }) => lines < 40 && path.startsWith('src/')).map(({ path }) => path);
    const isCommand = (path: string) => path.startsWith('src/commands/');
    expect(small.filter((path) => !isCommand(path) && !(path in SMALL))).toEqual([]);
    expect(Object.keys(SMALL).filter((path) => !small.includes(path))).toEqual([]);
  });

  test('has no folder or file for odds and ends', () => {
    expect(
      SOURCES.map(({ path }) => path).filter((path) => /util|helper|manager|service|misc|common/i.test(path)),
    ).toEqual([]);
  });
});

/** Groups of files that reach each other. */
function circlesIn(targets: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const reached = (from: string, seen = new Set<string>()): Set<string> => {
    for (const next of targets.get(from) ?? []) if (!seen.has(next)) reached(next, seen.add(next));
    return seen;
  };
  const reach = new Map([...targets.keys()].map((path) => [path, reached(path)]));
  const inCircle = [...reach].filter(([path, all]) => all.has(path)).map(([path]) => path);
  return inCircle
    .map((path) => inCircle.filter((other) => reach.get(path)?.has(other) && reach.get(other)?.has(path)))
    .filter((circle, i) => circle[0] === inCircle[i]);
}

/** The names themselves, as values: not a word in a text, a key or a member. */
function usesProcess(code: string): boolean {
  const bare = code.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
  return /(?<![.\w$-])(?:process|console)\s*(?:[.[;,)]|$)|globalThis\s*\.\s*(?:process|console)/m.test(bare);
}

describe('the check of edges', () => {
  const check = (path: string, text: string) => problems(importsOf(sourceFile(path, text)));

  test.each<[path: string, text: string, says: RegExp]>([
    ['src/output/a.ts', "import { x } from '../api/client.ts';", /output may not import api/],
    ['src/output/a.ts', "import type { X } from '../api/client.ts';", /output may not import api/],
    ['src/output/a.ts', "export { x } from '../api/client.ts';", /output may not import api/],
    ['src/output/a.ts', "export * from '../api/client.ts';", /output may not import api/],
    ['src/output/a.ts', "import '../api/client.ts';", /output may not import api/],
    ['src/output/a.ts', "const x = await import('../api/client.ts');", /output may not import api/],
    ['src/output/a.ts', "import {\n  a,\n  b,\n} from '../api/client.ts';", /output may not import api/],
    ['src/output/a.ts', 'import x, { y } from "../api/client.ts";', /output may not import api/],
    ['src/json/a.ts', "import { Model } from '../models/model.ts';", /json may not import models/],
    ['src/models/a.ts', "import { x } from '../errors/error.ts';", /models may not import errors/],
    ['packages/gjson/src/a.ts', "import { x } from '../../../src/json/bytes.ts';", /gjson may not import json/],
    ['packages/gjson/src/a.ts', "import { readFileSync } from 'node:fs';", /gjson imports nothing but itself/],
    ['packages/gjson/src/a.ts', "import yaml from 'yaml';", /gjson imports nothing but itself/],
    ['src/models/a.ts', "import { get } from '../../packages/gjson/src/index.ts';", /imported by its name/],
    ['src/query/a.ts', "import { get } from '@openai-models/gjson';", /query may not import gjson/],
    ['src/spec/a.ts', "import type { X } from '../errors/error.ts';", /spec may not import errors/],
    ['src/api/a.ts', "import { openSandbox } from '../sandbox/handler.ts';", /api may import sandbox only as dynamic/],
    [
      'src/spec/a.ts',
      "import type { Server } from '../servers/servers.ts';",
      /spec may import only src\/servers\/titles.ts of/,
    ],
    ['src/servers/a.ts', "import type { FlagSpec } from '../spec/types.ts';", /servers may not import spec/],
    ['src/errors/a.ts', "import { x } from '../config/key.ts';", /errors may not import config/],
    ['src/errors/a.ts', "import { FLAGS } from '../spec/flags.ts';", /errors may import spec only as type/],
    ['src/models/a.ts', "import { readFileSync } from 'node:fs';", /models is pure/],
    ['src/json/a.ts', "const fs = await import('node:fs');", /json is pure/],
    ['src/commands/a.ts', "import { load } from 'js-yaml';", /only config knows js-yaml/],
    ['src/commands/a.ts', "import { x } from 'yaml/util';", /only config knows yaml/],
    ['src/commands/a.ts', "import { main } from '../main.ts';", /commands may not import main/],
    ['src/commands/a.ts', "import { x } from '../../bin/openai.ts';", /commands may not import bin/],
    ['src/novelty/a.ts', "import { x } from '../json/bytes.ts';", /novelty is not in the table/],
    ['bin/openai.ts', "import { x } from '../src/commands/index.ts';", /bin may not import commands/],
  ])('refuses in %s: %s', (path, text, says) => {
    expect(check(path, text)).toEqual([expect.stringMatching(says)]);
  });

  test.each<[path: string, text: string]>([
    ['src/api/a.ts', "const { openSandbox } = await import('../sandbox/handler.ts');"],
    ['src/api/a.ts', "import type { SandboxHandler } from '../sandbox/index.ts';"],
    ['src/errors/a.ts', "import type { Exit } from '../spec/types.ts';"],
    ['src/output/a.ts', "import { x } from './b.ts';"],
    ['src/spec/a.ts', "import { SERVER_NAMES } from '../servers/titles.ts';"],
    ['src/models/a.ts', "import { get } from '@openai-models/gjson';"],
    ['packages/gjson/src/a.ts', "import { x } from './b.ts';"],
    ['src/output/a.ts', "// import { x } from '../api/client.ts';"],
    ['src/output/a.ts', "/*\nimport { x } from '../api/client.ts';\n*/"],
    ['src/output/a.ts', "import { x } from 'fast-string-truncated-width';"],
    ['src/config/a.ts', "import { load } from 'js-yaml';\nimport http from 'node:http';"],
    ['src/output/a.ts', "const url = 'http://x'; const y = `import { x } from '../api/client.ts'`;"],
  ])('lets pass in %s: %s', (path, text) => expect(check(path, text)).toEqual([]));

  test.each<[path: string, text: string, problems: number]>([
    ['src/api/wire.ts', "import { x } from './client.ts';", 1],
    ['src/api/wire.ts', "import type { X } from './client.ts';", 1],
    ['src/api/wire.ts', "import { x } from './reason.ts';", 1],
    ['src/api/novelty.ts', "import { x } from './another-novelty.ts';", 1],
    ['src/api/client.ts', "import { x } from './novelty.ts';", 1],
    ['src/api/client.ts', "import { x } from './wire.ts';", 0],
    ['src/api/wire.ts', "const x = await import('./client.ts');", 0],
    ['src/api/novelty.ts', "import { x } from './client.ts';", 0],
    ['src/watch/a.ts', "import { x } from './b.ts';", 0],
  ])('counts the imports inside a room that do not go down: %s: %s', (path, text, problems) => {
    expect(upwardImports(importsOf(sourceFile(path, text)))).toHaveLength(problems);
  });

  test('refuses what it cannot read', () => {
    expect(() => check('src/output/a.ts', 'await import(name)')).toThrow('src/output/a.ts');
  });

  test('sees process and console only where they are used', () => {
    for (const code of [
      'process.exit(1)',
      'const { env } = process;',
      'console.log(1)',
      'f(process)',
      'globalThis.process',
    ])
      expect(usesProcess(code), code).toBe(true);
    for (const code of [
      "'process.exit'",
      'this.process.x',
      'inProcess.x',
      'processed.x',
      'a.console()',
      'const process_ = 1;',
    ])
      expect(usesProcess(code), code).toBe(false);
  });

  test('counts lines', () => {
    expect([sourceFile('a', 'a\nb\n').lines, sourceFile('a', 'a\nb').lines, sourceFile('a', 'a').lines]).toEqual([
      2, 2, 1,
    ]);
  });
});
