/** Requests through a fetch: Bun's own, which is the fastest there, or the sandbox's handler. */
import type { CliError } from '../errors.ts';
import { networkError, timeoutError } from './failure.ts';
import { IdleTimer } from './idle.ts';
import { droppable, type Exchange, type Send, WireResponse } from './wire.ts';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export function fetchTransport(fetch: Fetch, timeout: number): Send {
  return async (url, { method, headers, signal, exchange }) => {
    const controller = new AbortController();
    const watch: Watch = { failure: undefined, idle: new IdleTimer(timeout, onIdle), controller };
    function onIdle(): void {
      watch.failure = timeoutError(url.host, timeout);
      controller.abort(watch.failure);
    }
    signal?.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
    try {
      // `timeout: false` is Bun's switch for its own limit of five minutes.
      const init = { method, headers, signal: controller.signal, redirect: 'manual', timeout: false } as RequestInit;
      const response = await fetch(url.href, init);
      watch.idle.touch();
      return wrap(response, url, exchange, watch);
    } catch (error) {
      watch.idle.stop();
      throw watch.failure ?? networkError(error, url.host);
    }
  };
}

interface Watch {
  idle: IdleTimer;
  failure: CliError | undefined;
  controller: AbortController;
}

function wrap(response: Response, url: URL, exchange: Exchange, watch: Watch): WireResponse {
  let done = false;
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      if (response.body) {
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
          watch.idle.touch();
          yield chunk;
        }
      }
      done = true;
    } catch (error) {
      done = true;
      throw watch.failure ?? networkError(error, url.host);
    } finally {
      drop();
    }
  }
  function drop(): void {
    watch.idle.stop();
    if (!done) watch.controller.abort();
    done = true;
  }
  return new WireResponse(response.status, response.headers, url.href, droppable(read(), drop), exchange);
}
