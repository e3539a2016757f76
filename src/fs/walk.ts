/** The files below a folder outside any git work tree, without those that its `.gitignore` files exclude. */
import { readdirSync, readFileSync } from 'node:fs';
import ignore, { type Ignore } from 'ignore';

interface Rules {
  /** The folder of the file, relative to the root, with a trailing slash; empty for the root. */
  folder: string;
  rules: Ignore;
}

export interface WalkOptions {
  /** Whether to skip a folder of this name, wherever it is. */
  skipsFolder(name: string): boolean;
  /** Called for a folder that cannot be read. */
  failed(path: string, problem: unknown): void;
}

/**
 * Paths relative to `root`, in order. Symbolic links are not followed: their targets inside the folder are found
 * anyway.
 */
export function* walk(root: string, options: WalkOptions): Generator<string> {
  yield* below(root, '', [], options);
}

function* below(root: string, folder: string, outer: readonly Rules[], options: WalkOptions): Generator<string> {
  let entries: import('node:fs').Dirent[];
  try {
    entries = readdirSync(`${root}/${folder}`, { withFileTypes: true });
  } catch (problem) {
    options.failed(folder, problem);
    return;
  }
  const own = entries.some(({ name }) => name === '.gitignore') ? rulesIn(root, folder) : undefined;
  const rules = own ? [...outer, own] : outer;
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = folder + entry.name;
    if (entry.isDirectory()) {
      if (options.skipsFolder(entry.name) || isIgnored(rules, `${path}/`)) continue;
      yield* below(root, `${path}/`, rules, options);
    } else if (!isIgnored(rules, path)) yield path;
  }
}

function rulesIn(root: string, folder: string): Rules | undefined {
  try {
    const rules = ignore({ ignorecase: false, allowRelativePaths: true });
    return { folder, rules: rules.add(readFileSync(`${root}/${folder}.gitignore`, 'utf8')) };
  } catch {
    return undefined;
  }
}

/** The `.gitignore` nearest to the path decides, as in git. An ignored folder is never entered. */
function isIgnored(all: readonly Rules[], path: string): boolean {
  for (const { folder, rules } of all.toReversed()) {
    const { ignored, unignored } = rules.test(path.slice(folder.length));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/** A test for patterns in `.gitignore` syntax. */
export function patternTest(patterns: readonly string[]): (path: string) => boolean {
  const rules = ignore({ ignorecase: false, allowRelativePaths: true }).add([...patterns]);
  return (path) => rules.ignores(path.replace(/^(?:\.{0,2}\/)+/, ''));
}
