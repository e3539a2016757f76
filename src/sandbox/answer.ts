import type { SandboxModel } from './catalog.ts';

/** The body of every error the API answers. */
interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly type?: string;
  readonly param?: string;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Models rendered at once while streaming: about 150 kB. */
const CHUNK = 1000;

const JSON_TYPE = { 'content-type': 'application/json' };

/** An answer as the API writes it: indented by two, with a line break at the end. */
export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${JSON.stringify(value, null, 2)}\n`, { status, headers: { ...JSON_TYPE, ...headers } });
}

/** An error in the API's shape; the type is `invalid_request_error` unless said otherwise. */
export function refuse(refusal: Refusal): Response {
  const { status, message, type = 'invalid_request_error', param = null, code = null, headers } = refusal;
  const body: ErrorBody = { error: { message, type, param, code } };
  return json(body, status, headers);
}

/** The list, rendered as it is read, so that a long one is never in memory as a whole. */
export function streamList(models: Iterable<SandboxModel>): Response {
  const encoder = new TextEncoder();
  const pieces = listPieces(models);
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { value, done } = pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  return new Response(body, { status: 200, headers: JSON_TYPE });
}

/** The same bytes that `json({ object: 'list', data: [...models] })` has, in pieces. */
function* listPieces(models: Iterable<SandboxModel>): Generator<string, void, undefined> {
  let piece = '{\n  "object": "list",\n  "data": [';
  let count = 0;
  for (const model of models) {
    const text = JSON.stringify(model, null, 2).replaceAll('\n', '\n    ');
    piece += `${count === 0 ? '' : ','}\n    ${text}`;
    count += 1;
    if (count % CHUNK === 0) {
      yield piece;
      piece = '';
    }
  }
  yield `${piece}${count === 0 ? '' : '\n  '}]\n}\n`;
}
