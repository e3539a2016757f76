import type { Format } from '../../../src/spec/formats.ts';
import { type Outcome, run } from '../../support/run.ts';

/** What the command prints on a pipe of a server's answer; it must end well and say nothing else. */
export async function printed(
  command: 'list' | 'retrieve' | 'delete',
  format: Format,
  body: string | Uint8Array,
  ...more: readonly string[]
): Promise<string> {
  return (await printedBytes(command, format, body, ...more)).toString();
}

export async function printedBytes(
  command: 'list' | 'retrieve' | 'delete',
  format: Format,
  body: string | Uint8Array,
  ...more: readonly string[]
): Promise<Buffer> {
  // A model that does not say its id is looked for in the list.
  const routes = { 'GET /v1/models': { status: 404 }, [ROUTES[command]]: { body } };
  const argv = ['models', command, ...(command === 'list' ? [] : ['m']), '--format', format, ...more];
  const { code, stderr, stdoutBytes }: Outcome = await run(argv, { routes });
  const quiet = stderr.replace(OTHER[command], '');
  if (code !== 0 || quiet !== '') throw new Error(`${argv.join(' ')} ended with ${code}\n${stderr}`);
  return stdoutBytes;
}

/** Said where the answer is about another model than `m`. */
const OTHER = {
  list: '',
  retrieve: /^The server returned [^\n]*, not m\.\n$/,
  delete: /^Warning: asked to delete 'm', the server says it deleted '[^\n]*'\n$/,
} as const;

const ROUTES = { list: 'GET /v1/models', retrieve: 'GET /v1/models/m', delete: 'DELETE /v1/models/m' } as const;
