import headless from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Canvas, type Picture } from '../../../src/explore/frame.ts';
import { InputDecoder, type InputEvent } from '../../../src/explore/input.ts';
import { foldedText, linesOfJson, unfolded } from '../../../src/explore/json-lines.ts';
import { SearchIndex } from '../../../src/explore/search.ts';
import { encode } from '../../../src/json/bytes.ts';
import { Model } from '../../../src/models/model.ts';
import { span } from '../../../src/output/terminal-text.ts';
import { facetsOf, listedEvent, stateAfter } from './explored.ts';

describe('input', () => {
  const read = (text: string, cuts: readonly number[] = []): InputEvent[] => {
    const decoder = new InputDecoder();
    const bytes = encode(text);
    const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
    const events = places.slice(1).flatMap((end, i) => decoder.feed(bytes.subarray(places[i], end)));
    return [...events, ...decoder.settle()];
  };
  const press = (...names: string[]): InputEvent[] => names.map((name) => ({ type: 'key', key: name }));

  test.each<[string, InputEvent[]]>([
    ['aé漢', press('a', 'é', '漢')],
    ['\x1b[A\x1b[B\x1b[C\x1b[D\x1bOA', press('up', 'down', 'right', 'left', 'up')],
    ['\x1b[5~\x1b[6~\x1b[H\x1b[F\x1b[1~\x1b[4~', press('pageup', 'pagedown', 'home', 'end', 'home', 'end')],
    ['\r\n\t\x7f \x03\x1a', press('enter', 'enter', 'tab', 'backspace', 'space', 'ctrl-c', 'ctrl-z')],
    ['\x1b', press('escape')],
    ['\x1bq', press('escape', 'q')],
    ['\x1b[1;2B\x1b[Z', press('shift-down', 'shift-tab')],
    [
      '\x1b[<64;3;4M\x1b[<65;1;1M',
      [
        { type: 'wheel', steps: -1, column: 2, row: 3 },
        { type: 'wheel', steps: 1, column: 0, row: 0 },
      ],
    ],
    ['\x1b[<0;3;4M\x1b[<0;3;4m', [{ type: 'click', column: 2, row: 3 }]],
    ['\x1b[200~a\x1b[Aq\r\x1b[201~b', [{ type: 'paste', text: 'a\x1b[Aq\r' }, ...press('b')]],
    ['\x1b[?1;2c\x1b[24;80R', []],
  ])('reads %j, in one piece or in any', (text, events) => {
    expect(read(text)).toEqual(events);
    const { length } = encode(text);
    for (let cut = 1; cut < length; cut++) expect(read(text, [cut])).toEqual(events);
  });

  test('a paste of 10 kB, cut anywhere, is one event', () => {
    const pasted = 'xy\x1b[A'.repeat(2000);
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { maxLength: 6 }), (cuts) => {
        expect(read(`\x1b[200~${pasted}\x1b[201~q`, cuts)).toEqual([{ type: 'paste', text: pasted }, ...press('q')]);
      }),
      { numRuns: 100 },
    );
  });

  test('any bytes are read to their end, and none throws', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 8 }), (pieces) => {
        const decoder = new InputDecoder();
        for (const piece of pieces) decoder.feed(piece);
        decoder.settle();
        expect(decoder.isWaiting).toBe(false);
      }),
    );
  });
});

describe('the search', () => {
  const index = new SearchIndex();
  const texts = [
    'gpt-4o-mini',
    'gpt-4.1-mini',
    'chatgpt-4o-latest',
    'gpt-4o',
    'o4-mini',
    'ft:gpt-4o-mini:acme::x',
    'МОДЕЛЬ-один',
    'a'.repeat(10_000),
  ];
  for (const text of texts) index.add(text);
  const all = Uint32Array.from(texts.keys());
  const found = (typed: string) => [...index.search(typed, all).indexes].map((place) => texts[place]);

  test.each([
    ['4omini', ['gpt-4o-mini', 'ft:gpt-4o-mini:acme::x']],
    ['mini o4', ['o4-mini']],
    ['GPT4O', ['gpt-4o', 'gpt-4o-mini', 'ft:gpt-4o-mini:acme::x', 'chatgpt-4o-latest']],
    ['mini -ft', ['o4-mini', 'gpt-4o-mini', 'gpt-4.1-mini']],
    ['::', ['ft:gpt-4o-mini:acme::x']],
    ['модель', ['МОДЕЛЬ-один']],
    ['zz', []],
    // A pattern that goes back over what it has read would not end here.
    [`${'a'.repeat(40)}b`, []],
  ])('%s', (typed, ids) => expect(found(typed)).toEqual(ids));

  const searchOf = (list: readonly string[]) => {
    const made = new SearchIndex();
    for (const text of list) made.add(text);
    const order = Uint32Array.from(list.keys());
    return (typed: string) => [...made.search(typed, order).indexes];
  };

  test('finds the same letter by letter as all at once, forward and back', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'ab4-. é'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 12 }), letters, letters, (list, first, second) => {
        const search = searchOf(list);
        const typed = [...first, ...second].map((_, i) => (first + second).slice(0, i + 1));
        for (const text of [...typed, ...typed.toReversed(), second])
          expect(search(text)).toEqual(searchOf(list)(text));
      }),
      { numRuns: 500 },
    );
  });

  test('finds the texts that have the letters in order, however many there are', () => {
    const list = Array.from({ length: 6000 }, (_, i) => `m${i}-${i % 3 === 0 ? 'mini' : 'pro'}-${i % 7}`);
    const search = searchOf(list);
    for (const [typed, wanted] of [
      ['m', /m/],
      ['mi', /m.*i/],
      ['mi5', /m.*i.*5/],
      ['5mi', /5.*m.*i/],
    ] as const) {
      const shown = search(typed);
      expect(shown.toSorted((a, b) => a - b)).toEqual([...list.keys()].filter((i) => wanted.test(list[i] as string)));
      expect(new Set(shown).size).toBe(shown.length);
    }
    // Too many to rank: those that contain the search come first, each group in the given order.
    expect(search('mi')[0]).toBe(0);
  });

  test('marks the letters that it went by', () => {
    const marks = (typed: string, text: string) => {
      const stretches = index.search(typed, all).marks(text);
      let marked = '';
      for (let m = 0; m < stretches.length; m += 2) marked += `[${text.slice(stretches[m], stretches[m + 1])}]`;
      return marked;
    };
    expect(marks('mini', 'gpt-4o-mini')).toBe('[mini]');
    expect(marks('4omini', 'gpt-4o-mini')).toBe('[4o][mini]');
    expect(marks('mini o4', 'o4-mini')).toBe('[o4][mini]');
    expect(marks('', 'gpt')).toBe('');
  });
});

describe('facets', () => {
  const { state } = stateAfter([
    listedEvent([
      '{"id":"a","owned_by":"x","pricing":{"prompt":"0"}}',
      '{"id":"b","owned_by":"x","shutdown_date":"2026-09-25"}',
      '{"id":"text-embedding-1","owned_by":"y"}',
    ]),
  ]);
  const table = facetsOf(state);
  const counts = (chosen: Record<string, string[]> = {}) => {
    const map = new Map(Object.entries(chosen).map(([name, values]) => [name, new Set(values)]));
    return table
      .counts(state.order, map)
      .map(({ facet, value, count, chosen }) => `${facet} ${value} ${count}${chosen ? ' x' : ''}`);
  };

  test('count what there is of each value, and leave out what narrows nothing', () => {
    expect(counts()).toEqual([
      'kind other 2',
      'kind embedding 1',
      'owner x 2',
      'owner y 1',
      'shutdown within 30 days 1',
      'shutdown no date 2',
    ]);
  });

  test('count by what was chosen in the others, and keep what was chosen itself', () => {
    expect(counts({ owner: ['y'] })).toEqual(
      ['kind embedding 1', 'owner x 2', 'owner y 1 x'].filter((one) => !one.startsWith('kind')),
    );
    expect(counts({ kind: ['embedding'] })).toContain('kind embedding 1 x');
  });

  test('pass with one of the values in every facet', () => {
    const chosen = new Map([
      ['owner', new Set(['x', 'y'])],
      ['kind', new Set(['other'])],
    ]);
    expect([...table.filter(state.order, chosen)]).toEqual([0, 1]);
  });
});

describe('JSON', () => {
  const text = '{"id":"a","big":12345678901234567890,"list":[{"x":1.50E+10}],"none":{},"flat":[1,2]}';
  const lines = linesOfJson(new Model(encode(text), 0, encode(text).length));

  test('keeps every token, and knows where each line closes', () => {
    expect(
      lines
        .map((line) => line.text)
        .join('\n')
        .replace(/\s/g, ''),
    ).toBe(text);
    const list = lines.findIndex((line) => line.text.includes('"list"'));
    expect(lines[lines[list]?.end ?? 0]?.text.trim()).toBe('],');
    expect(lines.filter((line, place) => line.end !== place)).toHaveLength(3);
  });

  test('folds', () => {
    expect(unfolded(lines, new Set([0]))).toEqual([0]);
    expect(foldedText(lines, 0)).toMatch(/^\{… \d+ lines \}$/);
    expect(unfolded(lines, new Set())).toHaveLength(lines.length);
  });
});

describe('the canvas', () => {
  test('makes any picture of any other on a real screen', async () => {
    const cell = fc.stringMatching(/^[a-z ]{0,14}$/);
    const row = fc.tuple(cell, cell, fc.integer({ min: 4, max: 30 })).map(([left, right, at]) => [
      { column: 0, columns: at, line: [span('bold', left)] },
      { column: at, columns: 40 - at, line: [span('cyan', right)], reversed: left === 'a' },
    ]);
    const picture: fc.Arbitrary<Picture> = fc.array(row, { minLength: 6, maxLength: 6 }).map((rows) => ({ rows }));
    await fc.assert(
      fc.asyncProperty(fc.array(picture, { minLength: 1, maxLength: 5 }), async (pictures) => {
        const terminal = new headless.Terminal({ cols: 40, rows: 6, allowProposedApi: true });
        const canvas = new Canvas(true);
        for (const one of pictures) {
          const bytes = canvas.draw(one, { columns: 40, rows: 6 });
          await new Promise<void>((resolve) => terminal.write(bytes, resolve));
          expect(canvas.draw(one, { columns: 40, rows: 6 })).toBe('');
          one.rows.forEach((segments, place) => {
            const shown = segments
              .map(({ line, columns }) =>
                line
                  .map((part) => (typeof part === 'string' ? part : part.text))
                  .join('')
                  .slice(0, columns)
                  .padEnd(columns),
              )
              .join('');
            const seen = (terminal.buffer.active.getLine(place)?.translateToString() ?? '').trimEnd();
            const cut = segments.every(({ line, columns }) =>
              line.every((part) => (typeof part === 'string' ? part : part.text).length <= columns),
            );
            if (cut) expect(seen).toBe(shown.trimEnd());
          });
        }
        terminal.dispose();
      }),
      { numRuns: 150 },
    );
  });
});
