/**
 * Shell globs against a whole id: `*`, `?`, `[ab]`, `[!a-z]`, `{a,b}`, `\` before a literal character, and bash's
 * `@(a|b)`, `?(a)`, `*(a)`, `+(a)`, `!(a)`. A slash is an ordinary character. An id may be of any length and made to be
 * slow, so nothing is tried twice: a plain glob remembers its last star, and one with groups keeps the set of all
 * positions that it may have reached.
 */

type Node =
  | { type: 'char'; char: string }
  | { type: 'any' }
  | { type: 'star' }
  | { type: 'set'; chars: string; ranges: readonly [string, string][]; negated: boolean }
  | { type: 'group'; kind: Kind; options: readonly Node[][] };

type Kind = '@' | '?' | '*' | '+' | '!';

/** Groups that repeat or negate look at every pair of positions, so they match no longer text. */
const MAX_REPEATED_LENGTH = 1024;

/** Compiles a glob into a test. */
export function globTest(pattern: string): (text: string) => boolean {
  const nodes = new Parser([...pattern]).sequence('');
  const simple = nodes.every(({ type }) => type !== 'group');
  return (text) => {
    const chars = [...text];
    return simple
      ? matchesSimple(nodes, chars)
      : advance(nodes, chars, positionsAt(chars.length, 0))[chars.length] === 1;
  };
}

class Parser {
  private readonly chars: readonly string[];
  private at = 0;
  private depth = 0;
  /** Groups that are never closed: each is tried once. */
  private readonly open = new Set<number>();

  constructor(chars: readonly string[]) {
    this.chars = chars;
  }

  /** Parses up to one of the characters in `ends`, or to the end. */
  sequence(ends: string): Node[] {
    const nodes: Node[] = [];
    while (this.at < this.chars.length) {
      const char = this.chars[this.at] as string;
      if (ends.includes(char)) break;
      nodes.push(this.node(char));
    }
    return nodes;
  }

  private node(char: string): Node {
    const next = this.chars[this.at + 1];
    if (char === '\\' && next !== undefined) {
      this.at += 2;
      return { type: 'char', char: next };
    }
    if ('@?*+!'.includes(char) && next === '(') {
      const group = this.group(this.at + 2, '|', ')', char as Kind);
      if (group) return group;
    }
    if (char === '{') {
      const before = this.at;
      const group = this.group(before + 1, ',', '}', '@');
      if (group && group.options.length > 1) return group;
      this.at = before;
    }
    if (char === '[') {
      const set = this.set();
      if (set) return set;
    }
    this.at++;
    if (char === '*') return { type: 'star' };
    return char === '?' ? { type: 'any' } : { type: 'char', char };
  }

  /** `undefined` if the group is not closed or nested too deeply: its opening then stands for itself. */
  private group(start: number, between: string, end: string, kind: Kind): (Node & { type: 'group' }) | undefined {
    if (this.open.has(start) || this.depth === MAX_DEPTH || !this.closes(end)) return undefined;
    const before = this.at;
    this.at = start;
    this.depth++;
    const options: Node[][] = [];
    let char: string | undefined = between;
    while (char === between) {
      options.push(this.sequence(between + end));
      char = this.chars[this.at++];
    }
    this.depth--;
    if (char === undefined) {
      this.open.add(start);
      this.at = before;
      return undefined;
    }
    return { type: 'group', kind, options };
  }

  private closes(end: string): boolean {
    return this.chars.lastIndexOf(end) > this.at;
  }

  private set(): Node | undefined {
    const { chars } = this;
    if (!this.closes(']')) return undefined;
    let i = this.at + 1;
    const negated = chars[i] === '!' || chars[i] === '^';
    if (negated) i++;
    let single = '';
    const ranges: [string, string][] = [];
    // A bracket in first place is an ordinary character.
    for (let first = true; first || chars[i] !== ']'; first = false) {
      if (chars[i] === '\\') i++;
      const from = chars[i++];
      if (from === undefined) return undefined;
      const to = chars[i + 1];
      if (chars[i] === '-' && to !== undefined && to !== ']') {
        ranges.push([from, to]);
        i += 2;
      } else single += from;
    }
    this.at = i + 1;
    return { type: 'set', chars: single, ranges, negated };
  }
}

/** Maximum nesting; nobody nests deeper. */
const MAX_DEPTH = 32;

function matchesChar(node: Node, char: string): boolean {
  if (node.type === 'char') return node.char === char;
  if (node.type !== 'set') return node.type === 'any';
  const within = node.chars.includes(char) || node.ranges.some(([from, to]) => from <= char && char <= to);
  return within !== node.negated;
}

/** Matches a glob without groups: after a mismatch, only the last star can take one more character. */
function matchesSimple(nodes: readonly Node[], chars: readonly string[]): boolean {
  let n = 0;
  let star = -1;
  let resume = 0;
  for (let c = 0; c < chars.length; ) {
    const node = nodes[n];
    if (node?.type === 'star') {
      star = n++;
      resume = c;
    } else if (node && matchesChar(node, chars[c] as string)) {
      n++;
      c++;
    } else if (star >= 0) {
      n = star + 1;
      c = ++resume;
    } else return false;
  }
  while (nodes[n]?.type === 'star') n++;
  return n === nodes.length;
}

/** Positions between characters: 1 if reachable. */
type Positions = Uint8Array;

function positionsAt(length: number, at: number): Positions {
  const positions = new Uint8Array(length + 1);
  positions[at] = 1;
  return positions;
}

/** Where the nodes may end if they begin at `from`. */
function advance(nodes: readonly Node[], chars: readonly string[], from: Positions): Positions {
  let positions = from;
  for (const node of nodes) {
    if (!positions.includes(1)) break;
    positions = node.type === 'group' ? advanceGroup(node, chars, positions) : step(node, chars, positions);
  }
  return positions;
}

function step(node: Node, chars: readonly string[], from: Positions): Positions {
  const positions = new Uint8Array(from.length);
  if (node.type === 'star') return positions.fill(1, from.indexOf(1));
  for (let i = 0; i < chars.length; i++)
    if (from[i] === 1 && matchesChar(node, chars[i] as string)) positions[i + 1] = 1;
  return positions;
}

function advanceGroup(
  { kind, options }: Node & { type: 'group' },
  chars: readonly string[],
  from: Positions,
): Positions {
  const matchOnce = (places: Positions) => union(options.map((option) => advance(option, chars, places)));
  if (kind === '@') return matchOnce(from);
  if (kind === '?') return union([from, matchOnce(from)]);
  const none = new Uint8Array(from.length);
  if (chars.length > MAX_REPEATED_LENGTH) return none;
  if (kind === '!') {
    for (let i = from.indexOf(1); i >= 0; i = from.indexOf(1, i + 1)) {
      const matched = matchOnce(positionsAt(chars.length, i));
      for (let k = i; k < none.length; k++) if (matched[k] === 0) none[k] = 1;
    }
    return none;
  }
  let all = matchOnce(from);
  for (let added = all; added.includes(1); ) {
    const visited = all;
    added = matchOnce(added).map((place, i) => (place === 1 && visited[i] === 0 ? 1 : 0));
    all = union([all, added]);
  }
  return kind === '*' ? union([from, all]) : all;
}

function union(all: readonly Positions[]): Positions {
  const positions = (all[0] as Positions).slice();
  for (const other of all.slice(1)) for (let i = 0; i < positions.length; i++) if (other[i] === 1) positions[i] = 1;
  return positions;
}
