import type { SandboxModel } from './catalog.ts';

/** The body of every error response. */
interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

interface ErrorOptions {
  readonly status: number;
  readonly message: string;
  readonly type?: string;
  readonly param?: string;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Models rendered at a time while streaming: about 150 kB. */
const CHUNK = 1000;

const JSON_TYPE = { 'content-type': 'application/json' };

/** A response in the API's format: indented by two, with a trailing line break. */
export function jsonResponse(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${JSON.stringify(value, null, 2)}\n`, { status, headers: { ...JSON_TYPE, ...headers } });
}

/** An error in the API's shape. The type is `invalid_request_error` by default. */
export function errorResponse(refusal: ErrorOptions): Response {
  const { status, message, type = 'invalid_request_error', param = null, code = null, headers } = refusal;
  const body: ErrorBody = { error: { message, type, param, code } };
  return jsonResponse(body, status, headers);
}

/** The list, rendered while it is read, so that a long one is never entirely in memory. */
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

/** The same bytes as `json({ object: 'list', data: [...models] })`, in pieces. */
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
