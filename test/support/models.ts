/** Bodies of answers, as JSON text. */

/** 2023-06-16T14:10:02Z in Unix seconds; two and a half years before the fixed clock. */
export const CREATED = 1686924602;

/** One model; `more` adds or replaces fields, and takes away those that are undefined. */
export function model(id: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ id, object: 'model', created: CREATED, owned_by: 'acme', ...more });
}

/** A list of models that are JSON text already. */
export function listOf(...models: readonly string[]): string {
  return `{"object":"list","data":[${models.join(',')}]}`;
}

/** An error as OpenAI sends it. */
export function errorOf(message: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: null, ...more } });
}
