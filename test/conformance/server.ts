/** What a case says of its server, for the scripted server of all tests. */
import { type Answer, type ScriptedServer, type SeenRequest, startServer } from '../support/server.ts';
import type { Case, Answer as CaseAnswer } from './case.ts';

/** Starts a server for the routes of one case, under the path prefix `/KEY`. */
export function startCaseServer(key: string, routes: Case['routes']): Promise<ScriptedServer> {
  const served = new Map<string, number>();
  return startServer((request) => {
    const { method, path } = withoutKey(request, key);
    const want = `${method} ${path}`;
    // The exact target first, then without its query, then `*`. A list is answered in order, its last one for ever.
    const found = routes[want] ?? routes[`${method} ${path.split('?')[0]}`] ?? routes['*'];
    const turn = served.get(want) ?? 0;
    served.set(want, turn + 1);
    const answer = Array.isArray(found) ? found[Math.min(turn, found.length - 1)] : found;
    return toAnswer(answer ?? noRoute(want), key);
  });
}

/** A request without the case's own prefix. A target outside it stays whole, so that it matches nothing by accident. */
export function withoutKey({ method, path, headers }: SeenRequest, key: string): SeenRequest {
  const prefix = `/${key}/`;
  return { method, path: path.startsWith(prefix) ? path.slice(prefix.length - 1) : path, headers };
}

function toAnswer({ status, headers = {}, delay, drip, cut, reset, ...answer }: CaseAnswer, key: string): Answer {
  if (reset) return { raw: '', after: 'reset', ...(delay && { delay: delay * 1000 }) };
  // `{root}` is the place of the case, `{other}` the same under another origin.
  const fill = (text: string) => text.replaceAll('{root}', `{origin}/${key}`).replaceAll('{other}', `{other}/${key}`);
  const filled = Object.entries(headers).map(([name, value]) => [name, value === null ? null : fill(String(value))]);
  return {
    status: status ?? 200,
    headers: Object.fromEntries(filled),
    body: bodyOf(answer, fill),
    ...(delay && { delay: delay * 1000 }),
    ...(drip && { drip: [drip[0], drip[1] * 1000] }),
    ...(cut !== undefined && { cut }),
  };
}

function bodyOf({ body = '', body_hex, body_repeat }: CaseAnswer, fill: (text: string) => string): string | Buffer {
  if (body_hex !== undefined) return Buffer.from(body_hex, 'hex');
  if (body_repeat) return body_repeat[0].repeat(body_repeat[1]);
  return fill(body.replace(/\{x\*(\d+)\}/g, (_, times) => 'x'.repeat(Number(times))));
}

function noRoute(want: string): CaseAnswer {
  const error = { message: `no route ${want}`, type: 'invalid_request_error', param: null, code: null };
  return { status: 404, body: JSON.stringify({ error }) };
}
