/** Reads the imports of the project's own source files from their text. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface SourceFile {
  /** From the project's root, with slashes: `src/api/client.ts`. */
  path: string;
  /** With comments blanked out. */
  code: string;
  lines: number;
}

/** `type`: gone once compiled; `dynamic`: loaded when the line runs; `static`: loaded with the file. */
export type ImportKind = 'type' | 'dynamic' | 'static';

export interface Import {
  from: string;
  /** A path from the project's root, or a package's name. */
  to: string;
  kind: ImportKind;
}

export function readSources(...folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => sourceFile(relative(ROOT, path).split(sep).join('/'), readFileSync(path, 'utf8')))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function sourceFile(path: string, text: string): SourceFile {
  return { path, code: withoutComments(text), lines: text.replace(/\n$/, '').split('\n').length };
}

/** A string or template is skipped whole, so that `//` in an address is no comment. */
const TOKEN = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|(?<![\\/])\/\/[^\n]*/g;

function withoutComments(text: string): string {
  return text.replace(TOKEN, (token) => (token.startsWith('/') ? ' ' : token));
}

const STATIC = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?(?:'([^']+)'|"([^"]+)")/gm;
const DYNAMIC = /\bimport\s*\(\s*(?:'([^']+)'|"([^"]+)"|`([^`]+)`)/g;

/** Every import and re-export of a file. Throws for one whose target is not written as text. */
export function importsOf({ path, code }: SourceFile): Import[] {
  const made = (kind: ImportKind, target: string): Import => ({ from: path, to: resolve(path, target), kind });
  const dynamic = [...code.matchAll(DYNAMIC)];
  if (dynamic.length !== (code.match(/\bimport\s*\(/g) ?? []).length)
    throw new Error(`${path} imports what cannot be read from its text`);
  return [
    ...[...code.matchAll(STATIC)].map((found) => made(found[1] ? 'type' : 'static', found[2] ?? found[3] ?? '')),
    ...dynamic.map((found) => made('dynamic', found[1] ?? found[2] ?? found[3] ?? '')),
  ];
}

function resolve(from: string, target: string): string {
  return target.startsWith('.') ? join(dirname(from), target).split(sep).join('/') : target;
}

/** The packages of this repository, by the name that the rest imports them by. */
export const OWN_PACKAGES: Readonly<Record<string, string>> = { '@openai-models/gjson': 'gjson' };

/** The part of the project that a file belongs to: a folder of `src` or `packages`, a file in `src`, or `bin`. */
export function partOf(path: string): string {
  const [top, part = ''] = path.split('/');
  return OWN_PACKAGES[path] ?? (top === 'src' || top === 'packages' ? part.replace(/\.ts$/, '') : (top as string));
}
