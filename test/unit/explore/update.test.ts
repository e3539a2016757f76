import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExploreEvent } from '../../../src/explore/events.ts';
import { Canvas, fitToCells, type Picture } from '../../../src/explore/frame.ts';
import { KEYMAP } from '../../../src/explore/keymap.ts';
import { initialState, modelAt, type State } from '../../../src/explore/state.ts';
import { update } from '../../../src/explore/update.ts';
import { view } from '../../../src/explore/view.ts';
import { widthOf } from '../../../src/output/width.ts';
import { FULL } from '../../support/extent.ts';
import { about, facetsOf, key, keys, listedEvent, listedOf, stateAfter } from './explored.ts';

const IDS = [
  'gpt-4o',
  'gpt-4o-mini',
  'o3',
  'ft:gpt-4o:acme::a1',
  'ft:gpt-4o:acme::b2',
  'whisper-1',
  'text-embedding-3',
];
const LISTED = listedEvent(IDS);
const idAt = (state: State) => modelAt(state, state.cursor)?.id;

/** Ids that try to move what stands beside them. */
const HOSTILE = [
  ...IDS,
  '\u202eevil',
  '\x1b[2J\x07bell',
  '漢字'.repeat(40),
  'e\u0301'.repeat(90),
  '👩‍👩‍👧‍👦🇺🇳',
  'שלום-עולם',
  'x'.repeat(10_000),
  '{"object":"model"}',
  `{"id":"nested","a":{"b":[{"c":1},{"d":[1,2,{"e":"f"}]}],"g":"${'h'.repeat(5000)}"}}`,
];

const LISTS = [[], ['only'], IDS, HOSTILE, [...HOSTILE].reverse(), HOSTILE.slice(5)].map(listedEvent);

describe('any keys in any order', () => {
  const names = [...KEYMAP.flatMap((spec) => spec.keys), ...'abcxyz019-:. é漢'].filter(
    (name) => !['q', 'o', 'ctrl-c'].includes(name),
  );
  const event: fc.Arbitrary<ExploreEvent> = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...names).map(key) },
    { weight: 1, arbitrary: fc.constantFrom('q', 'o', 'ctrl-c', 'backspace', 'delete').map(key) },
    fc
      .record({ columns: fc.integer({ min: 1, max: 300 }), rows: fc.integer({ min: 1, max: 80 }) })
      .map((size): ExploreEvent => ({ type: 'resized', size })),
    fc.string({ unit: 'binary', maxLength: 40 }).map((text): ExploreEvent => ({ type: 'paste', text })),
    fc
      .record({ steps: fc.constantFrom(-1, 1), column: fc.nat(300), row: fc.nat(80) })
      .map((at): ExploreEvent => ({ type: 'wheel', ...at })),
    fc.record({ column: fc.nat(300), row: fc.nat(80) }).map((at): ExploreEvent => ({ type: 'click', ...at })),
    fc.constant<ExploreEvent>({ type: 'failed', problem: ['openai: out of order', '\x1b[31mred '.repeat(30)] }),
    fc.constantFrom(...LISTS),
    fc.constantFrom(...LISTS).map((list): ExploreEvent => ({ type: 'arrived', listed: list.listed })),
    fc.string({ maxLength: 400 }).map((text): ExploreEvent => ({ type: 'said', text })),
  );

  test('never throw, and never draw a line that is longer than the screen', () => {
    fc.assert(
      fc.property(
        fc.record({ columns: fc.integer({ min: 1, max: 300 }), rows: fc.integer({ min: 1, max: 80 }) }),
        fc.array(event, { maxLength: 16 }),
        fc.boolean(),
        (size, events, prints) => {
          let state = update(
            initialState(about({ prints }), size, listedOf([]), undefined),
            listedEvent(HOSTILE),
          ).state;
          const canvas = new Canvas(true);
          for (const one of events) {
            const step = update(state, one);
            state = step.state;
            // What is to be done outside answers at once.
            for (const effect of step.effects) {
              if (effect.type === 'count') state = update(state, { type: 'counted', facets: facetsOf(state) }).state;
              if (effect.type === 'sort')
                state = update(state, { type: 'sorted', order: state.order.slice().reverse() }).state;
            }
            canvas.draw(checkedPicture(state), state.size);
          }
        },
      ),
      { numRuns: FULL ? 2000 : 700 },
    );
  }, 120_000);
});

/** The picture of a state, which is right. */
function checkedPicture(state: State): Picture {
  const picture = view(state);
  const { rows } = picture;
  const { size } = state;
  expect(rows).toHaveLength(size.rows);
  expect(state.cursor).toBeGreaterThanOrEqual(0);
  expect(state.shown.length === 0 ? 0 : state.cursor).toBeLessThan(Math.max(1, state.shown.length));
  const wrong = rows.flatMap((segments, row) => {
    let at = 0;
    return segments.flatMap(({ column, columns, line }) => {
      const text = fitToCells(line, columns)
        .map((part) => part.text)
        .join('');
      const overlaps = column < at;
      at = column + columns;
      const isRight = !overlaps && at <= size.columns && widthOf(text) === columns && !UNSAFE.test(text);
      return isRight ? [] : [{ row, column, columns, text }];
    });
  });
  expect(wrong).toEqual([]);
  return picture;
}

const UNSAFE = /[\x00-\x1f\x7f-\x9f\u202a-\u202e]/;

test.each(KEYMAP.filter(({ keys }) => keys.length > 0))(
  'the key of $action does something somewhere',
  ({ keys: [name = ''] }) => {
    const starts: ExploreEvent[][] = [
      [LISTED],
      [LISTED, ...keys('down', 'down')],
      [LISTED, ...keys('space', 'space', 'c')],
      [LISTED, ...keys('J', 'down')],
      [LISTED, ...keys('/', 'm', 'enter')],
      [LISTED, ...keys('c', 'right')],
      [LISTED, ...keys('space', 'space', 'c', 'right')],
    ];
    const does = starts.some((events) => {
      const before = stateAfter(events).state;
      const { state, effects } = update(before, key(name));
      const { message: _, ...same } = before;
      const { message: said, ...next } = state;
      return effects.length > 0 || said !== undefined || JSON.stringify(next) !== JSON.stringify(same);
    });
    expect(does).toBe(true);
  },
);

describe('the search', () => {
  test('puts the best find on top, and keeps the model when it is cleared', () => {
    const typed = stateAfter([LISTED, ...keys('/', 'm', 'i', 'n', 'i')]).state;
    expect([typed.shown.length, idAt(typed)]).toEqual([1, 'gpt-4o-mini']);
    const cleared = stateAfter([LISTED, ...keys('/', 'm', 'i', 'n', 'i', 'enter', 'escape')]).state;
    expect([cleared.shown.length, idAt(cleared)]).toEqual([IDS.length, 'gpt-4o-mini']);
  });

  test('takes a paste for text, whatever is in it', () => {
    const { state, effects } = stateAfter([LISTED, { type: 'paste', text: `x\rq\x1b${'y'.repeat(10_000)}` }]);
    expect(effects).toEqual([]);
    expect(state.typing).toBe(true);
    expect(state.search.length).toBeLessThanOrEqual(80);
  });
});

describe('marks', () => {
  test('and the cursor stay with their models when the list is read again', () => {
    const events = [LISTED, ...keys('down', 'space', 'r'), listedEvent(['new-1', 'new-2', ...[...IDS].reverse()])];
    const { state } = stateAfter(events);
    expect([...state.marked.keys()]).toEqual(['gpt-4o-mini']);
    expect(idAt(state)).toBe('o3');
  });

  test('stay in the order that they were made in, whatever the order of the list', () => {
    const list = listedEvent(['b-2024', 'b']);
    const marking = [{ type: 'arrived', listed: list.listed } as const, ...keys('j', 'space', 'k', 'space')];
    expect([...stateAfter([...marking, list]).state.marked.keys()]).toEqual(['b', 'b-2024']);
  });

  test('have a color, and the blank of a model without one has none', () => {
    const { state } = stateAfter([LISTED, ...keys('space')]);
    const yellow = view(state).rows.flatMap((segments) =>
      segments.flatMap(({ line }) =>
        line.flatMap((part) => (typeof part !== 'string' && part.style === 'yellow' ? [part.text] : [])),
      ),
    );
    expect(yellow).toEqual(['*']);
  });

  test('of models that are gone are gone', () => {
    expect(stateAfter([LISTED, ...keys('space', 'r'), listedEvent(['other'])]).state.marked.size).toBe(0);
  });

  test('tell the same id of two sources apart', () => {
    const twice = listedEvent(['{"id":"a","source":"one"}', '{"id":"a","source":"two"}']);
    expect(stateAfter([twice, ...keys('space', 'space')], { several: true }).state.marked.size).toBe(2);
  });
});

describe('deleting', () => {
  const tuned = [LISTED, ...keys('/', 'f', 't', ':', 'enter', 'space', 'space')];

  test('takes the marked models, and no others', () => {
    expect(stateAfter([...tuned, key('escape'), key('x')]).effects).toEqual([
      { type: 'delete', ids: ['ft:gpt-4o:acme::a1', 'ft:gpt-4o:acme::b2'] },
    ]);
  });

  test.each<[string, ExploreEvent[], object, RegExp]>([
    [
      'a model that is not fine-tuned',
      [LISTED, key('x')],
      {},
      /Only fine-tuned models can be deleted. This one is not/,
    ],
    [
      'one among others that is not',
      [LISTED, ...keys('space', 'G', 'k', 'k', 'k', 'space', 'x')],
      {},
      /1 of 2 are not/,
    ],
    ['a list that is not of the endpoint', [...tuned, key('x')], { noDeleting: 'Not here.' }, /Not here/],
    ['a list that is loading', [...tuned, ...keys('r', 'x')], {}, /still loading/],
  ])('refuses %s', (_name, events, more, says) => {
    const { state, effects } = stateAfter(events, more);
    expect(effects).toEqual([]);
    expect(state.message).toMatch(says);
  });
});

describe('leaving', () => {
  test.each<[string, ExploreEvent[], object, object[]]>([
    ['q', [LISTED, key('q')], {}, [{ type: 'leave', exit: 0, ids: [] }]],
    ['q with --print', [LISTED, key('q')], { prints: true }, [{ type: 'leave', exit: 130, ids: [] }]],
    ['Ctrl-C', [LISTED, key('ctrl-c')], {}, [{ type: 'leave', exit: 130, ids: [] }]],
    ['o', [LISTED, key('o')], {}, [{ type: 'leave', exit: 0, ids: ['gpt-4o'] }]],
    [
      'Enter with --print',
      [LISTED, ...keys('space', 'space', 'enter')],
      { prints: true },
      [{ type: 'leave', exit: 0, ids: ['gpt-4o', 'gpt-4o-mini'] }],
    ],
    ['Enter without', [LISTED, key('enter')], {}, []],
    ['Enter with --print and nothing there', [listedEvent([]), key('enter')], { prints: true }, []],
  ])('by %s', (_name, events, more, effects) => expect(stateAfter(events, more).effects).toEqual(effects));
});
