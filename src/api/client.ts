/** The three operations of the Models API: what is asked, with which headers, and what a refusal means. */
import { type Connection, isOpenAI } from '../config/settings.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { PresetName } from '../spec/presets.ts';
import { baseOfAddress, endingOf, listAddress, modelAddress, pageAddress } from './address.ts';
import { collectError } from './collect.ts';
import { networkError } from './failure.ts';
import { requestHeaders } from './headers.ts';
import { Pace } from './pace.ts';
import { isUsedUp, reasonOf } from './reason.ts';
import { retried, type TryWatch } from './retry.ts';
import type { Trace } from './trace.ts';
import { chooseTransport } from './transport.ts';
import type { Exchange, Send, WireResponse } from './wire.ts';

/** A successful answer whose body has yet to be read. */
export interface Answer {
  status: number;
  /** The value of a header, or `null`. */
  header(name: string): string | null;
  /** The body's bytes as they come, each piece valid until the next is asked for. Rejects with a CliError of code `network`. */
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
  /** Where the key that is sent came from; for errors that are found in bodies. */
  readonly keyOrigin?: string | undefined;
  /** The server is OpenAI's own. */
  readonly official?: boolean;
  list(page?: NextPage): Promise<Answer>;
  retrieve(model: string): Promise<Answer>;
  /** @param watch is told of each try */
  remove(model: string, watch?: TryWatch): Promise<Answer>;
}

/** One request, before it has its headers. */
interface Call {
  method: 'GET' | 'DELETE';
  url: URL;
  model?: string;
  watch?: TryWatch | undefined;
}

/** @param trace shows what passes over the wire (`--debug`) */
export function createApi(connection: Connection, ctx: Context, trace: Trace | undefined): Api {
  const base = connection.baseUrl.value;
  const { maxRetries, timeout } = connection;
  const pace = new Pace(ctx);
  let send: Promise<Send> | undefined;

  const call = async (asked: Call): Promise<Answer> => {
    const { method, url, watch } = asked;
    const exchange: Exchange = { tries: 0, watch };
    try {
      send ??= chooseTransport(connection, ctx, trace).then((once) =>
        retried(once, { maxRetries, pace, timeout, now: ctx.now }),
      );
      const request = { method, headers: requestHeaders(connection), signal: ctx.signal, trusted: true, exchange };
      const response = await (await send)(url, request);
      if (!response.ok) throw await refusal(response, asked, connection, exchange.tries);
      const { status, headers, body } = response;
      return { status, header: (name) => headers.get(name), body, retries: exchange.tries - 1 };
    } catch (error) {
      if (ctx.signal.aborted) throw new CliError('interrupted', {});
      throw networkError(error, url.host);
    }
  };
  return {
    baseUrl: base.url,
    preset: connection.preset,
    pace,
    keyOrigin: connection.apiKey?.origin,
    official: isOpenAI(base),
    list: (page) => {
      const url = page && 'url' in page ? pageAddress(base, page.url) : listAddress(base, page?.query);
      return call({ method: 'GET', url });
    },
    retrieve: async (model) => call({ method: 'GET', url: modelAddress(base, model), model }),
    remove: async (model, watch) => call({ method: 'DELETE', url: modelAddress(base, model), model, watch }),
  };
}

/** An answer that is no success, as an error with the server's own reason. */
async function refusal(
  { status, url, body }: WireResponse,
  { method, model, url: asked }: Call,
  connection: Connection,
  tries: number,
): Promise<CliError> {
  const { apiKey, baseUrl, profile } = connection;
  const said = await collectError(body, connection.timeout);
  const moved = apiKey !== undefined && new URL(url).origin !== asked.origin;
  const known = {
    status,
    method,
    reason: reasonOf(said),
    keyOrigin: apiKey?.origin,
    tries,
    official: isOpenAI(baseUrl.value),
    ...(moved && { movedTo: baseOfAddress(url) }),
    ...(status === 429 && { quota: isUsedUp(said) }),
    ...(!apiKey && profile && { profile }),
    base: endingOf(baseUrl.value.url),
  };
  return new CliError('server', { ...known, ...(model !== undefined && { model }) }, said);
}
