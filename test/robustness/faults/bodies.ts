/** What honest and dishonest answers are made of. */

const MODELS = [
  '{"id":"gpt-4o","object":"model","created":1715367049,"owned_by":"system"}',
  '{"id":"ft:gpt-4o-mini:acme::x","object":"model","created":1721172717,"owned_by":"acme"}',
];

/** A list of two models. */
export const LIST = `{"object":"list","data":[${MODELS.join(',')}]}`;
/** What `--format jsonl` prints of it. */
export const ITEMS = MODELS.map((model) => `${model}\n`).join('');
/** One model, as retrieve gets it. */
export const MODEL = MODELS[0] as string;
/** A deletion that went well. */
export const DELETED = '{"id":"ft:gpt-4o-mini:acme::x","object":"model","deleted":true}';

/** An error as OpenAI sends it. */
export function errorBody(message: string): string {
  return JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: null } });
}

/** A page as gateways and login portals send it. */
export function page(title: string): string {
  return `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
}

/** A list whose one model holds arrays in arrays. */
export function deepList(depth: number): string {
  return `{"object":"list","data":[${deepModel(depth)}]}`;
}

export function deepModel(depth: number): string {
  return `{"id":"deep","x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
}

const FILLER = 'x'.repeat(900);

/** Models of about a kilobyte each, 1,024 at a time: about a megabyte a piece. */
export function* models(pieces: number): Generator<string> {
  for (let piece = 0; piece < pieces; piece++) {
    const rows = Array.from({ length: 1024 }, (_, row) => `{"id":"m-${piece * 1024 + row}","filler":"${FILLER}"}`);
    yield `${piece === 0 ? '' : ','}${rows.join(',')}`;
  }
}

/** The same piece for ever. */
export function* endless(piece: string): Generator<string> {
  for (;;) yield piece;
}
