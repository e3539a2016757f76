/** The practice API: models of a made-up account behind the real API's rules. It does not use the network. */
import { randomBytes } from 'node:crypto';
import { LOCAL_SANDBOX_URL } from '../config/connection.ts';
import type { Context } from '../context.ts';
import { isFineTuned } from '../models/id.ts';
import type { Scenario } from '../spec/types.ts';
import { errorResponse, jsonResponse, streamList } from './answer.ts';
import { allModels, changingModels, LOCAL_CATALOG, ORGANIZATION, type SandboxModel } from './catalog.ts';
import { invalidKeyResponse, SLOW_MS, scenarioResponse } from './scenarios.ts';
import { memoryStore, SandboxStateError, type SandboxStore, sandboxStore } from './state.ts';

export interface SandboxOptions {
  readonly store: SandboxStore;
  readonly scenario?: Scenario | undefined;
  /** Resolves after `ms` milliseconds. Used only by the scenario `slow`. */
  sleep(ms: number): Promise<void>;
  /** Milliseconds since 1970. Used only by the scenario `changing`. */
  now?(): number;
  /**
   * Where a scenario counts its requests: in the store (the default), so that separate commands share one count, or in
   * the handler, for a long-running server.
   */
  readonly counting?: 'store' | 'handler' | undefined;
}

/** Handles one request as the API does. Rejects only if the request's own signal is aborted. */
export type SandboxHandler = (request: Request) => Promise<Response>;

/** The host of the second practice server, which exists only inside the program. */
const LOCAL_HOST = new URL(LOCAL_SANDBOX_URL).host;

/** The only key that is rejected; any other is valid. */
const REFUSED_KEY = 'sk-invalid';

/** The list, or one model: a single path segment, in which a slash appears only as `%2F`. */
const ROUTE = /^\/v1\/models(?:\/([^/]+))?$/;

/** Creates the practice API: models under `/v1`, with the API's checks, headers and error bodies. */
export function createSandbox(options: SandboxOptions): SandboxHandler {
  const handle = createHandler(options);
  return async (request) => {
    const startedAt = performance.now();
    const response = await handle(request).catch((error: Error) => internalError(error, request));
    addHeaders(response.headers, request, startedAt);
    return request.method === 'HEAD' ? new Response(null, response) : response;
  };
}

function createHandler(options: SandboxOptions): SandboxHandler {
  const { store, scenario } = options;
  const counters = options.counting === 'handler' ? memoryStore() : store;
  /** All models, deleted ones included. */
  function existing(isLocal: boolean): Iterable<SandboxModel> {
    if (isLocal) return LOCAL_CATALOG;
    const models = allModels(scenario === 'many');
    return scenario === 'changing' ? changingModels(models, (options.now?.() ?? 0) / 1000) : models;
  }

  return async (request) => {
    if (scenario === 'slow') await pause(options.sleep(SLOW_MS), request.signal);
    if (scenario === 'unauthorized') return invalidKeyResponse();
    const { method } = request;
    const path = pathOf(request);
    const route = ROUTE.exec(decoded(path.replaceAll('%25', '%2525'), decodeURI));
    if (!route) return errorResponse({ status: 404, message: `Invalid URL (${method} ${path})` });
    const refusal = checkKey(request) ?? scenarioResponse(scenario, `${method} ${path}`, counters);
    if (refusal) return refusal;

    const id = route[1] === undefined ? undefined : decoded(route[1], decodeURIComponent);
    const isLocal = new URL(request.url).host === LOCAL_HOST;
    if (method === 'GET' || method === 'HEAD') return id === undefined ? list(isLocal) : retrieve(id, isLocal);
    return method === 'DELETE' && id !== undefined && !isLocal ? remove(id) : methodError(method, path);
  };

  function list(isLocal: boolean): Response {
    return streamList(remaining(existing(isLocal), new Set(store.load().deleted)));
  }

  function retrieve(id: string, isLocal: boolean): Response {
    const deleted = new Set(store.load().deleted);
    for (const model of remaining(existing(isLocal), deleted)) if (model.id === id) return jsonResponse(model);
    return unknownModelError(id);
  }

  function remove(id: string): Response {
    if (!exists(id, existing(false))) return unknownModelError(id);
    if (!isFineTuned(id)) return notOwnedError(id);
    let deleted = false;
    store.update((state) => {
      deleted = !state.deleted.includes(id);
      return deleted ? { ...state, deleted: [...state.deleted, id] } : state;
    });
    return deleted ? jsonResponse({ id, object: 'model', deleted: true }) : unknownModelError(id);
  }
}

/** Adds the headers of every API response. */
function addHeaders(headers: Headers, request: Request, began: number): void {
  headers.set('x-request-id', `req_${randomBytes(16).toString('hex')}`);
  headers.set('openai-version', '2020-10-01');
  headers.set('openai-organization', ORGANIZATION);
  headers.set('openai-project', request.headers.get('openai-project') ?? 'proj_sandbox');
  headers.set('openai-processing-ms', String(Math.round(performance.now() - began)));
}

function checkKey(request: Request): Response | undefined {
  const key = /^bearer +(\S.*)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (key === undefined) {
    return errorResponse({
      status: 401,
      message: 'This request has no API key. Send one as a Bearer token: `Authorization: Bearer YOUR_KEY`.',
      headers: { 'www-authenticate': 'Bearer realm="OpenAI API"' },
    });
  }
  return key === REFUSED_KEY ? invalidKeyResponse() : undefined;
}

function* remaining(models: Iterable<SandboxModel>, deleted: ReadonlySet<string>) {
  for (const model of models) if (!deleted.has(model.id)) yield model;
}

function exists(id: string, models: Iterable<SandboxModel>): boolean {
  for (const model of models) if (model.id === id) return true;
  return false;
}

function unknownModelError(id: string): Response {
  return errorResponse({
    status: 404,
    message: `The model '${id}' does not exist`,
    param: 'model',
    code: 'model_not_found',
  });
}

function notOwnedError(id: string): Response {
  return errorResponse({
    status: 403,
    message: `Only fine-tuned models of your organization can be deleted, and '${id}' is not one.`,
    param: 'model',
  });
}

function methodError(method: string, path: string): Response {
  return errorResponse({
    status: 405,
    message: `Not allowed to ${method} on ${path}. (Hint: another HTTP method may be the one you meant.)`,
  });
}

/** State that cannot be read or written is reported in a response, which says that no retry will help. */
function internalError(error: Error, { signal }: Request): Response {
  if (signal.aborted) throw error;
  const known = error instanceof SandboxStateError;
  return errorResponse({
    status: 500,
    message: known ? error.message : `The sandbox failed: ${error.message}`,
    type: 'server_error',
    code: known ? 'sandbox_state' : 'sandbox_failure',
    headers: { 'x-should-retry': 'false' },
  });
}

/** The path as sent, with its percent escapes. */
function pathOf({ url }: Request): string {
  return new URL(url).pathname;
}

/** An invalid escape is kept as sent. */
function decoded(text: string, decode: (text: string) => string): string {
  try {
    return decode(text);
  } catch {
    return text;
  }
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

/**
 * The practice API of this user, who finds earlier deletions still in effect. Without a home folder, it forgets them at
 * the end.
 */
export function openSandbox(
  ctx: Context,
  scenario: Scenario | undefined,
  counting: 'store' | 'handler' = 'store',
): SandboxHandler {
  return createSandbox({ store: sandboxStore(ctx), sleep: ctx.sleep, now: ctx.now, scenario, counting });
}
