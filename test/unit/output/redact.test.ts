import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  collectSecrets,
  headerSecrets,
  isSecretParameter,
  querySecrets,
  redactHeader,
  redactUrl,
} from '../../../src/config/secrets.ts';
import { decodedText } from '../../../src/errors/escapes.ts';
import { redact, withoutSecrets } from '../../../src/errors/redact.ts';
import { FLAGS } from '../../../src/spec/flags.ts';

describe('redact takes out', () => {
  test.each<[text: string, secrets: string[], shown: string]>([
    ['Incorrect API key provided: sk-abcdefgh', [], 'Incorrect API key provided: [key]'],
    ['Incorrect API key provided: sk-ab****efgh, sorry', [], 'Incorrect API key provided: [key], sorry'],
    ['Incorrect API key provided: gsk_ab...efgh', ['gsk_abcdefgh'], 'Incorrect API key provided: [key]'],
    ['sk-proj-a_b-c', [], '[key]'],
    ['key abcd1234, again abcd1234', ['abcd1234'], 'key [key], again [key]'],
    ['key My API Key!', ['My API Key'], 'key [key]!'],
    ['a+b(c)*d is not a pattern', ['a+b(c)*d'], '[key] is not a pattern'],
    ['$& and $1', ['$& and'], '[key] $1'],
    ['abcd****wxyz', [], '[key]'],
    ['****wxyz', [], '[key]'],
    ['Bearer hunter22', ['hunter22', 'other'], 'Bearer [key]'],
    ['abc***xyz', [], '[key]'],
    ['a***', [], '[key]'],
    ['***', [], '[key]'],
    ['sk-abc, pk_abc, rk-abc, gsk_abc, xai-abc, sess-abc', [], '[key], [key], [key], [key], [key], [key]'],
    ['key abcd here', ['abcd'], 'key [key] here'],
    // From eight characters on in any case of its letters.
    ['key ABCDEFGH here', ['abcdefgh'], 'key [key] here'],
    ['hex 6162636465666768 here', ['abcdefgh'], 'hex [key] here'],
    // A letter whose lower case is longer: cases count there.
    ['İ key abcdefgh here', ['abcdefgh'], 'İ key [key] here'],
    ['one abcd1234abcd1234 two', ['abcd1234'], 'one [key] two'],
    ['aaab and aab', ['aaab'], '[key] and aab'],
    ['ababababac', ['ababac'], 'abab[key]'],
    // A key that begins or ends with a backslash, between the two that JSON makes of it; and in JSON within JSON.
    ['{"m":"\\\\%A0abcdefgh."}', ['\\%A0abcdefgh'], '{"m":"[key]."}'],
    ['{"m":"%41%5Cabcdefgh\\\\"}', ['%41%5Cabcdefgh\\'], '{"m":"[key]"}'],
    ['{"m":"a\\\\\\\\%A0abcdefgh."}', ['\\%A0abcdefgh'], '{"m":"a[key]."}'],
    // What is left of one before a cut, and behind one.
    ['key abcdefgh', ['abcdefghijklmnop'], 'key [key]'],
    ['mnop is left', ['abcdefghijklmnop'], '[key] is left'],
  ])('%s', (text, secrets, shown) => expect(redact(text, secrets)).toBe(shown));

  test('any secret of some length, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!'[key]'.includes(secret) && !before.includes('[') && !after.includes(']'));
        expect(redact(`${before}|${secret}|${after}`, [secret])).not.toContain(`|${secret}|`);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['key ABCDEFG here', 'abcdefg'],
    ['hex 61626364656667 here', 'abcdefg'],
    ['key abc here', 'abc'],
    ['nop is left', 'abcdefghijklmnop'],
    ['left mnop of it', 'abcdefghijklmnop'],
    ['key abc', 'abcdefghijklmnop'],
    ['key: *p', 'abcdefghijklmnop'],
    ['key: a*', 'abcdefghijklmnop'],
    ['key: **x', 'abcdefghijklmnop'],
    ['key: ab.', 'abcdefghijklmnop'],
  ])('nothing of %s where the secret is %s', (text, secret) => expect(redact(text, [secret])).toBe(text));

  test('what is encoded five times, and no deeper', () => {
    const encoded = (times: number) => {
      let text = `%61${'bcdefgh'}`;
      for (let i = 1; i < times; i++) text = text.replaceAll('%', '%25');
      return text;
    };
    for (let times = 1; times <= 5; times++) expect(redact(`key ${encoded(times)}.`, ['abcdefgh'])).toBe('key [key].');
    expect(redact(`key ${encoded(6)}.`, ['abcdefgh'])).toBe(`key ${encoded(6)}.`);
  });

  test('these very secrets alone, where nothing else may change', () => {
    expect(withoutSecrets('abcd sk-secret abc ABCD abcd', ['abcd', 'abc', ''])).toBe('[key] sk-secret abc ABCD [key]');
    expect(withoutSecrets('a', [])).toBe('a');
  });

  test('nothing for secrets that are too short to be any', () => {
    expect(redact('a the end', ['a', '', 'the'])).toBe('a the end');
  });
});

describe('redact leaves', () => {
  test.each([
    'The model gpt-4o does not exist',
    'ask-me-anything',
    'risk-free',
    'a task-oriented model',
    '** bold **',
    'a**b',
    'sk-ab',
    'a wish-list, desk-abcdef',
    'a... b…',
    'ft:gpt-4o:acme::abc123',
    'a keyword, a key, keys: none',
    ...Object.keys(FLAGS).map((name) => `--${name}`),
  ])('%s', (text) => expect(redact(text, [])).toBe(text));
});

/** How servers were seen to repeat a key, and what is worse. */
const each = (text: string, encode: (code: number, char: string) => string) =>
  Array.from(text, (char) => encode(char.codePointAt(0) as number, char)).join('');
const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');
const percent = (text: string) => each(text, (code) => `%${hex(code, 2)}`);
const json = (text: string) => each(text, (code) => `\\u${hex(code, 4)}`);
const ENCODINGS: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'in capitals': (text) => text.toUpperCase(),
  'JSON as PHP writes it': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'JSON escapes': json,
  'a URL': encodeURIComponent,
  'percent escapes': percent,
  'percent escapes, twice': (text) => percent(text).replaceAll('%', '%25'),
  'HTML in base 10': (text) => each(text, (code) => `&#${code};`),
  'HTML in base 16': (text) => each(text, (code) => `&#x${hex(code, 2)};`),
  'HTML in JSON': (text) => json(each(text, (code, char) => (/\w/.test(char) ? char : `&#${code};`))),
  'a string of C': (text) => each(text, (code) => `\\x${hex(code, 2)}`),
  'octal escapes': (text) => each(text, (code) => `\\${code.toString(8).padStart(3, '0')}`),
  'a string of ES6': (text) => each(text, (code) => `\\u{${hex(code, 1)}}`),
  base64: (text) => btoa(`Bearer ${text}`),
  'base64 in a URL': (text) => btoa(`x:${text}`).replaceAll('+', '-').replaceAll('/', '_'),
  hexadecimal: (text) => each(text, (code) => hex(code, 2)),
};

/** Signs for each character of a key, where no escape says what they mean. */
const DENSER: Record<string, number> = { base64: 2, 'base64 in a URL': 2, hexadecimal: 2 };

/** So many characters of a key are no more than its kind. */
const TELLING = 8;
const KEY_CHARS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/+=.~!#$&%:\\"';
const keys = fc
  .string({ unit: fc.constantFrom(...KEY_CHARS), minLength: 24, maxLength: 60 })
  // A key that repeats itself would be found in its own remains.
  .filter((key) => new Set(pieces(key)).size === pieces(key).length && !/\[key\]/.test(key));

function pieces(key: string, size = TELLING): string[] {
  return Array.from({ length: Math.max(0, key.length - size + 1) }, (_, at) => key.slice(at, at + size));
}

describe.each(Object.entries(ENCODINGS))('a key in %s', (name, encode) => {
  test('is taken out wherever the text is cut', () => {
    fc.assert(
      fc.property(keys, fc.nat(), fc.boolean(), (key, cut, marked) => {
        const said = `{"error":{"message":"bad key ${encode(key)} (401)"}}`;
        const text = said.slice(0, cut % (said.length + 1)) + (marked ? ' …' : '');
        const shown = redact(text, [key]);
        const signs = DENSER[name] ?? 1;
        const wanted = signs === 1 ? key.toLowerCase() : encode(key);
        const read = signs === 1 ? decodedText(shown, 9).toLowerCase() : shown;
        for (const piece of pieces(wanted, TELLING * signs))
          if (read.includes(piece)) throw new Error(`${piece} is left of ${key} in ${shown}`);
      }),
      { numRuns: 300 },
    );
  });

  test('leaves what stands around it, and JSON that is still JSON', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const body = JSON.stringify({ error: { message: `bad key ${key}.` }, id: 7 });
        const inside = JSON.stringify(key).slice(1, -1);
        const said = encode === ENCODINGS['as it is'] ? body : body.replace(inside, () => escapedForJson(encode(key)));
        const shown = JSON.parse(redact(said, [key])) as { error: { message: string }; id: number };
        expect(shown.error.message).toContain('[key]');
        expect(shown.id).toBe(7);
      }),
      { numRuns: 100 },
    );
  });
});

/** Inside a string of JSON: as it is where JSON reads it, else with its backslashes escaped. */
function escapedForJson(text: string): string {
  try {
    JSON.parse(`"${text}"`);
    return text;
  } catch {
    return JSON.stringify(text).slice(1, -1);
  }
}

describe('a masked key', () => {
  test.each<[text: string, shown: string]>([
    // A tail alone, as vLLM and proxies show it.
    ['Invalid key: ****yz9Q', 'Invalid key: [key]'],
    ['Invalid key: …yz9Q', 'Invalid key: [key]'],
    ['Invalid key: ..9Q', 'Invalid key: [key]'],
    ['Invalid key: ab…', 'Invalid key: [key]'],
    ['Invalid key: ab...9Q', 'Invalid key: [key]'],
    ['Invalid key: ab..', 'Invalid key: [key]'],
    ['Invalid key: abc/d ...', 'Invalid key: [key] ...'],
    ['Invalid key: abc\\/d...', 'Invalid key: [key]...'],
    ['So on...', 'So on...'],
    ['a..b', 'a..b'],
  ])('%s', (text, shown) => expect(redact(text, ['abc/defghijklmnopqrstyz9Q'])).toBe(shown));
});

test('a long and hostile text takes time in proportion', () => {
  const key = `${'ab'.repeat(30)}c`;
  for (const text of ['ab'.repeat(200_000), '%25'.repeat(150_000), '\\\\'.repeat(200_000), '. .'.repeat(150_000)])
    expect(redact(text, [key, 'other-secret-key', '\\'.repeat(8)]).length).toBeGreaterThan(0);
});

test('a very long text is looked through to its end, and at every seam', () => {
  const key = 'Zq7hunter2-Zq7hunter2/x';
  const filler = 'plain text, '.repeat(20_000);
  for (const before of [(1 << 20) - 30, (1 << 20) - (1 << 16) - 5, 3 << 20]) {
    const text = `${filler.repeat(1 + before / filler.length).slice(0, before)}${percent(key)} and more, ${filler}`;
    const shown = redact(text, [key]);
    expect(shown).toBe(`${text.slice(0, before)}[key] and more, ${filler}`);
  }
});

describe('the secrets of a run', () => {
  test('are the values of every flag that is declared to be one, and of its variable', () => {
    const secret = Object.entries(FLAGS).filter(([, spec]) => 'secret' in spec && spec.type === 'string');
    expect(secret.length).toBeGreaterThan(2);
    for (const [name, spec] of secret) {
      expect(collectSecrets({ [name]: 'a-secret-value' }, {}), name).toContain('a-secret-value');
      if ('env' in spec) expect(collectSecrets({}, { [spec.env]: 'a-secret-value' }), name).toContain('a-secret-value');
    }
  });

  test.each<[line: string, secrets: string[]]>([
    ['Authorization: Bearer abcdef', ['abcdef']],
    ['Authorization: Token abcdef', ['Token abcdef', 'abcdef']],
    ['authorization: abcdef', ['abcdef']],
    ['Authorization: Basic dXNlcjpodW50ZXIyMg==', ['dXNlcjpodW50ZXIyMg==', 'user:hunter22', 'hunter22']],
    ['X-Api-Key: abc def', ['abc def', 'def']],
    ['Cookie: lang=en; session=abcdefgh', ['lang=en; session=abcdefgh', 'abcdefgh']],
    ['X-Trace: abcdef', []],
    ['X-Trace: authorization', []],
    ['X-Trace', []],
    ['Authorization: Basic', ['Basic']],
    ['Authorization: basic !!!', ['!!!']],
    ['Authorization: Basic dXNlcg==', ['dXNlcg==', 'user', 'user']],
    ['X-Key: a:b', ['a:b']],
    ['Set-Cookie: sid=abcdefgh', ['sid=abcdefgh', 'abcdefgh']],
    ['Cookie: a=1234567; b=12345678', ['a=1234567; b=12345678', '12345678']],
    ['Cookie: a=1', []],
    ['Cookie2: abcdefgh', ['abcdefgh', 'abcdefgh']],
    ['X-Cookie: a=1', ['a=1']],
    ...['Auth', 'Key', 'Token', 'Secret', 'Password', 'Credential', 'Signature'].map((name): [string, string[]] => [
      `X-${name}-Y: v`,
      ['v'],
    ]),
  ])('in a header: %s', (line, secrets) => expect(headerSecrets([line])).toEqual(secrets));

  test('in the query of a URL, as they stand there and as they are meant', () => {
    expect(querySecrets('http://x/v1?api-version=1&api_key=a%2Fb&sig=c+d')).toEqual(['a%2Fb', 'a/b', 'c+d', 'c d']);
    expect(redactUrl('http://x/v1?api-version=1&api_key=a%2Fb&code=c')).toBe(
      'http://x/v1?api-version=1&api_key=[hidden]&code=[hidden]',
    );
    expect(redactUrl('http://x/v1?key=')).toBe('http://x/v1?key=');
    expect(redactUrl('http://x/v1?key&a=1#key=b')).toBe('http://x/v1?key&a=1#key=b');
    expect(redactUrl('http://key=x/v1')).toBe('http://key=x/v1');
    expect(querySecrets('http://x/v1')).toEqual([]);
    expect(querySecrets('http://x/v1?k%65y=%zz&key')).toEqual(['%zz', '%zz']);
    for (const name of ['code', 'JWT', 'pass', 'pwd', 'sas', 'sid', 'sig', 'session', 'api_key', 'access_token'])
      expect(isSecretParameter(name), name).toBe(true);
    for (const name of ['codec', 'api-version', 'page', 'insid']) expect(isSecretParameter(name), name).toBe(false);
    expect(redactHeader('X-Api-Key', 'v')).toBe('[hidden]');
    expect(redactHeader('X-Trace', 'v')).toBe('v');
  });

  test.each<[variable: string, value: string, secrets: string[]]>([
    ['HTTP_PROXY', 'http://me:p@proxy', ['p', 'p']],
    ['all_proxy', 'me:p@proxy', ['p', 'p']],
    ['https_proxy', 'http://me:a/b@proxy', []],
    ['https_proxy', 'http://me:a:b@c@proxy', ['a:b@c', 'a:b@c']],
    ['https_proxy', 'http://proxy:3128', []],
    ['https_proxy', 'http://me@proxy', []],
    ['https_proxy', 'http://me:@proxy', []],
    ['no_proxy', 'http://me:p@proxy', []],
    ['MY_HTTP_PROXY', 'http://me:p@proxy', []],
    ['OPENAI_BASE_URL', 'http://x/v1?key=abc', ['abc', 'abc']],
    ['OPENAI_CUSTOM_HEADERS', 'X-Key: abc\r\nX-Token: def\nX-Trace: g', ['abc', 'def']],
    ['OPENAI_API_KEY', '  ', []],
  ])('in the variable %s: %s', (variable, value, secrets) => {
    expect(collectSecrets({}, { [variable]: value })).toEqual(secrets);
  });

  test('in variables that are not set are none', () => {
    const env = { https_proxy: undefined, OPENAI_API_KEY: undefined, OPENAI_BASE_URL: undefined };
    expect(collectSecrets({}, env)).toEqual([]);
  });

  test('in a base URL and headers of the command line', () => {
    expect(collectSecrets({ 'base-url': 'http://x/v1?key=abc', header: ['X-Key: def'] }, {})).toEqual([
      'def',
      'abc',
      'abc',
    ]);
  });

  test('in the address of a proxy, and around a key', () => {
    expect(
      collectSecrets({}, { https_proxy: 'http://me:p%40ss@proxy:3128', OPENAI_API_KEY: `'Bearer sk-x1'` }),
    ).toEqual(expect.arrayContaining(['p%40ss', 'p@ss', 'sk-x1']));
  });
});

test('a key is found behind every name that HTML has for a character of it', () => {
  const names =
    'amp apos ast bsol colon comma commat dollar equals excl grave gt hat lbrace lbrack lowbar lpar lt num percnt period plus quest quot rbrace rbrack rpar semi sol tilde verbar';
  const signs = '&\'*\\:,@$=!`>^{[_(<#%.+?"}]);/~|';
  names.split(' ').forEach((name, at) => {
    expect(decodedText(`a&${name};b`, 1), name).toBe(`a${signs[at]}b`);
    expect(redact(`said a&${name};bcdef.`, [`a${signs[at]}bcdef`]), name).toBe('said [key].');
  });
});

test.each<[cut: string, length: number, shown: string]>([
  // Of a key of 16 characters four are a part, of a shorter one the half.
  ['abcd …', 16, '[key] …'],
  ['abcd …', 15, 'abcd …'],
  ['abcdefgh …', 15, '[key] …'],
  ['abc …', 60, 'abc …'],
])('%s, cut out of %i characters, is shown as %s', (cut, length, shown) => {
  const key = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.slice(0, length);
  expect(redact(cut, [key])).toBe(shown);
});
