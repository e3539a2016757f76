/** `--debug`: every request and response, each hop and each attempt, without secrets. */
import { SECRET_NAME } from '../config/secrets.ts';
import type { Context } from '../context.ts';
import { decode } from '../json/bytes.ts';
import { cancelableBody, type Transport, WireResponse } from './wire.ts';

/** Takes lines to show, and redacts the secrets it knows. */
export type Trace = (lines: readonly string[]) => Promise<void>;

/** The most of a body that is shown. The rest is only counted. */
const MAX_BODY = 1 << 16;

export function withTrace(send: Transport, trace: Trace, ctx: Pick<Context, 'now'>): Transport {
  return async (url, request) => {
    const startedAt = ctx.now();
    const elapsed = () => `${Math.round(ctx.now() - startedAt)} ms`;
    const { tries } = request.state;
    await trace([
      `> ${request.method} ${redactQuery(url)}${tries > 1 ? `  (try ${tries})` : ''}`,
      ...headerLines('>', request.headers.entries()),
    ]);
    try {
      const response = await send(url, request);
      await trace([`< ${response.status}  (${elapsed()})`, ...headerLines('<', response.headers.entries())]);
      const { status, headers, body } = response;
      return new WireResponse(status, headers, response.url, tracedBody(body, trace, elapsed));
    } catch (error) {
      await trace([`< no response  (${elapsed()})`]);
      throw error;
    }
  };
}

function tracedBody(body: AsyncIterable<Uint8Array>, trace: Trace, elapsed: () => string): AsyncIterable<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  let text = '';
  let length = 0;
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        if (length < MAX_BODY) text += decode(next.value.subarray(0, MAX_BODY - length));
        length += next.value.length;
        yield next.value;
      }
    } finally {
      const more = length > MAX_BODY ? [`< ... ${length - MAX_BODY} bytes more`] : [];
      const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
      await trace([...lines.map((line) => `< ${line}`), ...more, `< body: ${length} bytes  (${elapsed()})`]);
    }
  }
  return cancelableBody(read(), () => void iterator.return?.());
}

function headerLines(mark: string, headers: IterableIterator<[string, string]>): string[] {
  return [...headers].map(([name, value]) => `${mark} ${name}: ${redactHeaderValue(name.toLowerCase(), value)}`);
}

/** A header's value without credentials. The scheme of an authorization and the target of a redirect stay visible. */
function redactHeaderValue(name: string, value: string): string {
  if (name === 'location') return value.replace(/[?#].*$/s, '?[redacted]').replace(/\/\/[^/]*@/, '//[redacted]@');
  if (!SECRET_NAME.test(name)) return value;
  const scheme = /^(Bearer|Basic|Digest|Negotiate)\s/i.exec(value)?.[1];
  return scheme === undefined ? '[redacted]' : `${scheme} [redacted]`;
}

function redactQuery(url: URL): string {
  const shown = new URL(url);
  for (const name of [...shown.searchParams.keys()])
    if (SECRET_NAME.test(name)) shown.searchParams.set(name, '[redacted]');
  return shown.href;
}
