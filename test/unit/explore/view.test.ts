/** What a screen shows of ids and values that do not fit. */
import { expect, test } from 'vitest';
import type { State } from '../../../src/explore/state.ts';
import { view } from '../../../src/explore/view.ts';
import { keys, listedEvent, stateAfter } from './explored.ts';

const textOf = (state: State): string =>
  view(state)
    .rows.map((segments) =>
      segments.flatMap(({ line }) => line.map((part) => (typeof part === 'string' ? part : part.text))).join(''),
    )
    .join('\n');
const resized = { type: 'resized', size: { columns: 44, rows: 24 } } as const;
const LONG = 'ft:gpt-4o-mini-2024-07-18:acemeco:support-triage:9xKq';

test('ids that differ at the end do so where they are cut', () => {
  const { state } = stateAfter([resized, listedEvent([`${LONG}T2aB`, `${LONG}Sh0f`])]);
  const text = textOf(state);
  expect(text).toMatch(/ft:gpt-4o\S*…\S*9xKqT2aB/);
  expect(text).toMatch(/ft:gpt-4o\S*…\S*9xKqSh0f/);
});

test('letters of a search are marked on both sides of the cut', () => {
  const { state } = stateAfter([resized, listedEvent([`${LONG}T2aB`]), ...keys('/'), ...keys(...'fT2aB')]);
  const marked = view(state)
    .rows.flatMap((segments) => segments.flatMap(({ line }) => line))
    .flatMap((part) => (typeof part !== 'string' && part.style === 'underline' ? [part.text] : []));
  expect(marked.join('')).toBe('fT2aB');
});

test('the details go no further to the side than their longest line', () => {
  const { state } = stateAfter([
    { type: 'resized', size: { columns: 120, rows: 24 } },
    listedEvent(['o3']),
    ...keys('tab', ...Array.from({ length: 40 }, () => 'right')),
  ]);
  expect(textOf(state)).toMatch(/owned_by|created/);
});

test('the keys say what the signs after a date mean', () => {
  const { state } = stateAfter([
    { type: 'resized', size: { columns: 80, rows: 40 } },
    listedEvent(['o3']),
    ...keys('?'),
  ]);
  expect(textOf(state)).toMatch(/\*\s+after a date/);
  expect(textOf(state)).toMatch(/\+\s+after a date/);
});
