/** Texts that would harm, hide or deceive if a terminal were given them as they are. */

/** By the name of the attack. A line break is one too, where an entry must stay on its line. */
export const ATTACKS: Readonly<Record<string, string>> = {
  'color that stays on': '\x1b[31;7mred',
  'clear screen': '\x1b[2J\x1b[H$ ',
  'title report typed at the prompt (CSI 21 t)': '\x1b]2;rm -rf ~\x07\x1b[21t',
  'device status report': '\x1b[6n',
  'link to elsewhere (OSC 8)': '\x1b]8;;https://evil.example\x1b\\gpt-4o\x1b]8;;\x1b\\',
  'clipboard (OSC 52)': '\x1b]52;c;cm0gLXJmIH4=\x07',
  'device control string': '\x1bP$q"p\x1b\\',
  'alternate screen': '\x1b[?1049h',
  'printer (media copy)': '\x1b[5i',
  'C1 control sequence': 'a\u009b31mb',
  'C1 operating system command': 'a\u009d52;c;eA==\u009c',
  'C1 next line': 'a\u0085b',
  'overwrite by carriage return': 'ft:evil\rgpt-4o',
  'erase by backspace': 'evil\b\b\b\bgood',
  bell: '\x07',
  'null byte': 'a\0b',
  delete: 'a\x7fb',
  tab: 'evil\t\tgood',
  'form feed and vertical tab': 'a\fb\vc',
  'shift out': '\x0eabc\x0f',
  'reverse order (RLO)': 'gpt-\u202eo4',
  'isolated order (RLI)': 'a\u2067b\u2069c',
  'right to left mark': 'a\u200fb',
  'Arabic letter mark': 'a\u061cb',
  'zero-width space': 'gpt\u200b-4o',
  'zero-width joiner': 'gpt\u200d-4o',
  'word joiner': 'gpt\u2060-4o',
  'byte order mark': 'gpt\ufeff-4o',
  'soft hyphen': 'gpt\u00ad-4o',
  'filler that looks like a space': 'gpt\u3164-4o',
  'tag characters': 'gpt-4o\u{e0074}\u{e0078}\u{e007f}',
  'invisible variation selectors': 'gpt-4o\u{e0101}\u{e0102}',
  'line separator': 'a\u2028b',
  'paragraph separator': 'a\u2029b',
  'annotation anchor': 'a\ufff9b\ufffbc',
  'counterfeit row': 'a\nft:other  acme',
};

/** Everything that the attacks are made of, but for the line break that ends a line of output. */
const DANGEROUS =
  /[\0-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** The dangerous characters in bytes that went to a terminal, as `U+XXXX`. Throws for bytes that are not UTF-8. */
export function dangers(bytes: Uint8Array): string[] {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  return (text.match(DANGEROUS) ?? []).map((found) => `U+${found.codePointAt(0)?.toString(16).padStart(4, '0')}`);
}

/** JSON text of a string in ASCII alone. */
export function escaped(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** JSON text of a string with every character that JSON allows to stand as it is. */
export function unescaped(text: string): string {
  return JSON.stringify(text).replace(/\\u(00[89]\w|[1-9a-f]\w{3})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
