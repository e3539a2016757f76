import { expect, test } from 'vitest';
import { isFineTuned } from '../../../src/models/id.ts';
import { CATALOG } from '../../../src/sandbox/catalog.ts';

const fineTuned = CATALOG.filter((model) => isFineTuned(model.id));
const openai = CATALOG.filter((model) => !isFineTuned(model.id));

test('82 different models, eight of them fine-tuned', () => {
  expect(new Set(CATALOG.map((model) => model.id)).size).toBe(82);
  expect(fineTuned).toHaveLength(8);
});

test.each([
  'ft:gpt-4o-mini-2024-07-18:acemeco:support-triage:9xKqT2aB',
  'ft:gpt-4.1-nano-2025-04-14:acemeco::B7xQ1mNp',
  'davinci:ft-acemeco:faq-answers-2023-05-11-16-02-45',
  'ft:gpt-4o-mini:acemeco:suffix:abc123',
])('%s is a fine-tuned model of the account', (id) => {
  expect(fineTuned.map((model) => model.id)).toContain(id);
});

test('a checkpoint of a fine-tuned model is among them', () => {
  expect(fineTuned.some((model) => model.id.endsWith(':ckpt-step-90'))).toBe(true);
});

test('keys are in the order of the API', () => {
  const shapes = new Set(CATALOG.map((model) => Object.keys(model).join()));
  expect([...shapes].sort()).toEqual(['id,object,created,owned_by', 'id,object,created,owned_by,shutdown_date']);
});

test('created is in Unix seconds, and fine-tuned models are younger than the dated base they name', () => {
  const first = Date.UTC(2022, 0, 1) / 1000;
  const last = Date.UTC(2026, 10, 30) / 1000;
  for (const model of CATALOG) {
    expect(Number.isInteger(model.created) && model.created > first && model.created < last, model.id).toBe(true);
    const base = CATALOG.find(({ id }) => id === model.id.split(':')[1]);
    if (base) expect(model.created, model.id).toBeGreaterThan(base.created);
  }
});

test('owners are those of the API, and of the account for fine-tuned models', () => {
  expect(new Set(openai.map((model) => model.owned_by))).toEqual(new Set(['system', 'openai', 'openai-internal']));
  expect(new Set(fineTuned.map((model) => model.owned_by))).toEqual(new Set(['acemeco', 'user-abc123']));
});

test('shutdown dates are real days, null or left out, and some come soon after November 2026', () => {
  const dates = openai.map((model) => model.shutdown_date);
  expect(dates).toContain(null);
  expect(dates).toContain(undefined);
  for (const date of dates) {
    if (typeof date === 'string') expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date);
  }
  const soon = dates.filter((date) => typeof date === 'string' && date > '2026-11-30' && date < '2027-02-01');
  expect(soon.length).toBeGreaterThanOrEqual(2);
  expect(fineTuned.every((model) => model.shutdown_date === undefined)).toBe(true);
});

test.each([
  ['ft:gpt-4o:acemeco::x', true],
  ['curie:ft-acemeco-2022-02-15-04-21-04', true],
  ['gpt-4o', false],
  ['gpt-ft:x', false],
  ['soft:gpt-4o', false],
])('isFineTuned(%s) is %s', (id, expected) => {
  expect(isFineTuned(id)).toBe(expected);
});
