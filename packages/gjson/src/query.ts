/**
 * Queries: `path op value` between the brackets of `#(...)`. The right side adapts to the type of the value on the
 * left: a quoted number still equals a number, a bare word still equals a string. Null and JSON values match no
 * operator.
 */
import { parseFloat64 } from './number.ts';
import type { Follow, Path } from './path.ts';
import { Pattern } from './pattern.ts';
import { quoteEnd } from './pipe.ts';
import type { Run } from './run.ts';
import { compareUtf8, decodeEscapes, trimControls } from './text.ts';
import {
  BACKSLASH,
  BANG,
  BRACKET_CLOSE,
  BRACKET_OPEN,
  EQUAL,
  GREATER,
  LESS,
  PAREN_CLOSE,
  PAREN_OPEN,
  PERCENT,
  QUOTE,
} from './token.ts';
import { booleanWord, numberOf, stringOf, type Value } from './value.ts';

interface QueryShape {
  /** -1 if the query is never closed. */
  readonly end: number;
  /** Where the operator starts; 0 if there is none. */
  readonly operator: number;
  readonly escaped: boolean;
}

function scanQuery(path: string): QueryShape {
  let operator = 0;
  let escaped = false;
  let depth = 1;
  for (let i = 2; i < path.length; i += 1) {
    const code = path.charCodeAt(i);
    if (depth === 1 && operator === 0 && startsOperator(code)) {
      operator = i;
    } else if (code === BACKSLASH) {
      i += 1;
    } else if (code === BRACKET_OPEN || code === PAREN_OPEN) {
      depth += 1;
    } else if (code === BRACKET_CLOSE || code === PAREN_CLOSE) {
      depth -= 1;
      if (depth === 0) return { end: i + 1, operator, escaped };
    } else if (code === QUOTE) {
      const close = quoteEnd(path, i);
      escaped ||= path.slice(i, close).includes('\\');
      i = close;
    }
  }
  return { end: -1, operator, escaped };
}

function startsOperator(code: number): boolean {
  return code === BANG || code === EQUAL || code === LESS || code === GREATER || code === PERCENT;
}

/** Longer spellings first. */
const OPERATORS = ['!=', '!%', '<=', '>=', '==', '<', '>', '=', '%'] as const;

/**
 * Parses the query at the start of a path; `end` is the position after its last bracket. Undefined if it is not closed.
 */
export function readQuery(path: string, follow: Follow): { query: Query; end: number } | undefined {
  const shape = scanQuery(path);
  if (shape.end < 0) return undefined;
  return { query: makeQuery(path.slice(0, shape.end - 1), shape, follow), end: shape.end };
}

function makeQuery(inner: string, shape: QueryShape, follow: Follow): Query {
  const { operator: at, escaped } = shape;
  if (at === 0) return new Query(follow(trimControls(inner.slice(2))), '', '');
  const comparison = trimControls(inner.slice(at));
  // A lone character is an operator even if it is not a valid one. Otherwise an unknown one leaves a test of existence.
  const spelling = comparison.length === 1 ? comparison : (OPERATORS.find((each) => comparison.startsWith(each)) ?? '');
  const value = trimControls(comparison.slice(spelling.length));
  return new Query(
    follow(trimControls(inner.slice(2, at))),
    spelling === '==' ? '=' : spelling,
    unquote(value, escaped),
  );
}

function unquote(value: string, escaped: boolean): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  const inner = value.slice(1, -1);
  return escaped ? decodeEscapes(inner) : inner;
}

type Tilde = (value: Value | undefined) => boolean;

const TILDES: ReadonlyMap<string, Tilde> = new Map<string, Tilde>([
  ['~*', (value) => value !== undefined],
  ['~null', (value) => value === undefined || value.type === 'Null'],
  ['~true', (value) => truth(value) === true],
  ['~false', (value) => truth(value) === false],
]);

/** Undefined is neither truthy nor falsy. */
function truth(value: Value | undefined): boolean | undefined {
  switch (value?.type) {
    case undefined:
    case 'Null':
    case 'False':
      return false;
    case 'True':
      return true;
    case 'String':
      return booleanWord(stringOf(value!));
    case 'Number':
      return numberOf(value!) !== 0;
    case 'JSON':
      return undefined;
  }
}

/** A parsed query. */
export class Query {
  /** The left side. An empty one tests bare values themselves. */
  readonly path: Path;
  private readonly operator: string;
  private readonly value: string;
  private readonly tilde: Tilde | undefined;
  private readonly dead: boolean;
  private number: number | undefined = undefined;
  private pattern: Pattern | undefined = undefined;

  constructor(path: Path, operator: string, value: string) {
    this.path = path;
    this.operator = operator;
    this.value = value;
    this.tilde = TILDES.get(value);
    this.dead = this.tilde === undefined && value.startsWith('~');
  }

  /** Whether an item matches, given the value of the left side in it. */
  matches(value: Value | undefined, run: Run): boolean {
    if (this.dead) return false;
    if (this.tilde !== undefined) return this.operator === '' || this.compareBoolean(this.tilde(value), 'true');
    if (value === undefined) return false;
    if (this.operator === '') return true;
    switch (value.type) {
      case 'String':
        return this.compareString(stringOf(value), run);
      case 'Number':
        this.number ??= parseFloat64(this.value);
        return this.compareNumber(numberOf(value), this.number);
      case 'True':
        return this.compareBoolean(true, this.value);
      case 'False':
        return this.compareBoolean(false, this.value);
      default:
        return false;
    }
  }

  private compareString(left: string, run: Run): boolean {
    switch (this.operator) {
      case '=':
        return left === this.value;
      case '!=':
        return left !== this.value;
      case '<':
        return compareUtf8(left, this.value) < 0;
      case '<=':
        return compareUtf8(left, this.value) <= 0;
      case '>':
        return compareUtf8(left, this.value) > 0;
      case '>=':
        return compareUtf8(left, this.value) >= 0;
      case '%':
      case '!%':
        this.pattern ??= new Pattern(this.value);
        return this.pattern.matches(left, run) === (this.operator === '%');
      default:
        return false;
    }
  }

  private compareNumber(left: number, right: number): boolean {
    switch (this.operator) {
      case '=':
        return left === right;
      case '!=':
        return left !== right;
      case '<':
        return left < right;
      case '<=':
        return left <= right;
      case '>':
        return left > right;
      case '>=':
        return left >= right;
      default:
        return false;
    }
  }

  /** False is less than true, and any other word on the right is not comparable. `<=` and `>=` ignore the right side. */
  private compareBoolean(left: boolean, right: string): boolean {
    switch (this.operator) {
      case '=':
        return right === String(left);
      case '!=':
        return right !== String(left);
      case '<':
        return !left && right === 'true';
      case '<=':
        return !left;
      case '>':
        return left && right === 'false';
      case '>=':
        return left;
      default:
        return false;
    }
  }
}
