/** Results of `--transform` read back as what stands at the path, in every format. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Format } from '../../../src/spec/formats.ts';
import { oneLine, readCsv, readMarkdown, readTsv } from './columns.ts';
import { anyValue, hostileText, listText, literal, modelText, outcomeText } from './documents.ts';
import { respelled, valueTable } from './expected.ts';
import { printed } from './printed.ts';
import { jsonTokens, membersOf, readJson, type Tree, writeJson } from './tree.ts';
import { readYaml } from './yaml.ts';

const RUNS = { numRuns: 40 };

/** A value in each model of a list, and the list. */
const listOfX = fc
  .array(anyValue, { minLength: 1, maxLength: 5 })
  .map((values) => ({ values, body: `{"data":[${values.map((value) => `{"id":"m", "x" :${value} }`).join(',')}]}` }));

/** What stands at `x`, as written and as a tree. */
const FORMATS: Partial<Record<Format, (text: string, values: readonly string[]) => void>> = {
  json(text, values) {
    expect(jsonTokens(text)).toEqual(values.flatMap(jsonTokens));
  },
  jsonl(text, values) {
    expect(text.split('\n').map(jsonTokens)).toEqual([...values.map(jsonTokens), []]);
  },
  yaml(text, values) {
    expect(readYaml(text)).toEqual(values.map(readJson));
  },
  csv(text, values) {
    expect(respelled(readCsv(text))).toEqual(flat(values.map(readJson)));
  },
  tsv(text, values) {
    expect(respelled(readTsv(text))).toEqual(respelled(valueTable(values.map(readJson))));
  },
  markdown(text, values) {
    if (text === '') expect(flat(values.map(readJson))).toEqual([]);
    else expect(respelled(readMarkdown(text))).toEqual(flat(values.map(readJson)));
  },
};

function flat(values: readonly Tree[]): string[][] {
  return respelled(valueTable(values).map((row) => row.map(oneLine)));
}

describe.each(Object.entries(FORMATS))('--transform as %s', (name, check) => {
  const format = name as Format;

  test('gives the value of each model of a list', async () => {
    await fc.assert(
      fc.asyncProperty(listOfX, async ({ values, body }) => {
        check(await printed('list', format, body, '--transform', 'x'), values);
      }),
      RUNS,
    );
  });

  test.each([
    ['retrieve', modelText],
    ['delete', outcomeText],
  ] as const)('gives the value of what %s got', async (command, answer) => {
    await fc.assert(
      fc.asyncProperty(answer, async (body) => {
        const x = membersOf(readJson(body)).find(([key]) => key === 'x')?.[1] ?? null;
        const text = await printed(command, format, body, '--transform', 'x');
        // How it was spelled is compared above; here it is enough that the value is the same.
        if (format !== 'json' && format !== 'jsonl') check(text, [writeJson(x)]);
        else expect(readJson(text)).toEqual(x);
      }),
      RUNS,
    );
  });

  test('of the whole model is the model', async () => {
    await fc.assert(
      fc.asyncProperty(modelText, async (body) => {
        check(await printed('retrieve', format, body, '--transform', '@this'), [body]);
      }),
      RUNS,
    );
  });
});

describe('--transform as raw', () => {
  test('gives the text as the server wrote it, and a line break', async () => {
    await fc.assert(
      fc.asyncProperty(anyValue, async (value) => {
        const body = `{"id":"m", "x" : ${value.trim()} }`;
        expect(await printed('retrieve', 'raw', body, '--transform', 'x')).toBe(`${value.trim()}\n`);
      }),
      RUNS,
    );
  });

  test('counts from the whole answer of a list', async () => {
    await fc.assert(
      fc.asyncProperty(listText, async (body) => {
        expect(await printed('list', 'raw', body, '--transform', 'object')).toBe('"list"\n');
        expect(await printed('list', 'raw', body, '--transform', '@this')).toBe(`${body.trim()}\n`);
      }),
      RUNS,
    );
  });
});

describe('--raw-output', () => {
  /** Lone surrogates have no UTF-8, so nothing could print them. */
  const text = hostileText.filter((content) => !/\p{Surrogate}/u.test(content));

  test.each(['json', 'jsonl', 'yaml', 'csv', 'raw'] as const)('prints the string itself: %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('plain', 'escaped', 'mixed'), async (content, spelling) => {
        const body = `{"id":"m","x":${literal(content, spelling)}}`;
        expect(await printed('retrieve', format, body, '--transform', 'x', '-r')).toBe(`${content}\n`);
      }),
      RUNS,
    );
  });

  test('prints every string of a list, and what is no string as the format has it', async () => {
    const value = fc.oneof(
      text.map((content) => ({ text: literal(content, 'plain'), shown: content })),
      anyValue
        .filter((json) => !json.startsWith('"'))
        .map((json) => ({ text: json, shown: jsonTokens(json).join('') })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1 }), async (values) => {
        const body = `{"data":[${values.map((one) => `{"x":${one.text}}`).join(',')}]}`;
        const shown = values.map((one) => `${one.shown}\n`).join('');
        expect(await printed('list', 'jsonl', body, '--transform', 'x', '--raw-output')).toBe(shown);
      }),
      RUNS,
    );
  });
});
