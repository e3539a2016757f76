/**
 * `--where 'COLUMN OP VALUE'`: compares the content of a column. The column determines the type: numbers are compared
 * exactly, as decimals; dates and ages as times; a list by its members; anything else as text, ignoring case. A model
 * without a value passes no test but `COLUMN=`.
 */
import { CliError } from '../errors/error.ts';
import { type Cell, cellValue } from '../models/cell.ts';
import { topLevelPositions } from '../models/columns.ts';
import { compareDecimals, type Decimal, parseDecimal, parseHumanNumber } from '../models/decimal.ts';
import { globTest } from '../models/glob.ts';
import { DAY, isoDate, parseAge, parseWhen } from '../models/time.ts';

/** The longest first: `<=` is not `<` with a value of `=...`. */
const OPERATORS = ['!=', '<=', '>=', '!~', '=', '<', '>', '~'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Condition {
  /** A column, a field or a GJSON path, as typed. */
  column: string;
  operator: Operator;
  value: string;
  /** What was typed. */
  text: string;
  /** Whether the model's value passes. */
  holds(cell: Cell | undefined): boolean;
  /** How many models did not pass because they have no value. */
  readonly missing: number;
}

const MAX_LENGTH = 10_000;
const EXPECTED = "COLUMN OP VALUE, such as 'context>=200k' or 'input_modalities=image' (OP: = != < <= > >= ~ !~)";

/**
 * Reads one condition.
 * @param now Unix seconds, for ages
 * @throws CliError `bad-value` if it is not one, or if it orders by a value that has no size
 */
export function readCondition(text: string, now: number): Condition {
  const bad = (want: string) => new CliError('bad-value', { what: '--where', value: text.slice(0, 80), want });
  const at = text.length <= MAX_LENGTH ? operatorAt(text) : undefined;
  if (!at) throw bad(EXPECTED);
  const column = text.slice(0, at.start).trim();
  const value = unquoted(text.slice(at.start + at.operator.length).trim());
  const { operator } = at;
  if (column === '') throw bad(EXPECTED);
  if (value === '' && operator !== '=' && operator !== '!=') throw bad(`${EXPECTED}, with a value after ${operator}`);
  if (isOrder(operator) && !hasSize(value, now))
    throw bad(`a number, a date or an age after ${operator}, such as 200k, 0.15, 2026-01-31 or 30d`);
  const passes = compileTest(operator, value, now);
  let missing = 0;
  return {
    column,
    operator,
    value,
    text,
    holds(cell) {
      if (value !== '' && isMissing(cell)) missing++;
      return passes(cell);
    },
    get missing() {
      return missing;
    },
  };
}

function isOrder(operator: Operator): boolean {
  return operator.startsWith('<') || operator.startsWith('>');
}

function hasSize(value: string, now: number): boolean {
  return parseHumanNumber(value) !== undefined || parseWhen(value, now) !== undefined || parseAge(value) !== undefined;
}

/** The first operator outside the brackets and quotes of a path. */
function operatorAt(text: string): { operator: Operator; start: number } | undefined {
  for (const start of topLevelPositions(text)) {
    const operator = OPERATORS.find((one) => text.startsWith(one, start));
    if (operator) return { operator, start };
  }
  return undefined;
}

/** Strips the quotes from a quoted value. */
function unquoted(value: string): string {
  const [first] = value;
  const isQuoted = value.length >= 2 && (first === '"' || first === "'") && value.endsWith(first);
  return isQuoted ? value.slice(1, -1) : value;
}

function compileTest(operator: Operator, value: string, now: number): (cell: Cell | undefined) => boolean {
  if (value === '') return (cell) => isMissing(cell) === (operator === '=');
  const passes = compileComparison(operator, value, now);
  return (cell) => !isMissing(cell) && passes(cell as Cell);
}

/** Whether there is nothing, an empty text or an empty list. */
export function isMissing(cell: Cell | undefined): boolean {
  if (cell === undefined) return true;
  if (cell.type === 'list') return cell.items.length === 0;
  return cell.type === 'text' && cell.text === '';
}

function compileComparison(operator: Operator, value: string, now: number): (cell: Cell) => boolean {
  switch (operator) {
    case '=':
      return equals(value, now);
    case '!=': {
      const same = equals(value, now);
      return (cell) => !same(cell);
    }
    case '~':
      return contains(value);
    case '!~': {
      const has = contains(value);
      return (cell) => !has(cell);
    }
    default: {
      const compare = comparison(value, now);
      return (cell) => {
        const order = compare(cell);
        if (order === undefined) return false;
        if (order === 0) return operator.endsWith('=');
        return order < 0 === operator.startsWith('<');
      };
    }
  }
}

/** Equal as text, ignoring case, or as a number, day or age. A list needs one equal member. */
function equals(value: string, now: number): (cell: Cell) => boolean {
  const lower = value.toLowerCase();
  const number = parseHumanNumber(value);
  const day = /^\d{4}(?:-\d{2}){0,2}$/.test(value) ? value : undefined;
  const compare = comparison(value, now);
  const same = (text: string) => {
    if (text.toLowerCase() === lower) return true;
    const own = number && parseDecimal(text);
    return own !== undefined && number !== undefined && compareDecimals(own, number) === 0;
  };
  return (cell) => {
    switch (cell.type) {
      case 'list':
        return cell.items.some(same);
      case 'time':
      case 'day':
        // A year, month or day matches any time within it.
        return day === undefined ? compare(cell) === 0 : isoDate(cell.seconds).startsWith(day);
      case 'age':
        return compare(cell) === 0;
      default:
        return same(cell.text) || (day !== undefined && /^\d{4}-\d{2}/.test(cell.text) && cell.text.startsWith(day));
    }
  };
}

/** A glob for the whole text, or a substring, ignoring case. A list needs one matching member. */
function contains(value: string): (cell: Cell) => boolean {
  const lower = value.toLowerCase();
  const fits = /[*?[\]{}]/.test(value) ? globTest(lower) : (text: string) => text.includes(lower);
  return (cell) => {
    if (cell.type === 'list') return cell.items.some((item) => fits(item.toLowerCase()));
    return fits(cellValue(cell).toLowerCase());
  };
}

/** Compares a cell with the value; `undefined` if the two cannot be compared. */
function comparison(value: string, now: number): (cell: Cell) => number | undefined {
  const number = parseHumanNumber(value);
  // An age counts back from now, except for a shutdown day, where it counts ahead.
  const moment = parseWhen(value, now);
  const ahead = parseWhen(value, now, true);
  const age = parseAge(value) ?? (number && Number(value) * DAY);
  return (cell) => {
    switch (cell.type) {
      case 'time':
        return moment === undefined ? undefined : cell.seconds - moment;
      case 'day':
        return ahead === undefined ? undefined : cell.seconds - ahead;
      case 'age':
        return age === undefined || Number.isNaN(age) ? undefined : cell.seconds - age;
      case 'list':
        return undefined;
      default:
        return compareText(cell.text, number, moment);
    }
  };
}

function compareText(text: string, number: Decimal | undefined, moment: number | undefined): number | undefined {
  const own = number && parseDecimal(text);
  if (own && number) return compareDecimals(own, number);
  // A date that the server or the dataset gives as text: `2024-06`, `2027-01-14`.
  const when = moment !== undefined && /^\d{4}-\d{2}/.test(text) ? parseWhen(text, 0) : undefined;
  return when === undefined || moment === undefined ? undefined : when - moment;
}
