/** JSON texts that a hostile or merely odd server could send. */
import fc from 'fast-check';

/** Strings that some reader takes for something else. */
const LOOKALIKES = [
  ...['', ' ', 'null', 'Null', '~', 'true', 'TRUE', 'Yes', 'no', 'ON', 'off', 'y', 'n', '.inf', '-.INF', '.nan', 'NaN'],
  ...['0', '-0', '1e3', '1.', '.5', '+1', '0x1F', '0o17', '017', '1_000', '12:30:45', '190:20:30', '2001-12-14', '='],
  ...['2001-12-14T21:59:43.10-05:00', '<<', '- a', '-', '--- a', '---', '...', '? x', ': x', 'a: b', 'a:', 'a #b', '#'],
  ...['&anchor', '*alias', '!tag', '!!int 1', '| x', '>', '%YAML 1.1', '@at', '`tick`', '[1]', '{a: b}', "it's", "'q'"],
  ...[' lead', 'trail ', '\ttab', 'a,b', 'a;b', '"', '""', '"q"', 'a"b', 'a""b', ',', '|', 'a|b', '\\|', '\\', '\\\\'],
  ...[
    '\\n',
    '\\t',
    '\\u0041',
    '\n',
    '\r',
    '\r\n',
    'a\nb',
    'a\r\nb',
    '\n\n',
    'a\tb',
    '=1+1',
    '*b*',
    '`c`',
    '<b>',
    '[l](u)',
  ],
];

/** Characters that control, hide, reorder or take two units. */
const ODD = [
  ...['\0', '\x07', '\b', '\f', '\v', '\x1b', '\x1b[31m', '\x7f', '\x85', '\x9b', '\xa0', '\xad', '\u061c', '\u200b'],
  ...['\u200d', '\u200e', '\u2028', '\u2029', '\u202e', '\u2066', '\u2069', '\ufeff', '\ufffe', '\uffff', '\ufffd'],
  ...[
    'é',
    'e\u0301',
    'ß',
    'я',
    '漢字',
    '한',
    'ｶ',
    '👩‍💻',
    '🏳️‍🌈',
    '😀',
    '🇩🇪',
    '\u{1f600}',
    '\u{10ffff}',
    '\u{e0041}',
    '\u{20000}',
  ],
];

/** A unit of a pair without its partner: JSON can only escape it. */
const LONE = ['\ud800', '\udbff', '\udc00', '\udfff'];

const fragment = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...LOOKALIKES) },
  { weight: 3, arbitrary: fc.constantFrom(...ODD) },
  { weight: 1, arbitrary: fc.constantFrom(...LONE) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(...'ab 01:-#,\'"\\\n\t|'), maxLength: 8 }) },
);

export const hostileText = fc.oneof(
  { weight: 8, arbitrary: fragment },
  { weight: 4, arbitrary: fc.array(fragment, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.tuple(fragment, fc.integer({ min: 100, max: 700 })).map(([text, n]) => text.repeat(n)) },
);

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** How a string is spelled: as short as JSON allows, or with escapes where none is needed. */
type Spelling = 'plain' | 'escaped' | 'mixed';

/** The JSON text of a string. */
export function literal(text: string, spelling: Spelling): string {
  const spelled = [...text].map((char, i) => {
    if (/[\ud800-\udfff]/u.test(char) || char < ' ' || char === '"' || char === '\\') {
      return spelling === 'escaped' ? units(char) : (SHORT[char] ?? units(char));
    }
    if (char === '/' && spelling === 'mixed') return '\\/';
    return spelling === 'escaped' || (spelling === 'mixed' && i % 3 === 0) ? units(char) : char;
  });
  return `"${spelled.join('')}"`;
}

function units(char: string): string {
  return [...Array(char.length).keys()]
    .map((i) => {
      const hex = char.charCodeAt(i).toString(16).padStart(4, '0');
      return `\\u${i % 2 === 0 ? hex : hex.toUpperCase()}`;
    })
    .join('');
}

const spelling = fc.constantFrom<Spelling>('plain', 'plain', 'escaped', 'mixed');
const stringLiteral = fc.tuple(hostileText, spelling).map(([text, how]) => literal(text, how));

const numberLiteral = fc.oneof(
  fc.constantFrom(
    ...['0', '-0', '0.0', '-0.0', '1.0', '1.50', '1.50E+10', '1e-7', '0e0', '1E400', '-1E-400', '12345678901234567890'],
    ...['123456789012345678901234567890.123456789', '9007199254740993', '1686935002.0', '0.1000', '1e+00007'],
  ),
  fc.stringMatching(/^-?(0|[1-9][0-9]{0,24})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,3})?$/),
);

const white = fc.constantFrom('', '', '', '', ' ', '\n', '\r\n', '\t', ' \t\n  ');
const scalar = fc.oneof(stringLiteral, numberLiteral, fc.constantFrom('true', 'false', 'null'));

/** Tokens with odd white space between them. */
function spaced(tokens: readonly string[], blanks: readonly string[]): string {
  return tokens.map((token, i) => token + (blanks[i % Math.max(1, blanks.length)] ?? '')).join('');
}

const blanks = fc.array(white, { maxLength: 7 });

function arrayText(items: readonly string[], gaps: readonly string[]): string {
  return spaced(['[', ...items.flatMap((item, i) => (i > 0 ? [',', item] : [item])), ']'], gaps);
}

/** A member as JSON text: the key's literal and the value. */
type MemberText = readonly [key: string, value: string];

function objectText(members: readonly MemberText[], gaps: readonly string[]): string {
  const inner = members.flatMap(([key, value], i) => [...(i > 0 ? [','] : []), key, ':', value]);
  return spaced(['{', ...inner, '}'], gaps);
}

/** Names that the product reads, or that this file uses for a purpose. */
const KNOWN =
  /^(?:x|data|models|result|error|deleted|id|identifier|name|object|organization|publisher|own.*|created.*)$/;
/** Longer keys have a test of their own: few readers of YAML take them. */
const LONGEST_KEY = 80;
const isFree = (text: string): boolean => !KNOWN.test(text);
const hostileKey = fc
  .tuple(hostileText, spelling)
  .filter(([text]) => isFree(text))
  .map(([text, how]) => literal(text.slice(0, LONGEST_KEY), how));

const deep = fc
  .tuple(fc.integer({ min: 3, max: 90 }), fc.boolean(), scalar)
  .map(([depth, array, inside]) =>
    array
      ? `${'['.repeat(depth)}${inside}${']'.repeat(depth)}`
      : `${'{"k":'.repeat(depth)}${inside}${'}'.repeat(depth)}`,
  );

/** Any value, nested, with empty containers and duplicate keys. */
export const { value: anyValue } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.constantFrom('[]', '{}', '[ ]', '{\n}', '[[]]', '[{}]', '{"":""}'),
    fc.tuple(fc.array(tie('value'), { maxLength: 5 }), blanks).map(([items, gaps]) => arrayText(items, gaps)),
    fc.tuple(fc.array(scalar, { maxLength: 30 }), blanks).map(([items, gaps]) => arrayText(items, gaps)),
    fc
      .tuple(fc.array(fc.tuple(hostileKey, tie('value')), { maxLength: 5 }), fc.boolean(), blanks)
      .map(([members, twice, gaps]) => objectText(twice ? [...members, ...members.slice(0, 1)] : members, gaps)),
    deep,
  ),
}));

const time = fc.oneof(
  fc.integer({ min: 2, max: 4_000_000_000 }).map(String),
  fc.constantFrom(
    '0',
    '1',
    '-5',
    'null',
    '1686935002.0',
    '1.686935002e9',
    '1686935002123',
    '253402300799',
    '1e15',
    '""',
  ),
);

const extraMembers = fc.array(fc.tuple(hostileKey, anyValue), { maxLength: 3 });

/** The members of a model in any order: hostile id and owner, one `x` with anything in it, unknown fields, duplicates. */
const members = fc
  .tuple(
    fc.record({ id: stringLiteral, owner: fc.oneof(stringLiteral, fc.constant('null')), created: time, x: anyValue }),
    extraMembers,
    fc.array(fc.constantFrom('id', 'created', 'owned_by'), { maxLength: 1 }),
  )
  .chain(([{ id, owner, created, x }, extra, left]) => {
    const known: MemberText[] = [
      ['"id"', id],
      ['"object"', '"model"'],
      ['"created"', created],
      ['"owned_by"', owner],
      ['"x"', x],
    ];
    const kept = known.filter(([key]) => !left.some((name) => name !== 'id' && key === `"${name}"`));
    return fc.shuffledSubarray([...kept, ...extra], { minLength: kept.length + extra.length });
  });

export const modelText = fc.tuple(members, blanks).map(([all, gaps]) => objectText(all, gaps).trim());

/** What a deletion answers: `deleted` is true, and anything may stand beside it. */
export const outcomeText = fc
  .tuple(stringLiteral, extraMembers, anyValue, blanks)
  .map(([id, extra, x, gaps]) =>
    objectText([['"id"', id], ['"object"', '"model"'], ...extra, ['"deleted"', 'true'], ['"x"', x]], gaps),
  );

/** A list answer with other members before and after the models. */
export const listText = fc
  .tuple(fc.array(modelText, { maxLength: 4 }), extraMembers, extraMembers, blanks)
  .map(([models, before, after, gaps]) =>
    objectText([['"object"', '"list"'], ...before, ['"data"', arrayText(models, gaps)], ...after], gaps),
  );
