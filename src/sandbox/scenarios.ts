import type { Scenario } from '../spec/types.ts';
import { errorResponse } from './answer.ts';
import { ORGANIZATION } from './catalog.ts';
import type { SandboxStore } from './state.ts';

/** How long the scenario `slow` waits, in milliseconds. */
export const SLOW_MS = 2000;

/** How long `rate-limited` asks a client to wait, in milliseconds. */
const RETRY_AFTER_MS = 300;

/**
 * The response of a scenario instead of the API's, or undefined to let the request through. Cycles are counted per
 * method and path, so that every request gets through after the same number of retries, however many run in parallel.
 */
export function scenarioResponse(
  scenario: Scenario | undefined,
  request: string,
  counters: SandboxStore,
): Response | undefined {
  if (scenario === 'rate-limited') {
    return step(counters, `rate-limited ${request}`, 3) < 3 ? rateLimitedResponse() : undefined;
  }
  if (scenario === 'flaky') {
    if (step(counters, `flaky ${request}`, 2) === 2) return undefined;
    return step(counters, 'flaky', 2) === 1 ? overloadedResponse() : internalErrorResponse();
  }
  return undefined;
}

/** The response of the scenario `unauthorized`, and to a key that is known to be bad. */
export function invalidKeyResponse(): Response {
  return errorResponse({
    status: 401,
    message: 'The API key that was sent is not valid. Your keys are listed at https://platform.openai.com/api-keys.',
    code: 'invalid_api_key',
  });
}

/** Advances a cycle of `length` steps and returns the step reached, counted from 1. */
function step(store: SandboxStore, name: string, length: number): number {
  let reached = 1;
  store.update((state) => {
    reached = (state.counters[name] ?? 0) + 1;
    const { [name]: _finished, ...others } = state.counters;
    return { ...state, counters: reached < length ? { ...others, [name]: reached } : others };
  });
  return Math.min(reached, length);
}

function rateLimitedResponse(): Response {
  return errorResponse({
    status: 429,
    message: `Too many requests per minute in organization ${ORGANIZATION}: limit 60, used 60, requested 1. Try again in ${RETRY_AFTER_MS}ms.`,
    type: 'requests',
    code: 'rate_limit_exceeded',
    headers: {
      'retry-after': '1',
      'retry-after-ms': String(RETRY_AFTER_MS),
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': `${RETRY_AFTER_MS}ms`,
    },
  });
}

function overloadedResponse(): Response {
  return errorResponse({
    status: 503,
    message: 'The server is too busy to handle this request. Please try again.',
    type: 'server_error',
  });
}

function internalErrorResponse(): Response {
  return errorResponse({
    status: 500,
    message: 'The server failed while it processed this request. Please try again.',
    type: 'server_error',
  });
}
