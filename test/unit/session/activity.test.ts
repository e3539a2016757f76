/** What stands on the last line of a terminal in each second of waiting: the clock is the test's. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Api, ApiResponse } from '../../../src/api/client.ts';
import type { AttemptObserver } from '../../../src/api/wire.ts';
import type { Context } from '../../../src/context.ts';
import { CliError } from '../../../src/errors/error.ts';
import { Writer } from '../../../src/output/writer.ts';
import { Activity, withActivity } from '../../../src/session/activity.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

/** A terminal, and what its last line shows. */
function terminal(columns = 80) {
  let line = '';
  const stderr: Context['stderr'] = {
    isTTY: true,
    columns,
    rows: 24,
    write(bytes) {
      for (const piece of Buffer.from(bytes)
        .toString()
        .split(/(\r\x1b\[K|\n)/))
        line = /^(?:\r|\n)/.test(piece) ? '' : line + piece;
    },
  };
  return { screen: { ctx: { now: () => Date.now(), stderr }, err: new Writer(stderr, false) }, line: () => line };
}

const wait = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

/** An API whose list answers as `call` says; nothing else of it is asked. */
const apiOf = (call: (watch: AttemptObserver) => Promise<ApiResponse>) =>
  ({ list: (_page: unknown, watch: AttemptObserver) => call(watch) }) as unknown as Api;

const answerOf = (body: AsyncIterable<Uint8Array>): ApiResponse => ({
  status: 200,
  header: () => null,
  body,
  retries: 0,
});

async function readAll({ body }: ApiResponse): Promise<number> {
  let bytes = 0;
  for await (const chunk of body) bytes += chunk.length;
  return bytes;
}

const sleep = (seconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, seconds * 1000));

describe('a server', () => {
  test('that waits 5 s', async () => {
    const { screen, line } = terminal();
    const activity = new Activity(screen, 'openrouter.ai', 3);
    const api = withActivity(
      activity,
      apiOf(async (watch) => {
        await watch.onAttempt(1);
        await sleep(5);
        return answerOf((async function* () {})());
      }),
    );
    const answer = api.list();
    await wait(0.39);
    expect(line()).toBe('');
    const seen: string[] = [];
    for (let second = 1; second <= 4; second++) {
      await wait(second === 1 ? 0.81 : 1);
      seen.push(line());
    }
    expect(seen).toEqual([1, 2, 3, 4].map((s) => `Waiting for openrouter.ai ... ${s} s`));
    await wait(1);
    await readAll(await answer);
    expect(line()).toBe('');
  });

  test('that drips for 6 s', async () => {
    const { screen, line } = terminal();
    const activity = new Activity(screen, 'h', 3);
    let models = 0;
    activity.countModels = () => models;
    const api = withActivity(
      activity,
      apiOf(async (watch) => {
        await watch.onAttempt(1);
        return answerOf(
          (async function* () {
            for (let i = 0; i < 6; i++) {
              await sleep(1);
              models += 2000;
              yield new Uint8Array(7_000_000);
            }
          })(),
        );
      }),
    );
    const read = api.list().then(readAll);
    const seen: string[] = [];
    for (let second = 0; second < 6; second++) {
      await wait(1);
      seen.push(line());
    }
    expect(seen[2]).toMatch(/^Reading from h \.\.\. (?:14|21) MB, [46],000 models$/);
    expect(seen[4]).toMatch(/^Reading from h \.\.\. (?:28|35) MB, (?:8|10),000 models$/);
    await wait(1);
    expect(await read).toBe(42_000_000);
    expect(line()).toBe('');
  });

  test('that asks to wait 7 s', async () => {
    const { screen, line } = terminal();
    const activity = new Activity(screen, 'h', 3);
    const api = withActivity(
      activity,
      apiOf(async (watch) => {
        await watch.onAttempt(1);
        await watch.onRetry(1, { status: 429 }, 7000);
        await sleep(7);
        await watch.onAttempt(2);
        return answerOf((async function* () {})());
      }),
    );
    const read = api.list().then(readAll);
    const seen: string[] = [];
    for (let second = 0; second < 6; second++) {
      await wait(1);
      seen.push(line());
    }
    expect(seen).toEqual(
      [6, 5, 4, 3, 2, 1].map((s) => `Rate limited: retrying in ${s + (s === 6 ? 0 : 0)} s (2 of 3)`),
    );
    await wait(2);
    await read;
    expect(line()).toBe('');
  });

  test('that is dead', async () => {
    const { screen, line } = terminal(40);
    const activity = new Activity(screen, 'a-very-long-host-name.example.test', 3);
    const error = new CliError('network', { kind: 'refused', host: 'h', detail: undefined });
    const api = withActivity(
      activity,
      apiOf(async (watch) => {
        for (const tries of [1, 2]) {
          await watch.onAttempt(tries);
          await watch.onRetry(tries, { error }, 1000);
          await sleep(1);
        }
        throw error;
      }),
    );
    const ended = api.list().catch((thrown: unknown) => thrown);
    await wait(0.5);
    expect(line()).toMatch(/^No response from a-very-long-host-name/);
    expect(line().length).toBeLessThan(40);
    await wait(2);
    expect(await ended).toBe(error);
    expect(line()).toBe('');
  });
});
