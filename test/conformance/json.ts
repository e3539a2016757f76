/**
 * JSON and YAML values compared without loss.
 *
 * A whole number is a bigint, any other number a double, an object a Map (the last of two equal keys wins).
 * So 12345678901234567890 and 12345678901234567891 differ, while 1 and 1.0 are the same value.
 */
export type ExactValue = null | boolean | string | number | bigint | ExactValue[] | Map<ExactValue, ExactValue>;

const TOKEN = /[ \t\n\r]*("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null|[[\]{},:])/y;

/** Parses strict JSON. Throws SyntaxError on anything else. */
export function parseExact(text: string): ExactValue {
  JSON.parse(text); // The grammar is checked here, so that the reader below may trust its tokens.
  TOKEN.lastIndex = 0;
  return readValue(text, nextToken(text));
}

function nextToken(text: string): string {
  const token = TOKEN.exec(text)?.[1];
  if (token === undefined) throw new SyntaxError('unexpected end of JSON');
  return token;
}

function readValue(text: string, token: string): ExactValue {
  if (token === '{') return readObject(text);
  if (token === '[') return readArray(text);
  if (token === 'null') return null;
  if (token === 'true' || token === 'false') return token === 'true';
  if (token.startsWith('"')) return JSON.parse(token) as string;
  return /^-?\d+$/.test(token) ? BigInt(token) : Number(token);
}

function readObject(text: string): Map<ExactValue, ExactValue> {
  const members = new Map<ExactValue, ExactValue>();
  for (let token = nextToken(text); token !== '}'; token = nextToken(text)) {
    if (token === ',') continue;
    const key = JSON.parse(token) as string;
    nextToken(text);
    members.set(key, readValue(text, nextToken(text)));
  }
  return members;
}

function readArray(text: string): ExactValue[] {
  const items: ExactValue[] = [];
  for (let token = nextToken(text); token !== ']'; token = nextToken(text)) {
    if (token !== ',') items.push(readValue(text, token));
  }
  return items;
}

/** Whether two values are the same: keys in any order, items in order, numbers by their exact value. */
export function sameValue(a: ExactValue, b: ExactValue): boolean {
  if (isNumber(a) && isNumber(b)) return sameNumber(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index] as ExactValue));
  }
  if (a instanceof Map && b instanceof Map) {
    if (a.size !== b.size) return false;
    return [...a].every(([key, value]) => b.has(key) && sameValue(value, b.get(key) as ExactValue));
  }
  return a === b;
}

function isNumber(value: ExactValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function sameNumber(a: number | bigint, b: number | bigint): boolean {
  if (typeof a === typeof b) return a === b || (Number.isNaN(a) && Number.isNaN(b));
  // A bigint equals a double only when the double is that very integer; `==` compares them exactly.
  // biome-ignore lint/suspicious/noDoubleEquals: the exact comparison of bigint and number is the point
  return a == b;
}

/** The tokens of a JSON text as written, white space aside. Anything that is no token stays as a character. */
export function jsonTokens(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[^ \t\n\r[\]{},:"]+|[[\]{},:"]/g) ?? [];
}
