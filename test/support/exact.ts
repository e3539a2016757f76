/** Values of JSON and YAML texts that keep what matters: number spelling, key order, duplicate keys. */
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { tokensOf } from './json.ts';

export type Exact = string | boolean | null | { number: string } | Exact[] | { members: [string, Exact][] };

/** The value of valid JSON text. */
export function exactJson(text: string): Exact {
  const tokens = tokensOf(text).values();
  const next = () => tokens.next().value ?? '';
  const value = (token: string): Exact => {
    if (token === '{') return { members: listUntil('}', member) };
    if (token === '[') return listUntil(']', value);
    return /^[-\d]/.test(token) ? { number: token } : (JSON.parse(token) as string | boolean | null);
  };
  function member(key: string): [string, Exact] {
    next();
    return [JSON.parse(key) as string, value(next())];
  }
  function listUntil<T>(close: string, read: (token: string) => T): T[] {
    const all: T[] = [];
    for (let token = next(); token !== close; token = next()) all.push(read(token === ',' ? next() : token));
    return all;
  }
  return value(next());
}

/** The value of one YAML 1.2 document (core schema). Throws on an error or a warning. */
export function exactYaml(text: string, version: '1.1' | '1.2' = '1.2'): Exact {
  const schema = version === '1.2' ? 'core' : 'yaml-1.1';
  const document = parseDocument(text, { version, schema, uniqueKeys: false, intAsBigInt: true });
  for (const problem of [...document.errors, ...document.warnings]) throw problem;
  return exactNode(document.contents);
}

function exactNode(node: unknown): Exact {
  if (isMap<Node, Node>(node)) {
    return { members: node.items.map(({ key, value }): [string, Exact] => [nameOf(exactNode(key)), exactNode(value)]) };
  }
  if (isSeq(node)) return node.items.map(exactNode);
  if (!isScalar(node)) throw new Error(`not plain data: ${String(node)}`);
  const { value, source } = node;
  if (typeof value === 'number' || typeof value === 'bigint') return { number: source ?? '' };
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  throw new Error(`not JSON data: ${String(value)}`);
}

function nameOf(key: Exact): string {
  if (typeof key !== 'string') throw new Error(`a key that is no string: ${JSON.stringify(key)}`);
  return key;
}
