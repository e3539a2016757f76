/** What is printed on a pipe reads back as what the server sent, whatever it sent. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneLine, readCsv, readMarkdown, readTsv } from './columns.ts';
import { listText, modelText, outcomeText } from './documents.ts';
import { MODEL_COLUMNS, modelCells, modelsOf, respelled, valueTable } from './expected.ts';
import { printed, printedBytes } from './printed.ts';
import { jsonTokens, readJson, type Tree } from './tree.ts';
import { readYaml } from './yaml.ts';

const RUNS = { numRuns: 50 };

/** A table as a format without line breaks in its cells can hold it. */
const onOneLine = (table: string[][]) => table.map((row) => row.map(oneLine));

describe('a list reads back the same', () => {
  const reads = (check: (body: string) => Promise<void>) => fc.assert(fc.asyncProperty(listText, check), RUNS);

  test('from json, token by token', async () => {
    await reads(async (body) => {
      expect(jsonTokens(await printed('list', 'json', body))).toEqual(jsonTokens(body));
    });
  });

  test('from jsonl, token by token, a model a line', async () => {
    await reads(async (body) => {
      const lines = (await printed('list', 'jsonl', body)).split('\n');
      expect(lines.pop()).toBe('');
      expect(lines.map(readJson)).toEqual(modelsOf(body));
      expect(jsonTokens(body).join('')).toContain(lines.join(','));
    });
  });

  test('from raw, byte for byte and a line break', async () => {
    await reads(async (body) => {
      expect(await printed('list', 'raw', body)).toBe(`${body}\n`);
    });
  });

  test('from yaml, by a YAML 1.2 reader', async () => {
    await reads(async (body) => {
      expect(readYaml(await printed('list', 'yaml', body))).toEqual([readJson(body)]);
    });
  });

  test('from csv, by an RFC 4180 reader', async () => {
    await reads(async (body) => {
      const table = [MODEL_COLUMNS, ...modelsOf(body).map(modelCells)];
      expect(readCsv(await printed('list', 'csv', body))).toEqual(onOneLine(table));
    });
  });

  test('from tsv, escapes undone', async () => {
    await reads(async (body) => {
      expect(readTsv(await printed('list', 'tsv', body))).toEqual([MODEL_COLUMNS, ...modelsOf(body).map(modelCells)]);
    });
  });

  test('from markdown, escapes undone', async () => {
    await reads(async (body) => {
      const table = [MODEL_COLUMNS, ...modelsOf(body).map(modelCells)];
      expect(readMarkdown(await printed('list', 'markdown', body))).toEqual(onOneLine(table));
    });
  });
});

describe.each([
  { command: 'retrieve', answer: modelText, table: (value: Tree) => [MODEL_COLUMNS, modelCells(value)] },
  { command: 'delete', answer: outcomeText, table: (value: Tree) => valueTable([value]) },
] as const)('$command reads back the same', ({ command, answer, table }) => {
  const reads = (check: (body: string) => Promise<void>) => fc.assert(fc.asyncProperty(answer, check), RUNS);

  test.each(['json', 'jsonl'] as const)('from %s, token by token', async (format) => {
    await reads(async (body) => {
      const text = await printed(command, format, body);
      expect(jsonTokens(text)).toEqual(jsonTokens(body));
      expect(text.endsWith('\n')).toBe(true);
      if (format === 'jsonl') expect(text.trimEnd()).not.toContain('\n');
    });
  });

  test('from raw, byte for byte and a line break', async () => {
    await reads(async (body) => {
      expect(await printed(command, 'raw', body)).toBe(`${body}\n`);
    });
  });

  test('from yaml, by a YAML 1.2 reader', async () => {
    await reads(async (body) => {
      expect(readYaml(await printed(command, 'yaml', body))).toEqual([readJson(body)]);
    });
  });

  test('from csv, tsv and markdown', async () => {
    await reads(async (body) => {
      const expected = table(readJson(body));
      const flat = respelled(onOneLine(expected));
      expect(respelled(readCsv(await printed(command, 'csv', body)))).toEqual(flat);
      expect(respelled(readMarkdown(await printed(command, 'markdown', body)))).toEqual(flat);
      expect(respelled(readTsv(await printed(command, 'tsv', body)))).toEqual(respelled(expected));
    });
  });
});

describe('bytes that are not UTF-8', () => {
  const model = Buffer.concat([Buffer.from('{"id":"a'), Buffer.from([0x9b, 0xff, 0xc3]), Buffer.from('","n":1.0}')]);
  const list = Buffer.concat([Buffer.from('{"data":['), model, Buffer.from(']}')]);

  test.each(['json', 'jsonl', 'raw'] as const)('stay as they are on a pipe: %s', async (format) => {
    const id = Buffer.from([0x22, 0x61, 0x9b, 0xff, 0xc3, 0x22]);
    expect((await printedBytes('list', format, list)).includes(id)).toBe(true);
    expect((await printedBytes('retrieve', format, model)).includes(id)).toBe(true);
  });

  test('become U+FFFD where text is written anew', async () => {
    expect(readYaml(await printed('list', 'yaml', list))).toEqual([readJson(list.toString())]);
    expect(readCsv(await printed('list', 'csv', list))[1]?.[0]).toBe('a\ufffd\ufffd\ufffd');
  });
});
