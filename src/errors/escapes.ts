/**
 * The ways in which text is escaped: in JSON and programs, in URLs, in HTML. All are decoded at once, since the purpose
 * is to find hidden secrets, not to interpret the text. For text that is escaped twice, decode twice.
 */

/** Text, and the position of each character in the text it was decoded from. */
export interface Decoded {
  text: string;
  source(at: number): number;
}

const ESCAPE =
  /\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\U([0-9a-f]{8})|%u([0-9a-f]{4})|%([0-9a-f]{2})|&#x0{0,8}([0-9a-f]{1,6})(?:;|(?=&))|\\([0-7]{3})|&#0{0,8}([0-9]{1,7})(?:;|(?=&))|&([a-z]{2,6});|\\([^\sa-z0-9])/gi;
/** Groups of ESCAPE that hold a code: the first seven in base 16, then one in base 8 and one in base 10. */
const HEX_GROUPS = 7;
const OCTAL_GROUP = 8;
const DECIMAL_GROUP = 9;

/** HTML names of characters that a key may contain. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  ast: '*',
  bsol: '\\',
  colon: ':',
  comma: ',',
  commat: '@',
  dash: '-',
  dollar: '$',
  equals: '=',
  excl: '!',
  grave: '`',
  gt: '>',
  hat: '^',
  hyphen: '-',
  lbrace: '{',
  lbrack: '[',
  lcub: '{',
  lowbar: '_',
  lpar: '(',
  lsqb: '[',
  lt: '<',
  num: '#',
  percnt: '%',
  period: '.',
  plus: '+',
  quest: '?',
  quot: '"',
  rbrace: '}',
  rbrack: ']',
  rcub: '}',
  rpar: ')',
  rsqb: ']',
  semi: ';',
  sol: '/',
  tilde: '~',
  verbar: '|',
};

/** The text with its escapes decoded once, or `undefined` if it has none. */
export function decodeOnce({ text, source }: Decoded): Decoded | undefined {
  if (!/[\\%&]/.test(text)) return undefined;
  const places = new Uint32Array(text.length + 1);
  let plain = '';
  let done = 0;
  const copy = (from: number, to: number) => {
    for (let at = from; at < to; at++) places[plain.length + at - from] = at;
    plain += text.slice(from, to);
  };
  for (const found of text.matchAll(ESCAPE)) {
    const meant = meaning(found);
    if (meant === undefined) continue;
    copy(done, found.index);
    for (let at = 0; at < meant.length; at++) places[plain.length + at] = found.index;
    plain += meant;
    done = found.index + found[0].length;
  }
  if (done === 0) return undefined;
  copy(done, text.length);
  places[plain.length] = text.length;
  return { text: plain, source: (at) => source(places[at] as number) };
}

/** The text with its escapes decoded at most `times` times. */
export function decodedText(text: string, times: number): string {
  let view: Decoded = { text, source: (at) => at };
  for (let time = 0; time < times; time++) {
    const next = decodeOnce(view);
    if (!next) break;
    view = next;
  }
  return view.text;
}

function meaning(found: RegExpMatchArray): string | undefined {
  for (let group = 1; group <= DECIMAL_GROUP; group++) {
    const digits = found[group];
    if (digits === undefined) continue;
    const code = Number.parseInt(digits, group <= HEX_GROUPS ? 16 : group === OCTAL_GROUP ? 8 : 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
  }
  const [name, sign] = found.slice(DECIMAL_GROUP + 1);
  return sign ?? NAMED[(name as string).toLowerCase()];
}

/** Encodings of the text as they appear inside longer ones: base64 at each alignment, and hexadecimal. */
export function encodings(text: string): string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  const base64 = [0, 1, 2].map((before) => {
    const all = btoa('\0'.repeat(before) + bytes);
    const padded = before + bytes.length;
    // The first and last characters hold bits of the surrounding text.
    return all.slice(Math.ceil((before * 8) / 6), Math.floor((padded * 8) / 6));
  });
  const inUrls = base64.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return [...new Set([...base64, ...inUrls, hex])];
}
