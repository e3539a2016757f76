import { describe, expect, test } from 'vitest';
import { mayHaveTakenEffect, parseRetryAfter, retryLaterError, Throttle, withRetries } from '../../../src/api/retry.ts';
import {
  type FailedAttempt,
  headersFromRecord,
  type RequestState,
  type Transport,
  type WireRequest,
  WireResponse,
} from '../../../src/api/wire.ts';
import { CliError } from '../../../src/errors/error.ts';
import { encode } from '../../../src/json/bytes.ts';

type Reply = { status: number; headers?: Record<string, string>; body?: string } | CliError;

const closed = () => new CliError('network', { kind: 'closed', host: 'h', detail: undefined });
const URL_OF = new URL('http://h/v1/models/m');

async function* bodyOf(text: string): AsyncGenerator<Uint8Array> {
  yield encode(text);
}

/** A clock whose sleepers wake when the test says so. */
class Clock {
  readonly sleeping: { ms: number; wake(): void }[] = [];

  readonly sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const end = () => {
        signal?.removeEventListener('abort', end);
        resolve();
      };
      this.sleeping.push({ ms, wake: end });
      signal?.addEventListener('abort', end);
    });

  get asked(): number[] {
    return this.sleeping.map(({ ms }) => ms);
  }
}

/** Lets everything that can go on do so. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function setUp(replies: Reply[], maxRetries = 2, method: 'GET' | 'DELETE' = 'DELETE') {
  const clock = new Clock();
  const ending = new AbortController();
  const throttle = new Throttle({ sleep: clock.sleep, signal: ending.signal, now: () => 0 });
  let sent = 0;
  const send: Transport = async (url) => {
    const reply = replies[Math.min(sent++, replies.length - 1)] as Reply;
    if (reply instanceof CliError) throw reply;
    const { status, headers = {}, body = '' } = reply;
    return new WireResponse(status, headersFromRecord(headers), url.href, bodyOf(body));
  };
  const tried = withRetries(send, { maxRetries, throttle, timeout: 0, now: () => 0 });
  const told: [string, number, FailedAttempt?][] = [];
  const call = async () => {
    const state: RequestState = { tries: 0 };
    state.observer = {
      onAttempt: async (tries) => void told.push(['begins', tries]),
      onRetry: async (tries, failed) => void told.push(['again', tries, failed]),
    };
    const request: WireRequest = {
      method,
      headers: new Map(),
      signal: undefined,
      isTrusted: true,
      state,
    };
    const outcome = await tried(URL_OF, request).catch((error: CliError) => error);
    if (outcome instanceof CliError) return { status: undefined, failure: outcome.code, tries: state.tries };
    return { status: outcome.status, failure: undefined, tries: state.tries };
  };
  return { clock, ending, throttle, call, told, sent: () => sent };
}

const limited = (seconds: string) => ({ status: 429, headers: { 'retry-after': seconds } });

describe('a pause that the server asks for', () => {
  test('holds every request back, and ends with the longest', async () => {
    const { clock, call, sent } = setUp([limited('2'), limited('5'), { status: 200 }]);
    const first = call();
    const second = call();
    await settle();
    expect(clock.asked).toEqual([5000]);
    const third = call();
    await settle();
    expect(sent()).toBe(2);
    clock.sleeping[0]?.wake();
    expect(await Promise.all([first, second, third])).toEqual([
      { status: 200, failure: undefined, tries: 2 },
      { status: 200, failure: undefined, tries: 2 },
      { status: 200, failure: undefined, tries: 1 },
    ]);
  });

  test('is told to whoever shows it', async () => {
    const { throttle, call } = setUp([{ status: 503, headers: { 'retry-after-ms': '250' } }]);
    const pauses: number[] = [];
    throttle.onPause = (ms) => pauses.push(ms);
    void call();
    await settle();
    expect(pauses).toEqual([250]);
  });

  test('holds the others back even where the request itself gives up', async () => {
    const { clock, call, sent } = setUp([limited('3'), { status: 200 }], 0);
    expect(await call()).toEqual({ status: 429, failure: undefined, tries: 1 });
    const other = call();
    await settle();
    expect(sent()).toBe(1);
    clock.sleeping[0]?.wake();
    expect(await other).toMatchObject({ status: 200 });
  });

  test('keeps nothing waiting where no further request wants to pass', async () => {
    const { clock, call } = setUp([limited('30')], 0);
    expect(await call()).toMatchObject({ status: 429 });
    expect(clock.asked).toEqual([]);
  });

  test('that grows while it is waited for is waited for to its new end', async () => {
    const { clock, call, throttle, sent } = setUp([limited('2'), { status: 200 }]);
    const first = call();
    await settle();
    throttle.pause(9000);
    clock.sleeping[0]?.wake();
    await settle();
    expect([clock.asked, sent()]).toEqual([[2000, 9000], 1]);
    clock.sleeping[1]?.wake();
    expect(await first).toMatchObject({ status: 200 });
  });

  test('of more than a minute ends the request', async () => {
    const { clock, call } = setUp([limited('61')]);
    expect(await call()).toMatchObject({ failure: 'retry-later', tries: 1 });
    expect(clock.asked).toEqual([]);
  });

  test.each([
    ['502', { status: 502 }],
    ['a closed connection', closed()],
    ['503 that asks for nothing', { status: 503 }],
  ])('is not what follows %s: that wait is one request’s own', async (_name, reply) => {
    const { clock, call, sent } = setUp([reply, { status: 200 }]);
    const first = call();
    await settle();
    expect(clock.asked).toHaveLength(1);
    expect(await call()).toMatchObject({ status: 200 });
    expect(sent()).toBe(2);
    clock.sleeping[0]?.wake();
    expect(await first).toMatchObject({ status: 200, tries: 2 });
  });
});

describe('waits without a word from the server', () => {
  test('grow from half a second to eight', async () => {
    const { clock, call } = setUp([{ status: 500 }], 7);
    const done = call();
    for (let tries = 1; tries <= 7; tries++) {
      await settle();
      const most = Math.min(500 * 2 ** (tries - 1), 8000);
      expect(clock.asked).toHaveLength(tries);
      expect(clock.asked.at(-1)).toBeLessThanOrEqual(most);
      expect(clock.asked.at(-1)).toBeGreaterThanOrEqual(most * 0.75);
      clock.sleeping.at(-1)?.wake();
    }
    expect(await done).toEqual({ status: 500, failure: undefined, tries: 8 });
  });
});

const network = (kind: 'name' | 'lookup' | 'refused' | 'tls' | 'redirect' | 'timeout', detail?: string) =>
  new CliError('network', { kind, host: 'h', detail });

describe('another try', () => {
  test.each<[name: string, reply: Reply, again: boolean]>([
    ['400', { status: 400 }, false],
    ['404', { status: 404 }, false],
    ['407', { status: 407 }, false],
    ['408', { status: 408 }, true],
    ['409', { status: 409 }, true],
    ['410', { status: 410 }, false],
    ['428', { status: 428 }, false],
    ['429', { status: 429 }, true],
    ['499', { status: 499 }, false],
    ['500', { status: 500 }, true],
    ['501', { status: 501 }, true],
    ['503', { status: 503 }, true],
    ['400 that asks for it', { status: 400, headers: { 'x-should-retry': 'true' } }, true],
    ['500 that forbids it', { status: 500, headers: { 'x-should-retry': 'false' } }, false],
    ['500 that says nothing plain of it', { status: 500, headers: { 'x-should-retry': 'yes' } }, true],
    ['400 that says nothing plain of it', { status: 400, headers: { 'x-should-retry': 'yes' } }, false],
    ['429 of a quota that is used up', { status: 429, body: '{"error":{"type":"insufficient_quota"}}' }, false],
    ['503 with the same words', { status: 503, body: '{"error":{"type":"insufficient_quota"}}' }, true],
    ['503 of a gateway without a channel', { status: 503, body: '{"error":{"type":"new_api_error"}}' }, false],
    ['429 with the same words', { status: 429, body: '{"error":{"type":"x"}}' }, true],
    ['a closed connection', closed(), true],
    ['a refused connection', network('refused'), true],
    ['silence', network('timeout'), true],
    ['a name that cannot be had now', network('lookup', 'EAI_AGAIN'), true],
    ['a name that does not exist', network('name', 'ENOTFOUND'), false],
    ['a certificate', network('tls'), false],
    ['a redirect', network('redirect'), false],
    ['an error that is not of the network', new CliError('interrupted', {}), false],
  ])('after %s: %s', async (_name, reply, again) => {
    const { clock, call, sent } = setUp([reply, { status: 200 }], 1);
    const done = call();
    await settle();
    clock.sleeping[0]?.wake();
    const outcome = await done;
    expect(sent()).toBe(again ? 2 : 1);
    expect(outcome.status === 200).toBe(again);
  });

  test('of a read follows what a gateway could not send on', async () => {
    const { clock, call } = setUp(
      [{ status: 503, body: '{"error":{"type":"new_api_error"}}' }, { status: 200 }],
      1,
      'GET',
    );
    const done = call();
    await settle();
    clock.sleeping[0]?.wake();
    expect(await done).toMatchObject({ status: 200, tries: 2 });
  });

  test.each<[status: number, retries: number, tries: number]>([
    [503, 0, 1],
    [503, 1, 11],
    [503, 12, 13],
    [429, 1, 2],
    [500, 1, 2],
  ])('of a server that loads its model, with %i and %i retries: %i tries', async (status, retries, tries) => {
    const { clock, call, throttle } = setUp([{ status, body: '{"error":"Loading model"}' }], retries);
    let told = 0;
    throttle.onLoading = () => told++;
    const done = call();
    for (let i = 0; i < 15; i++) {
      await settle();
      clock.sleeping[i]?.wake();
    }
    expect(await done).toMatchObject({ status, tries });
    expect(told).toBe(status === 503 ? tries - 1 : 0);
  });

  test('still has the body of an answer that was looked into', async () => {
    const { throttle } = setUp([]);
    const send: Transport = async (url) => new WireResponse(503, headersFromRecord({}), url.href, bodyOf('{"a":1}'));
    const request = { method: 'GET' as const, headers: new Map(), signal: undefined, isTrusted: true };
    const tried = withRetries(send, { maxRetries: 0, throttle, timeout: 0, now: () => 0 });
    const response = await tried(URL_OF, { ...request, state: { tries: 0 } });
    const pieces: Uint8Array[] = [];
    for await (const piece of response.body) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe('{"a":1}');
  });
});

describe('the wait that an answer asks for', () => {
  const now = Date.UTC(2026, 0, 15, 12);
  test.each<[headers: Record<string, string>, seconds: number | undefined]>([
    [{}, undefined],
    [{ 'retry-after-ms': '250' }, 0.25],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 0.25],
    [{ 'retry-after-ms': '0' }, 0],
    [{ 'retry-after-ms': '0', 'retry-after': '7' }, 7],
    [{ 'retry-after-ms': '-1' }, undefined],
    [{ 'retry-after-ms': '-1', 'retry-after': '7' }, 7],
    [{ 'retry-after-ms': 'soon' }, undefined],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1.5' }, 1.5],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': 'Thu, 15 Jan 2026 12:00:30 GMT' }, 30],
    [{ 'retry-after': 'Thu, 15 Jan 2026 12:00:00 GMT' }, 0],
    [{ 'retry-after': 'Thu, 15 Jan 2026 11:59:59 GMT' }, undefined],
  ])('%j is %s seconds', (headers, seconds) => {
    expect(parseRetryAfter(headersFromRecord(headers), now)).toBe(seconds);
  });

  test('is too long from a minute on, and says so with the next whole second', async () => {
    const answer = () => new WireResponse(429, headersFromRecord({}), URL_OF.href, bodyOf('{"error":"slow down"}'));
    expect(await retryLaterError(answer(), 60, 0)).toBeUndefined();
    expect(await retryLaterError(answer(), 60.2, 0)).toMatchObject({
      code: 'retry-later',
      args: { status: 429, seconds: 61, reason: 'slow down' },
    });
  });

  test('is told to nobody where it is none', async () => {
    const { throttle, call } = setUp([{ status: 429, headers: { 'retry-after': '0' } }, { status: 200 }]);
    const pauses: number[] = [];
    throttle.onPause = (ms) => pauses.push(ms);
    expect(await call()).toMatchObject({ status: 200, tries: 2 });
    expect(pauses).toEqual([]);
  });
});

describe('the end', () => {
  test('cuts a wait short: the last answer is the result, and nothing more is sent', async () => {
    const { throttle, call, sent } = setUp([{ status: 502 }]);
    const done = call();
    await settle();
    throttle.halt();
    expect(await done).toEqual({ status: 502, failure: undefined, tries: 1 });
    expect(sent()).toBe(1);
  });

  test('cuts a pause short for those who were held back', async () => {
    const { throttle, call, sent } = setUp([limited('30')]);
    const first = call();
    await settle();
    const second = call();
    await settle();
    throttle.halt();
    expect(await first).toMatchObject({ status: 429 });
    expect(await second).toEqual({ status: undefined, failure: 'interrupted', tries: 0 });
    expect(sent()).toBe(1);
  });

  test('keeps why a connection failed', async () => {
    const { throttle, call } = setUp([closed()]);
    const done = call();
    await settle();
    throttle.halt();
    expect(await done).toMatchObject({ failure: 'network', tries: 1 });
  });

  test('comes with the interruption of the run, before or after the start', async () => {
    const { ending, call, throttle } = setUp([{ status: 200 }]);
    ending.abort();
    expect(throttle.isHalted).toBe(true);
    expect(await call()).toMatchObject({ failure: 'interrupted', tries: 0 });
    expect(new Throttle({ sleep: async () => {}, signal: ending.signal, now: () => 0 }).isHalted).toBe(true);
  });
});

describe('whoever watches', () => {
  test('learns of each try, before and after', async () => {
    const { clock, call, told } = setUp([{ status: 502 }, closed(), { status: 200 }]);
    const done = call();
    for (let i = 0; i < 2; i++) {
      await settle();
      clock.sleeping[i]?.wake();
    }
    await done;
    expect(told).toEqual([
      ['begins', 1],
      ['again', 1, { status: 502 }],
      ['begins', 2],
      ['again', 2, { error: expect.any(CliError) }],
      ['begins', 3],
    ]);
  });
});

test.each<[name: string, failed: FailedAttempt, landed: boolean]>([
  ['500', { status: 500 }, true],
  ['502', { status: 502 }, true],
  ['408', { status: 408 }, true],
  ['409', { status: 409 }, true],
  ['501', { status: 501 }, false],
  ['429', { status: 429 }, false],
  ['403', { status: 403 }, false],
  ['a closed connection', { error: closed() }, true],
  ['silence', { error: new CliError('network', { kind: 'timeout', host: 'h', detail: undefined }) }, true],
  [
    'a refused connection',
    { error: new CliError('network', { kind: 'refused', host: 'h', detail: undefined }) },
    false,
  ],
  ['an unknown name', { error: new CliError('network', { kind: 'name', host: 'h', detail: undefined }) }, false],
  ['a bad certificate', { error: new CliError('network', { kind: 'tls', host: 'h', detail: undefined }) }, false],
  ['another error', { error: new CliError('interrupted', {}) }, false],
])('after %s the server may have done it or not', (_name, failed, landed) => {
  expect(mayHaveTakenEffect(failed)).toBe(landed);
});
