/**
 * Downloads a file from a server other than the API's: one GET without credentials, client certificate or custom
 * headers. It uses the proxies from the environment and is never retried.
 */
import { readAuthorities } from '../config/tls.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { USER_AGENT } from '../version.ts';
import type { ApiResponse } from './client.ts';
import { networkError } from './failure.ts';
import type { Trace } from './trace.ts';
import { nativeTransport, withRedirects } from './transport.ts';
import { type AttemptObserver, discardBody, type Transport, type WireResponse } from './wire.ts';

export interface DownloadOptions {
  /** Longest silence in milliseconds; 0 means no limit. */
  timeout: number;
  trace: Trace | undefined;
  /** Notified when the request is sent. */
  observer?: AttemptObserver | undefined;
}

/**
 * Resolves once the response begins, whatever its status.
 * @throws CliError `network` (exit 7), also for a redirect to plain http on any other host; `bad-proxy`
 */
export async function openDownload(
  url: URL,
  ctx: Context,
  { timeout, trace, observer }: DownloadOptions,
): Promise<ApiResponse> {
  const headers = new Map([
    ['accept', '*/*'],
    // A wheel is already compressed, and its bytes must be the ones that were published.
    ['accept-encoding', 'identity'],
    ['user-agent', USER_AGENT],
  ]);
  try {
    const tls = { authorities: await readAuthorities(ctx.env), client: undefined };
    const send = await withRedirects(
      requireHttps(url, await nativeTransport({ timeout, tls, env: ctx.env })),
      ctx,
      trace,
    );
    const state = { tries: 1, observer };
    await observer?.onAttempt(1);
    const request = { method: 'GET', headers, signal: ctx.signal, isTrusted: false, state };
    const response: WireResponse = await send(url, request);
    const { status, headers: responseHeaders, body } = response.ok ? response : await discardBody(response);
    return { status, header: (name) => responseHeaders.get(name), body, retries: 0 };
  } catch (error) {
    if (ctx.signal.aborted) throw new CliError('interrupted', {});
    throw networkError(error, url.host);
  }
}

/** Follows a redirect to another host only over https, so that nobody on the way can tamper with the response. */
function requireHttps(first: URL, send: Transport): Transport {
  return async (url, request) => {
    if (!isSafeRedirect(first, url)) {
      const detail = `to ${url.origin}, which is not https`;
      throw new CliError('network', { kind: 'redirect', host: first.host, detail });
    }
    return send(url, request);
  };
}

/** Whether a redirect may be followed: to https anywhere, to plain http only from plain http and on the same host. */
export function isSafeRedirect(from: URL, to: URL): boolean {
  return to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:' && to.host === from.host);
}
