/** The practice API: the models of a made-up account behind the real API's rules. Nothing here uses the network. */
import { randomBytes } from 'node:crypto';
import { Hono, type Context as HonoContext, type Next } from 'hono';
import type { Context } from '../context.ts';
import { isFineTuned } from '../models/id.ts';
import type { Scenario } from '../spec/types.ts';
import { json, refuse, streamList } from './answer.ts';
import { allModels, ORGANIZATION } from './catalog.ts';
import { badKey, SLOW_MS, trouble } from './scenarios.ts';
import { memoryStore, SandboxStateError, type SandboxStore, sandboxStore } from './state.ts';

export interface SandboxOptions {
  readonly store: SandboxStore;
  readonly scenario?: Scenario | undefined;
  /** Resolves after `ms` milliseconds; used by the scenario `slow` alone. */
  sleep(ms: number): Promise<void>;
  /**
   * Where a scenario counts its requests: in the store (the default), so that separate commands continue one another's
   * count, or in the handler, for a server that runs for long.
   */
  readonly counting?: 'store' | 'handler' | undefined;
}

/** Answers one request as the API does; rejects only when the request's own signal is aborted. */
export type SandboxHandler = (request: Request) => Promise<Response>;

/** The one key that is refused; every other one is good. */
const REFUSED_KEY = 'sk-invalid';

const LIST = '/v1/models';
const MODEL = '/v1/models/:model';

/** Makes the practice API: models under `/v1`, with the API's checks, headers and error bodies. */
export function createSandbox(options: SandboxOptions): SandboxHandler {
  const { store, scenario } = options;
  const counters = options.counting === 'handler' ? memoryStore() : store;
  const crowded = scenario === 'many';
  const app = new Hono();

  app.use(addHeaders);
  app.use(async (c, next) => {
    if (scenario === 'slow') await pause(options.sleep(SLOW_MS), c.req.raw.signal);
    return scenario === 'unauthorized' ? badKey() : next();
  });
  for (const path of [LIST, MODEL]) {
    app.use(path, checkKey);
    app.use(path, async (c, next) => trouble(scenario, `${c.req.method} ${pathOf(c)}`, counters) ?? next());
  }

  app.get(LIST, () => {
    const deleted = new Set(store.load().deleted);
    return streamList(remaining(crowded, deleted));
  });

  app.get(MODEL, (c) => {
    const id = c.req.param('model');
    const deleted = new Set(store.load().deleted);
    for (const model of remaining(crowded, deleted)) if (model.id === id) return json(model);
    return unknownModel(id);
  });

  app.delete(MODEL, (c) => {
    const id = c.req.param('model');
    if (!exists(id, crowded)) return unknownModel(id);
    if (!isFineTuned(id)) return notYours(id);
    let deleted = false;
    store.update((state) => {
      deleted = !state.deleted.includes(id);
      return deleted ? { ...state, deleted: [...state.deleted, id] } : state;
    });
    return deleted ? json({ id, object: 'model', deleted: true }) : unknownModel(id);
  });

  for (const path of [LIST, MODEL]) app.all(path, wrongMethod);
  app.notFound((c) => refuse({ status: 404, message: `Invalid URL (${c.req.method} ${pathOf(c)})` }));
  app.onError(failed);

  return async (request) => app.fetch(request);
}

/** Adds the headers that every answer of the API has. */
async function addHeaders(c: HonoContext, next: Next): Promise<void> {
  const began = performance.now();
  await next();
  const headers = c.res.headers;
  headers.set('x-request-id', `req_${randomBytes(16).toString('hex')}`);
  headers.set('openai-version', '2020-10-01');
  headers.set('openai-organization', ORGANIZATION);
  headers.set('openai-project', c.req.header('openai-project') ?? 'proj_sandbox');
  headers.set('openai-processing-ms', String(Math.round(performance.now() - began)));
}

async function checkKey(c: HonoContext, next: Next): Promise<Response | undefined> {
  const key = /^bearer +(\S.*)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (key === undefined) {
    return refuse({
      status: 401,
      message: 'This request has no API key. Send one as a Bearer token: `Authorization: Bearer YOUR_KEY`.',
      headers: { 'www-authenticate': 'Bearer realm="OpenAI API"' },
    });
  }
  if (key === REFUSED_KEY) return badKey();
  await next();
  return undefined;
}

function* remaining(crowded: boolean, deleted: ReadonlySet<string>) {
  for (const model of allModels(crowded)) if (!deleted.has(model.id)) yield model;
}

function exists(id: string, crowded: boolean): boolean {
  for (const model of allModels(crowded)) if (model.id === id) return true;
  return false;
}

function unknownModel(id: string): Response {
  return refuse({
    status: 404,
    message: `The model '${id}' does not exist`,
    param: 'model',
    code: 'model_not_found',
  });
}

function notYours(id: string): Response {
  return refuse({
    status: 403,
    message: `Only fine-tuned models of your organization can be deleted, and '${id}' is not one.`,
    param: 'model',
  });
}

function wrongMethod(c: HonoContext): Response {
  return refuse({
    status: 405,
    message: `Not allowed to ${c.req.method} on ${pathOf(c)}. (Hint: another HTTP method may be the one you meant.)`,
  });
}

/** A state that can't be read or written is an answer like any other, and one that no retry will better. */
function failed(error: Error, c: HonoContext): Response {
  if (c.req.raw.signal.aborted) throw error;
  const known = error instanceof SandboxStateError;
  return refuse({
    status: 500,
    message: known ? error.message : `The sandbox failed: ${error.message}`,
    type: 'server_error',
    code: known ? 'sandbox_state' : 'sandbox_failure',
    headers: { 'x-should-retry': 'false' },
  });
}

/** The path as it was sent, with its percent signs. */
function pathOf(c: HonoContext): string {
  return new URL(c.req.url).pathname;
}

/** Waits, or rejects with the signal's reason as soon as the caller gives up. */
async function pause(sleeping: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let giveUp = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    await Promise.race([sleeping, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** The practice API of this user: what was deleted before is still deleted. Without a home it forgets at the end. */
export function openSandbox(
  ctx: Context,
  scenario: Scenario | undefined,
  counting: 'store' | 'handler' = 'store',
): SandboxHandler {
  return createSandbox({ store: sandboxStore(ctx), sleep: ctx.sleep, scenario, counting });
}
