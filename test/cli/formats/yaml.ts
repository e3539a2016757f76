import { type Document, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Tree } from './tree.ts';

/** The documents of a YAML 1.2 stream as trees. Throws on errors and warnings, and on what JSON does not have. */
export function readYaml(text: string): Tree[] {
  const documents = parseAllDocuments(text, { version: '1.2', schema: 'core', strict: true, uniqueKeys: false });
  if (!Array.isArray(documents)) return [];
  return documents.map((document: Document.Parsed) => {
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem) throw problem;
    return treeOf(document.contents);
  });
}

function treeOf(node: unknown): Tree {
  if (isSeq(node)) return node.items.map(treeOf);
  if (isMap(node)) return { members: node.items.map(({ key, value }) => [keyOf(key), treeOf(value)]) };
  if (!isScalar(node)) throw new Error('an alias or a node without content');
  const { value, source } = node;
  if (typeof value === 'number' || typeof value === 'bigint') return { number: source ?? '' };
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  throw new Error(`a scalar that JSON does not have: ${String(value)}`);
}

function keyOf(node: unknown): string {
  const key = treeOf(node);
  if (typeof key !== 'string') throw new Error('a key that is no string');
  return key;
}
