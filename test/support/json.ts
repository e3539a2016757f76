/** JSON text as it may come: any spelling, any white space. */
import fc from 'fast-check';

const space = fc.constantFrom('', '', '', ' ', '\n', '\t', '\r\n', '  ');

/** Numbers in spellings that a double would not keep. */
const numberText = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '-0',
    '0.0',
    '1.50E+10',
    '1e400',
    '-1E-7',
    '12345678901234567890',
    '1686935002.0',
    '9007199254740993',
  ),
);

/** Strings with some of their characters escaped where they need not be. */
const stringText = fc
  .tuple(fc.string({ unit: 'binary', maxLength: 8 }), fc.infiniteStream(fc.boolean()))
  .map(([text, choices]) => {
    const units = [
      ...JSON.stringify(text)
        .slice(1, -1)
        .matchAll(/\\u....|\\.|[^\\]/gsu),
    ].map(([unit]) => unit);
    const spell = (unit: string) => {
      const escaped = choices.next().value && !unit.startsWith('\\');
      return escaped
        ? [...unit]
            .flatMap((c) => c.split(''))
            .map(escapeUnit)
            .join('')
        : unit;
    };
    return `"${units.map(spell).join('')}"`;
  });

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const scalarText = fc.oneof(
  fc.constantFrom('null', 'true', 'false', '""', '{}', '[]', '[ ]', '{ }', '"data"', '"id"'),
  numberText,
  stringText,
);

/** A JSON value as text, white space within and without its tokens at random; duplicate keys happen. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string; spaced: string; member: string }>((tie) => ({
  spaced: fc.tuple(space, tie('value'), space).map((parts) => parts.join('')),
  member: fc
    .tuple(space, fc.oneof(stringText, fc.constantFrom('"a"', '"id"', '"data"')), space, tie('spaced'))
    .map(([before, key, between, value]) => `${before}${key}${between}:${value}`),
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalarText,
    fc.array(tie('spaced'), { maxLength: 4 }).map((parts) => `[${parts.join(',')}]`),
    fc.array(tie('member'), { maxLength: 4 }).map((parts) => `{${parts.join(',')}}`),
  ),
})).value;

/** An object as text. */
export const objectText: fc.Arbitrary<string> = fc
  .array(fc.tuple(stringText, space, jsonText), { maxLength: 5 })
  .map((members) => `{${members.map(([key, blank, value]) => `${key}${blank}:${blank}${value}`).join(',')}}`);

/** The tokens of valid JSON text, as written. */
export function tokensOf(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/gs) ?? [];
}

/** Whether JSON.parse takes the text. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The bytes cut into pieces of these sizes, over and over. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
