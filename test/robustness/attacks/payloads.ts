import { ATTACKS, escaped, unescaped } from '../../support/attacks.ts';

/** Every attack by its name: those that the tests in process know, and those that only a terminal answers to. */
export const PAYLOADS: Readonly<Record<string, string>> = {
  ...ATTACKS,
  'title (OSC 0)': '\x1b]0;pwned\x07',
  'title ended by ST': '\x1b]2;pwned\x1b\\',
  'clipboard in C1 (OSC 52)': '\u009d52;c;cm0gLXJmIH4=\u009c',
  'cursor movement': '\x1b[3A\x1b[2Kgpt-4o\x1b[3B',
  'cursor movement in C1': '\u009b3A\u009b2K',
  'color of the product itself': '\x1b[1mbold\x1b[22m\x1b[31mred\x1b[39m',
  'bracketed paste (DECSET 2004)': '\x1b[?2004h',
  'mouse reports (DECSET 1000)': '\x1b[?1000h',
  'hidden cursor': '\x1b[?25l',
  'answerback (ENQ)': '\x05',
  'full reset (RIS)': '\x1bc',
  'character set (SO, designate)': '\x1b(0\x0elqqk\x0f',
  'application program command': '\x1b_payload\x1b\\',
  'privacy message in C1': '\u009epayload\u009c',
  'end of the terminal line (EOT, XOFF)': 'a\x04b\x13c',
  'carriage return before a line feed': 'ft:evil\r\nft:other',
  'tab that moves text': 'a\tb',
  'reverse order (LRO, PDF)': 'a\u202db\u202cc',
  'isolated order (LRI, FSI)': 'a\u2066b\u2069\u2068c\u2069',
  'zero-width non-joiner': 'gpt\u200c-4o',
  'invisible times': 'gpt\u2062-4o',
  'combining grapheme joiner': 'gpt\u034f-4o',
  'Hangul fillers': 'gpt\u115f\u1160\uffa0-4o',
  'Mongolian vowel separator': 'gpt\u180e-4o',
  'text that spells a tag (U+E0041)': 'gpt\u{e0041}\u{e0042}-4o',
  'lone surrogates': 'a\ud800b\udc00c',
};

/** Not from the command line or the environment: those hold no null byte and no lone surrogate, but any other text. */
export const TYPED = Object.values(PAYLOADS)
  .filter((text) => !/\0|\p{Surrogate}/u.test(text))
  .join(' ');

const NAMES = Object.keys(PAYLOADS);

/** An attack between two marks that no format escapes, by which it is found again on the screen. */
function marked(name: string): string {
  const n = NAMES.indexOf(name);
  return `begin${n}:${PAYLOADS[name]}:end${n};`;
}

/** What stands between the marks of an attack, each time it is on the screen. */
export function shownOf(name: string, screen: string): string[] {
  const n = NAMES.indexOf(name);
  return screen.split(`begin${n}:`).flatMap((rest, i) => (i === 0 ? [] : [rest.split(`:end${n};`, 1)[0] ?? '']));
}

/** Both ways to spell a string in JSON. A lone surrogate can only be escaped. */
const SPELLINGS = [escaped, (text: string) => (/\p{Surrogate}/u.test(text) ? escaped(text) : unescaped(text))];

/** A list that has every attack in ids, owners, dates, unknown fields, keys and deeper, in both spellings. */
export function hostileList(): Buffer {
  const models = NAMES.flatMap((name) => SPELLINGS.map((spell) => hostileModel(spell(marked(name)))));
  const bytes = '{"id":"bytes \x9b31m \xc2 \xed\xa0\x80 \xff end","owned_by":"\x9b"}';
  const around = `"object":"list",${escaped(TYPED)}:${unescaped(TYPED)}`;
  const head = Buffer.from(`{${around},"data":[${models.join(',')},`);
  return Buffer.concat([head, Buffer.from(bytes, 'latin1'), Buffer.from(`],"after":${unescaped(TYPED)}}`)]);
}

function hostileModel(text: string): string {
  const rest = `"owned_by":${text},"shutdown_date":${text},${text}:${text},"deep":{"k":[${text},{${text}:[${text}]}]}`;
  return `{"id":${text},"object":"model","created":1686924602,${rest}}`;
}

/** One object that has every attack: as values, as keys, and all of them in its id. */
export function hostileObject(): Buffer {
  const all = NAMES.map(marked).join('');
  const fields = NAMES.flatMap((name) =>
    SPELLINGS.map((spell) => `${spell(marked(name))}:{"v":${spell(marked(name))},"l":[${spell(marked(name))}]}`),
  );
  const text = `{"id":${escaped(all)},"deleted":true,"created":${escaped(all)},"owned_by":${escaped(TYPED)},${fields.join(',')}`;
  return Buffer.concat([Buffer.from(`${text},"bytes":"`), Buffer.from('\x9b31m \xff', 'latin1'), Buffer.from('"}')]);
}
