import type { Format } from '../../src/spec/formats.ts';
import { type Outcome, run } from '../support/run.ts';

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
  const routes = { [ROUTES[command]]: { body } };
  const argv = ['models', command, ...(command === 'list' ? [] : ['m']), '--format', format, ...more];
  const { code, stderr, stdoutBytes }: Outcome = await run(argv, { routes });
  const quiet = command === 'delete' ? stderr.replace(OTHER, '') : stderr;
  if (code !== 0 || quiet !== '') throw new Error(`${argv.join(' ')} ended with ${code}\n${stderr}`);
  return stdoutBytes;
}

/** Said where the answer to a deletion is about another model than `m`. */
const OTHER = /^Warning: asked to delete 'm', the server says that it deleted '[^\n]*'\n$/;

const ROUTES = { list: 'GET /v1/models', retrieve: 'GET /v1/models/m', delete: 'DELETE /v1/models/m' } as const;
