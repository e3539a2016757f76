/**
 * The three operations of the Models API, through the official SDK: it makes the requests and tells errors apart; our
 * transports carry the bytes, and try again. No type of the SDK leaves this folder.
 */
import { setMaxListeners } from 'node:events';
import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import { type Connection, isOpenAI } from '../config/settings.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { PresetName } from '../spec/presets.ts';
import type { AuthStyle } from '../spec/profile.ts';
import { USER_AGENT } from '../version.ts';
import { networkError } from './failure.ts';
import { Pace } from './pace.ts';
import { reasonOf } from './reason.ts';
import { retried, type TryWatch } from './retry.ts';
import type { Trace } from './trace.ts';
import { chooseTransport } from './transport.ts';
import { type Exchange, type Send, sealed, type WireRequest, type WireResponse } from './wire.ts';

/** A successful answer whose body has yet to be read. */
export interface Answer {
  status: number;
  /** The value of a header, or `null`. */
  header(name: string): string | null;
  /** The body's bytes as they come. Rejects with a CliError of code `network`. */
  body: AsyncIterable<Uint8Array>;
  /** Tries that failed before this one. */
  retries: number;
}

/** The page of a list after the first: a query for the usual address, or an address of the same origin. */
export type NextPage = { query: Record<string, string> } | { url: string };

export interface Api {
  /** The address that the operations belong to, without a trailing slash. */
  readonly baseUrl: string;
  /** The kind of server, where the profile knows it: for advice, never for how it is talked to. */
  readonly preset: PresetName | undefined;
  readonly pace: Pace;
  list(page?: NextPage): Promise<Answer>;
  retrieve(model: string): Promise<Answer>;
  /** @param watch is told of each try */
  remove(model: string, watch?: TryWatch): Promise<Answer>;
}

/** The SDK's own limit on waiting: the transports know better, so it is out of the way. */
const NO_LIMIT = 0x7fffffff;
/** Facts about the machine that the SDK would add to each request. */
const UNSENT = ['Lang', 'Package-Version', 'OS', 'Arch', 'Runtime', 'Runtime-Version', 'Timeout'];

/** @param trace shows what passes over the wire (`--debug`) */
export function createApi(connection: Connection, ctx: Context, trace: Trace | undefined): Api {
  // The SDK adds a listener for each request and takes none away.
  setMaxListeners(0, ctx.signal);
  const pace = new Pace(ctx);
  const client = createClient({ connection, ctx, trace, pace });
  const call = async (method: string, model: string | undefined, ask: Ask, watch?: TryWatch): Promise<Answer> => {
    const exchange: Exchange = { tries: 0, failure: undefined, errorBody: undefined, status: 0, watch };
    try {
      // The SDK hands on what its fetch resolved to, which is ours.
      const response = (await ask({
        fetchOptions: { exchange } as object,
        signal: ctx.signal,
      })) as unknown as WireResponse;
      const { status, headers, body } = response;
      return { status, header: (name) => headers.get(name), body, retries: exchange.tries - 1 };
    } catch (error) {
      throw translate(error, exchange, { method, model, connection, ctx });
    }
  };
  return {
    baseUrl: connection.baseUrl.value.url,
    preset: connection.preset,
    pace,
    list: (page) =>
      call('GET', undefined, (options) => {
        if (page && 'url' in page) return client.get(page.url, options).asResponse();
        return client.models.list({ ...options, ...page }).asResponse();
      }),
    retrieve: (model) => call('GET', model, (options) => client.models.retrieve(model, options).asResponse()),
    remove: (model, watch) =>
      call('DELETE', model, (options) => client.models.delete(model, options).asResponse(), watch),
  };
}

type Ask = (options: { fetchOptions: object; signal: AbortSignal }) => Promise<unknown>;

interface Parts {
  connection: Connection;
  ctx: Context;
  trace: Trace | undefined;
  pace: Pace;
}

function createClient({ connection, ctx, trace, pace }: Parts): OpenAI {
  const { maxRetries } = connection;
  let send: Promise<Send> | undefined;
  const fetch = async (url: string, init: RequestInit & { exchange: Exchange }): Promise<WireResponse> => {
    const { exchange } = init;
    const request: WireRequest = {
      method: init.method ?? 'GET',
      headers: init.headers as Headers,
      signal: init.signal ?? undefined,
      trusted: true,
      exchange,
    };
    try {
      send ??= chooseTransport(connection, ctx, trace).then((once) =>
        retried(once, { maxRetries, pace, now: ctx.now }),
      );
      return await (await send)(new URL(url), request);
    } catch (error) {
      if (error instanceof CliError) return sealed(url, exchange, error);
      throw error;
    }
  };
  return new OpenAI({
    apiKey: connection.apiKey?.value ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: connection.baseUrl.value.url,
    defaultQuery: connection.baseUrl.value.query,
    defaultHeaders: requestHeaders(connection),
    maxRetries: 0,
    timeout: NO_LIMIT,
    logLevel: 'off',
    fetch: fetch as unknown as typeof globalThis.fetch,
  });
}

function requestHeaders(connection: Connection): Record<string, string | null> {
  const headers: Record<string, string | null> = {
    'User-Agent': USER_AGENT,
    Authorization: null,
    'OpenAI-Organization': connection.organization?.value ?? null,
    'OpenAI-Project': connection.project?.value ?? null,
  };
  for (const name of UNSENT) headers[`X-Stainless-${name}`] = null;
  if (connection.apiKey) Object.assign(headers, credential(connection.auth, connection.apiKey.value));
  for (const { name, value } of connection.headers) headers[canonical(name, headers)] = value;
  return headers;
}

/** The header that carries the key. */
function credential(auth: AuthStyle, key: string): Record<string, string> {
  if (auth === 'none') return {};
  return auth === 'bearer' ? { Authorization: `Bearer ${key}` } : { [auth]: key };
}

/** The spelling under which a header stands already, so that a custom one replaces it. */
function canonical(name: string, headers: Record<string, unknown>): string {
  return Object.keys(headers).find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;
}

interface Call {
  method: string;
  model: string | undefined;
  connection: Connection;
  ctx: Context;
}

/** What the SDK threw, as one of our errors. */
function translate(error: unknown, exchange: Exchange, { method, model, connection, ctx }: Call): unknown {
  if (error instanceof APIUserAbortError || ctx.signal.aborted) return new CliError('interrupted', {});
  if (exchange.failure) return exchange.failure;
  const host = new URL(connection.baseUrl.value.url).host;
  if (error instanceof APIConnectionError) return networkError(error.cause ?? error, host);
  if (!(error instanceof APIError)) return error;
  const body = exchange.errorBody ?? new Uint8Array();
  const status = exchange.status;
  const keyOrigin = connection.apiKey?.origin;
  return new CliError(
    'server',
    {
      status,
      method,
      reason: reasonOf(body),
      keyOrigin,
      tries: exchange.tries,
      official: isOpenAI(connection.baseUrl.value),
      ...(model !== undefined && { model }),
    },
    body,
  );
}
