/** What a terminal must never be given, by Unicode's own properties and not by the product's list. */

/** Controls, lone surrogates, line and paragraph separators, everything that is invisible or changes direction. */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\ufffb]/gu;

/** The two that only choose between a colored and a plain picture. */
const PICTURE_SELECTORS = ['\ufe0e', '\ufe0f'];

/** The sequences that the product itself paints with: bold, dim, red, green, yellow, cyan, and back. */
const PAINT = /\x1b\[(?:0|1|2|22|31|32|33|36|39)m/g;

/** The text without the product's own colors. */
export function unpainted(text: string): string {
  return text.replace(PAINT, '');
}

/**
 * The unsafe characters in what reached a terminal, as `U+XXXX`. Tabs and line ends are lines of the product's own: a
 * line feed, after the carriage returns that the terminal's driver puts before it. Bytes that are not UTF-8 are unsafe.
 */
export function leaks(bytes: Uint8Array): string[] {
  return leaksIn(decodeStrictly(bytes));
}

/** As `leaks`, once the product's own colors are taken out. */
export function leaksBesidePaint(bytes: Uint8Array): string[] {
  return leaksIn(unpainted(decodeStrictly(bytes)));
}

function leaksIn(text: string): string[] {
  const found = text.replace(/\r*\n/g, '').replaceAll('\t', '').match(UNSAFE) ?? [];
  const unsafe = found.filter((char) => !PICTURE_SELECTORS.includes(char));
  return [...new Set(unsafe)].map(
    (char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

function decodeStrictly(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
