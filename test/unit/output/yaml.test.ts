import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encode } from '../../../src/json/bytes.ts';
import { ModelBatch } from '../../../src/models/batch.ts';
import { yamlList, yamlString, yamlValue } from '../../../src/output/yaml.ts';
import { ATTACKS } from '../../support/attacks.ts';
import { exactJson, exactYaml } from '../../support/exact.ts';
import { jsonText } from '../../support/json.ts';
import { run } from '../../support/run.ts';
import { HOSTILE } from './hostile.ts';

function yamlOf(spaced: string): string {
  const text = spaced.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  const bytes = encode(text);
  return yamlValue(bytes, { start: 0, end: bytes.length });
}

describe('YAML reads back as the JSON it came from', () => {
  test('any value, numbers as they were spelled', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(exactYaml(yamlOf(text))).toEqual(exactJson(text));
      }),
      { numRuns: 500 },
    );
  });

  test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text]))('the string %s', (_name, text) => {
    const json = JSON.stringify(text);
    for (const value of [json, `[${json},1]`, `{"k":${json}}`, `{"a":[[${json}]]}`])
      expect(exactYaml(yamlOf(value))).toEqual(exactJson(value));
    // What YAML 1.1 would read is a string, too.
    expect(exactYaml(yamlOf(`[${json}]`), '1.1')).toEqual([text]);
  });

  test.each(HOSTILE.filter((text) => text.length < 1000).map((text) => [JSON.stringify(text), text]))(
    'the key %s',
    (json, text) => {
      expect(exactYaml(yamlOf(`{${json}:1}`))).toEqual({ members: [[text, { number: '1' }]] });
      expect(exactYaml(yamlOf(`{${json}:{${json}:[]}}`), '1.1')).toEqual({
        members: [[text, { members: [[text, []]] }]],
      });
    },
  );

  test('a key that is longer than YAML lets a plain one be', () => {
    const json = `{"${'k'.repeat(1500)}":1,"b":[2]}`;
    expect(exactYaml(yamlOf(json))).toEqual(exactJson(json));
  });

  test('strings of every plane', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const json = JSON.stringify({ [a]: b, k: [a, b, a + b] });
        expect(exactYaml(yamlOf(json))).toEqual(exactJson(json));
      }),
      { numRuns: 500 },
    );
  });

  test('every character of the basic plane, alone and after a letter', () => {
    for (let from = 0; from < 0x10000; from += 0x400) {
      const strings = Array.from({ length: 0x800 }, (_, i) => {
        const c = String.fromCharCode(from + (i >> 1));
        return i % 2 ? `a${c}` : c;
      });
      expect(exactYaml(yamlOf(JSON.stringify(strings)))).toEqual(strings);
    }
  });

  test('a value that is deeper than blocks go', () => {
    const depth = 3000;
    const text = `${'[{"a\\ud83d\\ude00: b":'.repeat(depth)}"\\u0007"${'}]'.repeat(depth)}`;
    const yaml = yamlOf(text);
    // A reader may not go as deep: flow style is JSON once its own escapes are taken back.
    const flow = yaml.slice(yaml.lastIndexOf('\n', yaml.length - 2) + 1);
    expect(flow.match(/\[/g)?.length).toBeGreaterThan(2900);
    expect(yaml.length).toBeLessThan(20 * text.length);
    expect(exactYaml(yamlOf(`${'['.repeat(100)}"a: b"${']'.repeat(100)}`))).toEqual(
      exactJson(`${'['.repeat(100)}"a: b"${']'.repeat(100)}`),
    );
  });
});

describe('YAML is written', () => {
  test.each<[json: string, yaml: string]>([
    ['{"id":"gpt-4o","created":1}', 'id: gpt-4o\ncreated: 1\n'],
    ['{"id":"ft:gpt-4o:acme::x"}', 'id: "ft:gpt-4o:acme::x"\n'],
    ['{"id":"ft:gpt-4o:acme:x"}', 'id: ft:gpt-4o:acme:x\n'],
    [
      '{"a":1.50E+10,"b":12345678901234567890,"c":1686935002.0}',
      'a: 1.50E+10\nb: 12345678901234567890\nc: 1686935002.0\n',
    ],
    ['{"a":1,"a":2}', 'a: 1\na: 2\n'],
    ['{"2":1,"1":2}', '"2": 1\n"1": 2\n'],
    ['{"a":{},"b":[],"c":[ ]}', 'a: {}\nb: []\nc: []\n'],
    ['{"a":{"b":{"c":[1,[2],{"d":3}]}}}', 'a:\n  b:\n    c:\n      - 1\n      - - 2\n      - d: 3\n'],
    ['[]', '[]\n'],
    ['{}', '{}\n'],
    ['"a"', 'a\n'],
    ['null', 'null\n'],
  ])('%s', (json, yaml) => expect(yamlOf(json)).toBe(yaml));

  test('on lines of printable characters alone', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(yamlOf(text)).toMatch(/^[^\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]*\n$/);
      }),
    );
  });

  test('each string on one line', () => {
    for (const text of HOSTILE) expect(yamlString(text)).not.toMatch(/[\r\n]/);
  });
});

describe('a list in YAML', () => {
  const member = ([key, value]: [string, string]) => {
    const keyText = encode(JSON.stringify(key));
    return { key, keyText, value: encode(value) };
  };

  function listOf(before: [string, string][], parts: string[][], after: [string, string][]): string {
    const document = { before: before.map(member), after: after.map(member) };
    const formatter = yamlList();
    let yaml = String(formatter.begin(document));
    parts.forEach((texts, i) => {
      const bytes = encode(texts.join(' '));
      const builder = { starts: [] as number[], ends: [] as number[] };
      let at = 0;
      for (const text of texts) {
        builder.starts.push(at);
        builder.ends.push(at + encode(text).length);
        at += encode(text).length + 1;
      }
      const batch = new ModelBatch(
        bytes,
        { starts: Int32Array.from(builder.starts), ends: Int32Array.from(builder.ends) },
        texts.length,
        false,
      );
      yaml += String(
        formatter.part({
          batch,
          bytes,
          document,
          members: [],
          isLast: i === parts.length - 1,
          isPageEnd: i === parts.length - 1,
        }),
      );
    });
    return yaml + String(formatter.end(document));
  }

  test('is one document, however it arrives', () => {
    const trimmed = jsonText.map((text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''));
    const members = fc.array(fc.tuple(fc.string({ minLength: 1 }), trimmed), { maxLength: 2 });
    fc.assert(
      fc.property(
        members,
        fc.array(fc.array(trimmed, { maxLength: 3 }), { maxLength: 3 }),
        members,
        (before, parts, after) => {
          const text = (all: [string, string][]) =>
            all.map(([key, value]) => `${JSON.stringify(key)}:${value},`).join('');
          const json = `{${text(before)}"data":[${parts.flat().join(',')}],${text(after)}`.replace(/,$/, '}');
          expect(exactYaml(listOf(before, parts, after))).toEqual(exactJson(json));
        },
      ),
    );
  });

  test('is the same list where a terminal is shown escapes', async () => {
    const models = Object.values(ATTACKS).map((attack) => ({ id: attack, note: `a${attack}`, [attack]: 1 }));
    const body = JSON.stringify({ object: 'list', data: models });
    const routes = { 'GET /v1/models': { body } };
    const { stdout } = await run(['models', 'list', '--format', 'yaml'], { routes, terminal: 80 });
    expect(exactYaml(stdout)).toEqual(exactJson(body));
  });
});
