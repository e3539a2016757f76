import { describe, expect, test } from 'vitest';
import { openDetails } from '../../../src/details/index.ts';
import { CATALOG } from '../../../src/sandbox/catalog.ts';

const details = await openDetails({ provider: 'openai' });

describe('the models that the sandbox lists', () => {
  test('have details, at least 60 of them', () => {
    const known = CATALOG.filter(({ id }) => details.ofId(id).match);
    console.log(`${known.length} of ${CATALOG.length} models of the sandbox have details`);
    expect(known.length).toBeGreaterThanOrEqual(60);
  });

  test('have the dates that the API gives, where a dataset has any', () => {
    const both = CATALOG.flatMap(({ id, shutdown_date }) => {
      const dated = details.ofId(id).text('shutdown_date');
      return shutdown_date && dated ? [{ id, dated, announced: shutdown_date }] : [];
    });
    expect(both.length).toBeGreaterThanOrEqual(30);
    expect(both.filter(({ dated, announced }) => dated !== announced)).toEqual([]);
  });
});
