// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the text of files
/** Which mentions of ids count, and where exactly they stand: each kind of text that an id can be in. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCatalog } from '../../../src/check/catalog.ts';
import { fileKindOf } from '../../../src/check/files.ts';
import { FileScanner, type Mention } from '../../../src/check/scan.ts';
import { openLifecycles } from '../../../src/details/open-lifecycles.ts';

const lifecycles = await openLifecycles('2026-11-27');
const { ids } = openCatalog(lifecycles, new Map());

function mentions(path: string, text: string | Uint8Array): Mention[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return all(new FileScanner(ids, fileKindOf(path)).scanPiece(bytes, bytes.length, 0, bytes.length));
}

const all = (mentioned: Iterable<Mention | undefined>) => [...mentioned].filter((one) => one !== undefined);

const found = (path: string, text: string) => mentions(path, text).map((one) => one.text);

describe('an id with a hyphen stands whole', () => {
  test.each<[path: string, text: string, expected: readonly string[]]>([
    ['a.py', 'MODEL = "gpt-4-0613"', ['gpt-4-0613']],
    ['a.py', "M='gpt-3.5-turbo'#x", ['gpt-3.5-turbo']],
    ['a.yaml', 'model: gpt-4-turbo # the old one', ['gpt-4-turbo']],
    ['a.env', 'export MODEL=claude-2.1', ['claude-2.1']],
    ['a.md', 'We moved away from gpt-4-turbo. Why? Ask claude-2.1!', ['gpt-4-turbo', 'claude-2.1']],
    ['a.md', '**gpt-4-0613** and *gpt-4-32k*', ['gpt-4-0613', 'gpt-4-32k']],
    ['a.md', '**gpt-4-0613 is old**, *so is gpt-4-32k*', ['gpt-4-0613', 'gpt-4-32k']],
    ['a.md', '`gpt-4-32k*` and *gpt-4-32k and gpt-4-32k*, with `*gpt-4-32k*`', ['gpt-4-32k', 'gpt-4-32k']],
    ['a.txt', '使用gpt-4-0613模型', ['gpt-4-0613']],
    ['a.txt', '모델은 gpt-4-0613를 쓴다', ['gpt-4-0613']],
    ['a.json', '{"a":"x\\ngpt-4-0613\\n\\tgpt-4-32k"}', ['gpt-4-0613', 'gpt-4-32k']],
    ['a.json', '{"a":"{\\"model\\":\\"gpt-4-0613\\"}"}', ['gpt-4-0613']],
    ['a.json', '{"a":"\\u0022gpt-4-turbo\\u0022"}', ['gpt-4-turbo']],
    ['a.sh', `: "\${M:=gpt-4-0613}" \${N:-gpt-4-32k} \${O-gpt-4-0314}`, ['gpt-4-0613', 'gpt-4-32k', 'gpt-4-0314']],
    ['a.html', '<i data-x="{&quot;m&quot;:&quot;gpt-4-0613&quot;}">', ['gpt-4-0613']],
    ['a.html', '<!-- gpt-4-0613--> <b>gpt-4-32k</b>', ['gpt-4-0613', 'gpt-4-32k']],
    ['a.js', 'const a = "gpt-4|gpt-3.5-turbo|gpt-5.4".split("|")', ['gpt-4', 'gpt-3.5-turbo', 'gpt-5.4']],
    ['a.py', 're.compile(r"^(?:gpt-4-0613|gpt-4-32k-0613)$")', ['gpt-4-0613', 'gpt-4-32k-0613']],
    ['a.py', 'textembedding-gecko@003', ['textembedding-gecko@003']],
    ['a.txt', 'gpt-4-0613/gpt-4-32k', ['gpt-4-0613', 'gpt-4-32k']],
    ['a.yaml', '#gpt-4-0613', ['gpt-4-0613']],
    [
      'a.py',
      '"\\x22gpt-4-0613\\x22 \\033[1mgpt-4-32k\\033[0m \\u{22}gpt-4-0314\\u{22}"',
      ['gpt-4-0613', 'gpt-4-32k', 'gpt-4-0314'],
    ],
    ['a.py', 're.compile(r"\\bgpt-4-0613\\b")', ['gpt-4-0613']],
    // And where it does not.
    ['a.py', '"gpt-4x" "gpt-4-0613x" "xgpt-4-0613" "gpt-4-06130" "my-gpt-4" "gpt-4-"', []],
    ['a.py', '"gpt-4.json" "gpt-4.7" "gpt-4_x" "x_gpt-4" "gpt-4-0613-custom" "GPT-4" "gpt-4@x"', []],
    ['a.py', 'f"gpt-4-{d}" f"gpt-4{d}" "gpt-4*" "gpt-4.*" r"gpt-4\\d" "gpt-4%s"', []],
    ['a.js', '`gpt-4${x}` `${x}gpt-4` `gpt-4-${d}`', []],
    ['a.rb', '"gpt-4#{x}" "gpt-4<%= x %>" r"gpt-4(?:-0613)?" "gpt-4(-0613|-0314)"', []],
    ['a.css', '.gpt-4 { } #gpt-4 { }', []],
    ['a.tsx', '<p className="card gpt-4">', []],
    ['a.txt', 'größegpt-4, gpt-4größer', []],
    ['a.yml', 'branches: [feature/whisper-1, "fix/whisper-1"]', []],
    ['a.md', '[x](https://example.com/blog/gpt-4) <https://gpt-4.example.com> me@gpt-4', []],
    ['a.py', '"Xenova/gpt-4" "prompts/gpt-4-0613/system.txt"', []],
    ['a.py', '"x.anthropic.claude-3-haiku-20240307-v1:0" "anthropic.claude-3-haiku-20240307-v1:0b"', []],
  ])('%s: %s', (path, text, expected) => expect(found(path, text)).toEqual(expected));
});

describe('a prefix is part of the text', () => {
  test.each<[text: string, expected: string, provider: string | undefined]>([
    ['"openai/gpt-4-0613"', 'openai/gpt-4-0613', 'openai'],
    ['"azure/gpt-4-0613"', 'azure/gpt-4-0613', 'azure'],
    ['"models/gemini-2.0-flash"', 'models/gemini-2.0-flash', undefined],
    ['"google/gemini-2.0-flash-001"', 'google/gemini-2.0-flash-001', 'gemini'],
    ['"vertex_ai/gemini-1.5-flash-002"', 'vertex_ai/gemini-1.5-flash-002', 'vertex'],
    ['"openrouter/openai/gpt-4"', 'openrouter/openai/gpt-4', 'openai'],
    ['"openai/gpt-3.5-turbo-0613:beta"', 'openai/gpt-3.5-turbo-0613', 'openai'],
    ['"openai:gpt-4-turbo"', 'gpt-4-turbo', 'openai'],
    ['"openai:chat:gpt-4-turbo"', 'gpt-4-turbo', 'openai'],
    ['"vertex:gemini-2.0-flash-001"', 'gemini-2.0-flash-001', 'vertex'],
    ['"us.anthropic.claude-3-5-sonnet-20240620-v1:0"', 'us.anthropic.claude-3-5-sonnet-20240620-v1:0', 'bedrock'],
    [
      '"bedrock/us-west-2/anthropic.claude-3-haiku-20240307-v1:0"',
      'bedrock/us-west-2/anthropic.claude-3-haiku-20240307-v1:0',
      'bedrock',
    ],
    ['https://x/v1/models/gpt-4-32k', 'gpt-4-32k', undefined],
    ['https://x/v1/engines/text-davinci-003/completions', 'text-davinci-003', undefined],
    ['https://x/openai/deployments/gpt-4-32k/chat/completions', 'gpt-4-32k', undefined],
    ['v1beta/models/gemini-embedding-001:embedContent', 'gemini-embedding-001', undefined],
    ['arn:aws:bedrock:us-east-1::foundation-model/cohere.command-r-v1:0', 'cohere.command-r-v1:0', undefined],
    ['"openai/o1"', 'openai/o1', 'openai'],
    ['/v1/engines/davinci/completions', 'davinci', undefined],
    ['"ft:gpt-3.5-turbo-0613:acme::8abc"', 'ft:gpt-3.5-turbo-0613:acme::8abc', undefined],
    ['"openai/ft:babbage-002:acme:x:1:ckpt-step-9"', 'openai/ft:babbage-002:acme:x:1:ckpt-step-9', 'openai'],
    ['davinci:ft-acme-2023-03-01-10-00-00', 'davinci:ft-acme-2023-03-01-10-00-00', undefined],
    ['`ft:gpt-3.5-turbo-0613:acme::${x}`', 'gpt-3.5-turbo-0613', undefined],
  ])('%s', (text, expected, provider) => expect(mentions('a.py', text)).toMatchObject([{ text: expected, provider }]));
});

describe('a short word counts where a model is named', () => {
  test.each<[path: string, text: string]>([
    ['a.env', 'REASONING_MODEL=o1'],
    ['a.env', 'MODELS=gpt-5.4,o1'],
    ['a.ini', 'model = o1 ; slow'],
    ['a.yaml', 'model: o1'],
    ['a.yaml', 'models:\n  - gpt-5.4\n  - o1\n'],
    ['a.yaml', 'enum:\n  - gpt-5.4\n  - o1\n'],
    ['a.yaml', 'm: { model: o1, effort: low }'],
    ['a.yaml', 'model: [gpt-5.4, o1, "x"]'],
    ['a.toml', "model = 'o1'"],
    ['a.properties', 'bot.reasoning.model = o1'],
    ['Dockerfile', 'ENV TITLE_MODEL o1'],
    ['Dockerfile', 'ARG MODEL=o1'],
    ['a.conf', 'proxy_set_header X-Model o1;'],
    ['a.sh', 'bot --model o1'],
    ['a.sh', 'bot --judge-model=o1 --x'],
    ['a.sh', 'llm -m o1 "hi"'],
    ['a.sh', 'M=${MODEL:-o1}'],
    ['a.md', 'Run `bot --model o1`.'],
    ['a.xml', '<model>o1</model>'],
    ['a.html', '<option value="o1">'],
    ['a.py', 'LAST = "o1"'],
    ['a.py', 'PRICES = {"o1": (15, 60)}'],
    ['a.ts', "chat.create({ model: 'o1' })"],
    ['a.cs', '"o1" => "thinks first",'],
    ['a.sql', "VALUES ('o1', 'slow')"],
    ['a.py', 'url = "https://x/?model=o1&n=1"'],
    ['a.py', '# model: o1'],
    ['a.yaml', 'env:\n  - name: OPENAI_MODEL\n    value: o1\n'],
    ['a.yaml', 'model:\n  type: string\n  default: o1\n'],
    ['a.yaml', 'models:\n  - name: o1\n    weight: 1\n'],
    ['a.yaml', 'args:\n  - --model\n  - o1\n'],
    ['a.yaml', 'model: &main o1\n'],
    ['a.yaml', 'env: [{name: MODEL, value: o1}]'],
    ['a.yaml', 'list: [\n  gpt-5.4,\n  o1,\n]\n'],
    ['a.txt', 'gpt-5.4\no1\n'],
    ['a.sh', 'case "$m" in o1|o3-mini) ;; esac'],
    ['a.ex', '~w(gpt-4o o1 gpt-5.4)'],
    ['a.ts', "const engine = 'davinci'"],
    ['a.py', 'os.getenv("CHAT_MODEL", "curie")'],
    ['a.py', 'Completion.create(engine="ada")'],
    ['a.py', '["text-davinci-003", "davinci"]'],
  ])('%s: %s', (path, text) => {
    const short = mentions(path, text).filter(({ id }) => !id.includes('-'));
    expect(short).toHaveLength(1);
  });

  test.each<[path: string, text: string]>([
    ['a.py', 'o1 = Object(); f(o1, o3); o1.x = 1; model = o1'],
    ['a.ts', 'export const label = (o1: number) => `o1: ${o1}, O(1) in time, o1=${o1}`;'],
    ['a.c', 'double step(double *o1, const double *o3) { return o1[0] * o3[1]; }'],
    ['a.css', '#o1, .o1, .o3 > .davinci { margin: 0 }'],
    ['a.html', '<h1 id="o1">x</h1> <p class="davinci o1">o1 form</p> <a href="#o1">'],
    ['a.js', "document.getElementById('o1'); ['o1', 'o2']"],
    ['a.md', 'fill in the o1 form, then the o3 form; the davinci room, and ada has none'],
    ['a.json', '{"languages": ["ada", "c"], "editor": "davinci", "rooms": ["the o1 room"]}'],
    ['a.yml', 'jobs:\n  o1:\n    runs-on: x\n  tag: v1.0-o1\n  zone: eu-o3\n'],
    ['Makefile', 'o1: eval\n\tcp results.json o1.json\n'],
    ['Dockerfile', 'FROM node AS o1\nCOPY --from=o1 /a /b'],
    ['a.sql', 'SELECT o1.id FROM orders o1 JOIN orders o3 ON o3.parent = o1.id;'],
    ['a.adb', 'with Ada.Text_IO; O1 : constant Integer := 1; -- ada is a language'],
    ['a.xml', '<person><name>ada</name><role>curie</role></person>'],
    ['a.json', '{"tags":["o1-beta","ada","curie"]}'],
    ['a.txt', 'sha512-o1/o3+gpt-4o1A=='],
    ['a.yaml', 'spec:\n  name: web\n  track: o1\n  value: o1\n'],
    ['a.yaml', 'env:\n  - name: REGION\n    value: o1\n'],
    ['a.yaml', 'env: [{name: ZONE, value: o1}]'],
    ['a.yaml', 'args: ["--zone", "o1"]'],
    ['a.tf', 'variable "o1" {}'],
    ['a.json', '{"zones":["o1","z"]}'],
  ])('and not in %s: %s', (path, text) => expect(found(path, text)).toEqual([]));
});

describe('a comment lets ids be', () => {
  test.each<[path: string, text: string, lines: readonly number[]]>([
    ['a.py', 'A = "gpt-4-0613"  # openai-models: ignore\nB = "gpt-4-0613"', [2]],
    ['a.py', '# openai-models: ignore, for the archive\nA = "gpt-4-0613"\nB = "gpt-4-0613"', [3]],
    ['a.ts', "/* openai-models: ignore */\na = 'gpt-4-32k'\nb = /* openai-models: ignore */ 'gpt-4-32k'", []],
    ['a.html', '<!-- openai-models: ignore -->\n<p>gpt-4-0613\n<p>gpt-4-0613', [3]],
    ['a.tsx', '{/* openai-models: ignore */}\n<A m="gpt-4-0613" />', []],
    ['a.sql', "-- openai-models: ignore\r\nx('gpt-4-0613')\r\nx('gpt-4-0613')", [3]],
    ['a.ipynb', '"# openai-models: ignore\\n",\n"m = \\"gpt-4-0613\\"\\n",\n"gpt-4-0613"', [3]],
    ['a.py', 'A = "gpt-4-0613"  # noqa: E501, openai-models: ignore\nB = "gpt-4-0613"', [2]],
    ['a.js', '  // kept on purpose; openai-models: ignore\na("gpt-4-0613")\nb("gpt-4-0613")', [3]],
    ['a.py', '# openai-models: ignore\n\nA = "gpt-4-0613"', [3]],
    ['a.py', '# openai-model: ignore\nA = "gpt-4-0613"', [2]],
    ['a.py', 'x = "openai-models: ignore me" ; B = 1\nA = "gpt-4-0613"', [2]],
  ])('%s: %s', (path, text, lines) => expect(mentions(path, text).map(({ line }) => line)).toEqual(lines));
});

describe('a place', () => {
  test.each<[text: string, line: number, column: number]>([
    ['gpt-4-0613', 1, 1],
    ['\n\n  gpt-4-0613', 3, 3],
    ['A = "🙂"; B = "gpt-4-0613"', 1, 16],
    ['日本語 = "モデル: gpt-4-0613"', 1, 13],
    ['a\r\nb gpt-4-0613\r\n', 2, 3],
    ['a\rb\u2028c gpt-4-0613', 1, 7],
    ['\t\tgpt-4-0613', 1, 3],
  ])('%j', (text, line, column) => expect(mentions('a.txt', text)).toMatchObject([{ line, column }]));

  test('counts bytes that are no UTF-8 one by one', () => {
    const text = Buffer.from('caf\xe9="\xe9"; model="gpt-4-0613"', 'latin1');
    expect(mentions('a.properties', text)).toMatchObject([{ line: 1, column: 18 }]);
  });

  test('is where the text stands, whatever is around it', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('\n', '"gpt-4-0613"', ' gpt-4 ')),
          {
            maxLength: 20,
          },
        ),
        (parts) => {
          const text = parts.join('').replace(/\p{Surrogate}/gu, '');
          for (const { line, column, text: shown } of mentions('a.txt', text))
            expect(
              text
                .split('\n')
                [line - 1]?.slice(column - 1)
                .startsWith(shown),
            ).toBe(true);
        },
      ),
      { numRuns: 500 },
    ));

  test('is the same in pieces as in one', () => {
    const text = Array.from(
      { length: 400 },
      (_, i) => `${'é'.repeat(i % 7)} "gpt-4-0613" x${i}${i % 5 === 0 ? '\n' : ''}`,
    ).join('');
    const bytes = new TextEncoder().encode(text);
    const whole = mentions('a.txt', bytes);
    expect(whole).toHaveLength(400);
    for (const size of [100, 333, 1000]) {
      const scan = new FileScanner(ids, 'prose');
      const parts: Mention[] = [];
      for (let from = 0; from < bytes.length; from += size)
        parts.push(...all(scan.scanPiece(bytes, bytes.length, from, Math.min(bytes.length, from + size))));
      expect(parts).toEqual(whole);
    }
  });
});

test('finds the same with 2,000 ids more', async () => {
  const more = Array.from({ length: 2000 }, (_, i) => `other-model-${i}`);
  const large = openCatalog(lifecycles, new Map([['openai', more]])).ids;
  const text = new TextEncoder().encode('"gpt-4-0613" other-model-77 x "o1" claude-2.1');
  const texts = all(new FileScanner(large, 'code').scanPiece(text, text.length, 0, text.length)).map((one) => one.text);
  expect(texts).toEqual(['gpt-4-0613', 'other-model-77', 'o1', 'claude-2.1']);
});
