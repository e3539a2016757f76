/**
 * The cells that text takes on a terminal, by Unicode's East Asian Width (UAX #11) for the few blocks that the widths
 * test writes in, so that it does not measure with the product's own measure.
 */
const WIDE: readonly (readonly [from: number, to: number])[] = [
  [0x1100, 0x115f], // Hangul Jamo
  [0x3000, 0x30ff], // CJK symbols, Hiragana, Katakana
  [0x4e00, 0x9fff], // CJK unified ideographs
  [0xac00, 0xd7a3], // Hangul syllables
  [0xff01, 0xff60], // fullwidth forms
  [0x1f300, 0x1f3fa], // pictographs
  [0x1f400, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x2fffd], // CJK extension B and on
];

/** Nothing by themselves: combining marks, and the skin tones after an emoji. */
const NARROWEST: readonly (readonly [from: number, to: number])[] = [
  [0x0300, 0x036f],
  [0x1f3fb, 0x1f3ff],
];

const within = (code: number, ranges: typeof WIDE) => ranges.some(([from, to]) => code >= from && code <= to);

/** How many cells a text takes. U+FE0F makes the sign before it an emoji, which is wide. */
export function cellsOf(text: string): number {
  return [...text].reduce((sum, char) => sum + cellsOfOne(char.codePointAt(0) ?? 0), 0);
}

function cellsOfOne(code: number): number {
  if (code === 0xfe0f) return 1;
  if (within(code, NARROWEST)) return 0;
  return within(code, WIDE) ? 2 : 1;
}

/** What stands from a cell on; `undefined` where a character straddles it. */
export function fromCell(text: string, cell: number): string | undefined {
  let used = 0;
  let at = 0;
  for (const char of text) {
    const cells = cellsOfOne(char.codePointAt(0) ?? 0);
    if (used > cell) return undefined;
    // A mark without cells of its own belongs to what stands before it.
    if (used === cell && cells > 0) return text.slice(at);
    used += cells;
    at += char.length;
  }
  return '';
}
