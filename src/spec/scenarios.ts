/** The troubles that the practice API can act out, in the order in which help lists them. */
export const SCENARIOS = ['slow', 'rate-limited', 'flaky', 'unauthorized', 'many'] as const;

export type Scenario = (typeof SCENARIOS)[number];

/** One line a scenario, for help and error texts. */
export const SCENARIO_HINTS = {
  slow: 'every answer takes about two seconds',
  'rate-limited': 'two of three requests answer 429, so only retries get through',
  flaky: 'every second request fails with 503 or 500',
  unauthorized: 'every request answers 401, whatever the key',
  many: '100,000 more models in the list',
} as const satisfies Record<Scenario, string>;
