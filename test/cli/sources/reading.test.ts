/** Lists that are read back: every format that this program writes, and every shape of an answer. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readListBytes } from '../../../src/sources/read-list.ts';
import { yamlToJson } from '../../../src/sources/yaml-list.ts';
import { model } from '../../support/models.ts';
import { inHome, run } from '../../support/run.ts';

const LIST = `{"object":"list","x":{"y":[1.50,"é\\u00e9"]},"data":[${model('a')},{ "id":"b", "n": 12345678901234567890, "n": 1.0, "deep": {"k: ": [[], {}, [1, {"a": null}]]} },{"id":"c/d:e@f %"}]}`;

async function idsOf(text: string | Uint8Array): Promise<(string | undefined)[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const ids: (string | undefined)[] = [];
  let last = 0;
  for await (const part of readListBytes(bytes)) {
    for (const { id } of part.batch) ids.push(id);
    last += Number(part.isLast);
  }
  expect(last).toBe(1);
  return ids;
}

const asJsonl = async (args: readonly string[], stdin = '') => {
  const { stdout, stderr, code } = await run(['models', 'list', '--format', 'jsonl', ...args], { stdin });
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return stdout;
};

describe('a list of this program', () => {
  test.each(['json', 'jsonl', 'raw', 'yaml'])(
    'as %s is read back from a file and from standard input',
    async (format) => {
      await inHome(async (home) => {
        const routes = { 'GET /v1/models': { body: LIST } };
        const { stdout } = await run(['models', 'list', '--format', format], { routes });
        const file = join(home, `list.${format}`);
        writeFileSync(file, stdout);
        const direct = (await run(['models', 'list', '--format', 'jsonl'], { routes })).stdout;
        expect(await asJsonl(['--from', file])).toBe(direct);
        expect(await asJsonl(['--from', '-'], stdout)).toBe(direct);
      });
    },
  );

  test('keeps its other members as json, and its bytes as raw', async () => {
    await inHome(async (home) => {
      const file = join(home, 'list.json');
      writeFileSync(file, LIST);
      expect((await run(['models', 'list', '--from', file, '--format', 'raw'])).stdout).toBe(`${LIST}\n`);
      expect((await run(['models', 'list', '--from', file, '--format', 'json'])).stdout).toMatch(
        /"x": \{\n {4}"y": \[/,
      );
      const path = ['--format', 'raw', '--transform', 'x.y.0'];
      expect((await run(['models', 'list', '--from', file, ...path])).stdout).toBe('1.50\n');
    });
  });

  test('of several pages is read back from raw', async () => {
    const page = (id: string, more: boolean) => `{"data":[${model(id)}],"has_more":${more},"last_id":"${id}"}`;
    expect(await idsOf(`${page('a', true)}\n${page('b', false)}\n`)).toEqual(['a', 'b']);
  });

  test('of none is nothing as jsonl', async () => {
    expect(await idsOf('')).toEqual([]);
    expect(await idsOf(' \n')).toEqual([]);
  });
});

describe('an answer of any shape', () => {
  test.each<[text: string, ids: (string | undefined)[]]>([
    ['[{"id":"a"},{"id":"b"}]', ['a', 'b']],
    ['{"models":[{"name":"a"}],"next_page_token":"x"}', ['a']],
    ['{"success":true,"result":[{"id":"a"}]}', ['a']],
    ['{"object":"list","data":null}', []],
    ['{"data":["a","b"]}', ['a', 'b']],
    ['{"id":"a","data":5}', ['a']],
    ['{"id":"a","models":["x"]}\n{"id":"b"}', ['a', 'b']],
    ['"a"\n"b"\n', ['a', 'b']],
    ['{"id":"a"}{"id":"b"}', ['a', 'b']],
    ['\ufeff{"id":"a"}\r\n{"id":"b"}\r\n', ['a', 'b']],
    ['object: list\ndata: []\n', []],
    ['"we ird": 1\ndata:\n  - id: "a"\n', ['a']],
  ])('%j', async (text, ids) => expect(await idsOf(text)).toEqual(ids));

  test('in UTF-16', async () => {
    const text = Buffer.from(`\ufeff${LIST}`, 'utf16le');
    expect(await idsOf(text)).toEqual(['a', 'b', 'c/d:e@f %']);
  });
});

describe('what is no list', () => {
  test.each([
    ['{"error":{"message":"no"}}', 1],
    ['<html></html>', 1],
    ['{"data":[{"id":"a"}', 1],
    ['{"id":"a"}\n{"id":', 1],
    ['data:\n  - id: a\n bad\n', 1],
    ['data: &x [1]\n', 1],
    ['just text', 1],
  ])('%j is said, with the name of the source', async (text, code) => {
    await inHome(async (home) => {
      const file = join(home, 'list.txt');
      writeFileSync(file, text);
      const ran = await run(['models', 'list', '--from', file]);
      expect(ran).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(`openai: ${file}: `) });
    });
  });
});

test('any JSON value is the same after it was YAML', async () => {
  const { yamlValue } = await import('../../../src/output/yaml.ts');
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 5 })), (value) => {
      const bytes = new TextEncoder().encode(JSON.stringify(value));
      const yaml = yamlValue(bytes, { start: 0, end: bytes.length });
      expect(JSON.parse(yamlToJson(yaml))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 1000 },
  );
});

test('any text as YAML is read or refused, and nothing else', () => {
  const words = fc.constantFrom(
    'a',
    '- ',
    ': ',
    ':',
    '\n',
    '  ',
    '"',
    '\\',
    '? ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '1',
    '\\x41',
    '#',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), (pieces) => {
      try {
        yamlToJson(pieces.join(''));
      } catch (error) {
        expect((error as Error).message).toMatch(/^line \d+ is not/);
      }
    }),
    { numRuns: 2000 },
  );
});
