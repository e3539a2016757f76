/** A server under which deletions suffer: limits that come in storms, resets, breakdowns, slow answers. It keeps a log. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../../support/answer.ts';
import { Random } from '../../support/random.ts';
import { type SeenRequest, startServer } from '../../support/server.ts';

/** One DELETE as the server saw it. */
export interface Logged {
  id: string;
  /** The number of the try, as the request says. */
  tries: number;
  /** The status that was sent; null where the connection was cut instead, undefined while nothing was sent yet. */
  status: number | null | undefined;
  /** The model went with this request. */
  deleted: boolean;
  /** Milliseconds, by the server's clock. */
  at: number;
}

export interface Weather {
  seed: number;
  /** How many requests out of a hundred meet each. */
  resets?: number;
  breakdowns?: number;
  /** Every so many models one that breaks down at each try, or at the first `doomedTries`. */
  doomedEvery?: number;
  doomedTries?: number;
  /** Every so many requests a storm begins, in which each one gets 429 until it is over. */
  stormEvery?: number;
  stormMs?: number;
  /** The slowest answer in milliseconds. */
  slowest?: number;
}

export interface StormyServer {
  baseUrl: string;
  log: Logged[];
  /** Ids that are still there. */
  models: Set<string>;
  /** Told of each DELETE as it arrives, with how many there were. */
  onDelete: ((count: number) => void) | undefined;
  /** Answers no DELETE from now on. */
  hold(): void;
  /** Turns to fair weather. */
  clear(): void;
  stop(): Promise<void>;
}

export function modelText(id: string): string {
  return `{"id":${JSON.stringify(id)},"object":"model","created":1700000000,"owned_by":"acme","extra":1.50E+10}`;
}

/** Fine-tuned ids, the same for the same count. */
export function manyIds(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `ft:gpt-4o-mini:acme:run-${i}:s${i}`);
}

export async function startStormy(ids: readonly string[], weather: Weather): Promise<StormyServer> {
  const random = new Random(weather.seed);
  const models = new Set(ids);
  const log: Logged[] = [];
  let { resets = 0, breakdowns = 0, doomedEvery = 0, stormEvery = 0, stormMs = 0, slowest = 0 } = weather;
  let stormEnds = 0;
  let held = false;

  const brokenDown = new Map<string, number>();
  const isDoomed = (id: string) => {
    if (doomedEvery === 0 || ids.indexOf(id) % doomedEvery !== 0) return false;
    const times = (brokenDown.get(id) ?? 0) + 1;
    brokenDown.set(id, times);
    return times <= (weather.doomedTries ?? Number.POSITIVE_INFINITY);
  };

  const remove = async ({ headers }: SeenRequest, id: string): Promise<Answer> => {
    const tries = Number(headers['x-stainless-retry-count']) + 1;
    const entry: Logged = { id, tries, status: undefined, deleted: false, at: performance.now() };
    log.push(entry);
    stormy.onDelete?.(log.length);
    if (held) return { raw: '', after: 'silence' };
    const luck = random.below(100);
    // Half of what goes wrong does so after the deed.
    const late = random.once(2);
    const pause = slowest > 0 ? random.below(slowest) : 0;
    if (stormEvery > 0 && log.length % stormEvery === 0) stormEnds = performance.now() + stormMs;
    const left = stormEnds - performance.now();
    if (left > 0) return answered(entry, 429, { 'retry-after-ms': String(Math.ceil(left)) });
    await sleep(pause);
    if (isDoomed(id) || luck < resets + breakdowns) {
      if (late) entry.deleted = models.delete(id);
      if (luck >= resets) return answered(entry, 502, { 'retry-after-ms': '2' });
      entry.status = null;
      return { raw: '', after: 'reset' };
    }
    entry.deleted = models.delete(id);
    const body = entry.deleted ? `{"id":${JSON.stringify(id)},"object":"model","deleted":true}` : MISSING;
    return answered(entry, entry.deleted ? 200 : 404, {}, body);
  };

  const server = await startServer(({ method, path }) => {
    const [, id] = /^\/v1\/models\/(.+)$/.exec(path) ?? [];
    if (method === 'DELETE' && id !== undefined) return (request) => remove(request, decodeURIComponent(id));
    return { body: `{"object":"list","data":[${[...models].map(modelText).join(',')}]}` };
  });
  const stormy: StormyServer = {
    baseUrl: `${server.origin}/v1`,
    log,
    models,
    onDelete: undefined,
    hold() {
      held = true;
    },
    clear() {
      resets = breakdowns = doomedEvery = stormEvery = stormMs = slowest = stormEnds = 0;
    },
    stop: server.stop,
  };
  return stormy;
}

const MISSING = '{"error":{"message":"The model does not exist","code":"model_not_found"}}';

function answered(
  entry: Logged,
  status: number,
  headers: Record<string, string>,
  body = '{"error":{"message":"not now"}}',
): Answer {
  entry.status = status;
  return { status, headers, body };
}
