/** A server with five models, and runs that delete them. */
import { errorOf, listOf, model } from '../../support/models.ts';
import { type Outcome, type RunOptions, run } from '../../support/run.ts';
import type { Answer, Routes } from '../../support/server.ts';

export const LIST = ['ft:gpt-4o:acme::one', 'ft:gpt-4o:acme::two', 'ft:gpt-4o:acme::three', 'gpt-4o', 'tiny'] as const;
export const [ONE, TWO, THREE] = LIST;
/** The server's port, in what a person reads. */
export const PORT = /(?<=127\.0\.0\.1):\d+/g;
export const MISSING: Answer = { status: 404, body: errorOf('There is no such model', { code: 'model_not_found' }) };

export function deletedBody(id: string): string {
  return `{"id":"${id}","object":"model","deleted":true}`;
}

/** A server with these models, which it deletes unless told otherwise. */
export function serving(
  answers: Readonly<Record<string, Answer>> = {},
  list: Answer = { body: listOf(...LIST.map((id) => model(id))) },
): Routes {
  const routes = LIST.map((id) => [`DELETE /v1/models/${id}`, answers[id] ?? { body: deletedBody(id) }] as const);
  return { 'GET /v1/models': list, ...Object.fromEntries(routes) };
}

export function remove(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run(['models', 'delete', '--max-retries', '0', ...args], { routes: serving(), ...options });
}

/** The requests, as `DELETE ID` or `GET`. */
export function asked({ requests }: Outcome): string[] {
  return requests.map(({ method, path }) => `${method} ${path.replace('/v1/models', '').replace('/', '')}`.trim());
}

/** The ids that were asked to be deleted, sorted. */
export function deletions(got: Outcome): string[] {
  return asked(got)
    .filter((request) => request.startsWith('DELETE'))
    .map((request) => request.slice(7))
    .sort();
}
