import { describe, expect, test } from 'vitest';
import { openDetails } from '../../src/details/index.ts';
import { CATALOG } from '../../src/sandbox/catalog.ts';

const details = await openDetails({ provider: 'openai' });

describe('the models that the sandbox lists', () => {
  test('have details, at least 60 of them', () => {
    const known = CATALOG.filter(({ id }) => details.ofId(id).match);
    console.log(`${known.length} of ${CATALOG.length} models of the sandbox have details`);
    expect(known.length).toBeGreaterThanOrEqual(60);
  });

  test('have the dates that the API gives, where a dataset has any', () => {
    const differing = CATALOG.flatMap(({ id, shutdown_date }) => {
      const dated = details.ofId(id).text('shutdown_date');
      return shutdown_date && dated && dated !== shutdown_date ? [`${id}: ${dated}, not ${shutdown_date}`] : [];
    });
    expect(differing).toEqual([]);
  });
});
