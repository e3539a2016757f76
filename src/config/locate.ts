/**
 * Locates a place in the text of the config file. Needs the parser that keeps comments, and only for an invalid file.
 */
import { isMap, isNode, isPair, LineCounter, parseDocument } from 'yaml';

/** Line and column, counted from 1, of a place in a YAML text: of the last key's name or of its value. */
export function locate(
  text: string,
  place: readonly string[],
  at: 'key' | 'value',
): { line?: number; column?: number } {
  const lines = new LineCounter();
  let node: unknown = parseDocument(text, { lineCounter: lines }).contents;
  let key: unknown;
  for (const name of place) {
    const pair = isMap(node) ? node.items.find((item) => isPair(item) && String(item.key) === name) : undefined;
    if (!pair) break;
    key = pair.key;
    node = pair.value;
  }
  const found = at === 'value' && isNode(node) && node.range ? node : key;
  if (!isNode(found) || !found.range) return {};
  const { line, col } = lines.linePos(found.range[0]);
  return { line, column: col };
}
