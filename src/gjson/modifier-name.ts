/**
 * The names of the modifiers. Paths must know them, because `@` before any other name starts a plain key.
 */
import { AT, BRACE_OPEN, BRACKET_OPEN, COLON, DOT, PIPE } from './char.ts';

/** Every modifier there is; names are case-sensitive. */
const MODIFIER_NAMES = [
  'pretty',
  'ugly',
  'reverse',
  'this',
  'flatten',
  'join',
  'valid',
  'keys',
  'values',
  'tostr',
  'fromstr',
  'group',
  'dig',
] as const;

/** The name of a modifier. */
export type ModifierName = (typeof MODIFIER_NAMES)[number];

const KNOWN: ReadonlySet<string> = new Set(MODIFIER_NAMES);

/** Whether a name is a modifier's. */
export function isModifierName(name: string): name is ModifierName {
  return KNOWN.has(name);
}

/** Position of the `:`, `|` or `.` that ends the modifier name started by the `@` at `at`, or the text's length. */
export function modifierNameEnd(path: string, at: number): number {
  let i = at + 1;
  while (i < path.length) {
    const code = path.charCodeAt(i);
    if (code === COLON || code === PIPE || code === DOT) break;
    i += 1;
  }
  return i;
}

/** Whether the dot before `at` acts as a pipe: a multipath or a modifier follows. */
export function startsPiped(path: string, at: number): boolean {
  const code = path.charCodeAt(at);
  if (code === AT) return isModifierName(path.slice(at + 1, modifierNameEnd(path, at)));
  return code === BRACE_OPEN || code === BRACKET_OPEN;
}
