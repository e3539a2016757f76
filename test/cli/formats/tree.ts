/**
 * A JSON or YAML value without loss: members in their order, duplicates included, numbers as they were written. Two
 * trees are the same value when they are deeply equal.
 */
export type Tree = null | boolean | string | { number: string } | Tree[] | { members: [key: string, value: Tree][] };

const TOKEN = /[ \t\n\r]*("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null|[[\]{},:])/y;

/** Reads strict JSON. Throws SyntaxError on anything else. */
export function readJson(text: string): Tree {
  JSON.parse(text); // The grammar is checked here, so that the reader below may trust its tokens.
  TOKEN.lastIndex = 0;
  return readValue(text, nextToken(text));
}

/** The tokens of a JSON text exactly as written, without the white space between them. */
export function jsonTokens(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') tokens.push(nextToken(text));
  return tokens;
}

function nextToken(text: string): string {
  const token = TOKEN.exec(text)?.[1];
  if (token === undefined) throw new SyntaxError('a piece of the text is not JSON token');
  return token;
}

function readValue(text: string, token: string): Tree {
  if (token === '{') return readObject(text);
  if (token === '[') return readArray(text);
  if (token === 'null') return null;
  if (token === 'true' || token === 'false') return token === 'true';
  return token.startsWith('"') ? (JSON.parse(token) as string) : { number: token };
}

function readObject(text: string): Tree {
  const members: [string, Tree][] = [];
  for (let token = nextToken(text); token !== '}'; token = nextToken(text)) {
    if (token === ',') continue;
    nextToken(text);
    members.push([JSON.parse(token) as string, readValue(text, nextToken(text))]);
  }
  return { members };
}

function readArray(text: string): Tree {
  const items: Tree[] = [];
  for (let token = nextToken(text); token !== ']'; token = nextToken(text)) {
    if (token !== ',') items.push(readValue(text, token));
  }
  return items;
}

/** The members of an object; none of anything else. */
export function membersOf(tree: Tree): [key: string, value: Tree][] {
  return typeof tree === 'object' && tree !== null && 'members' in tree ? tree.members : [];
}

/** Compact JSON text, strings as JSON.stringify writes them. */
export function writeJson(tree: Tree): string {
  if (Array.isArray(tree)) return `[${tree.map(writeJson).join(',')}]`;
  if (typeof tree !== 'object' || tree === null) return JSON.stringify(tree);
  if ('number' in tree) return tree.number;
  return `{${tree.members.map(([key, value]) => `${JSON.stringify(key)}:${writeJson(value)}`).join(',')}}`;
}
