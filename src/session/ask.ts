import type { Context } from '../context.ts';
import type { Writer } from '../output/writer.ts';

/**
 * Asks on the terminal. What was typed before the question stood there is no answer to it.
 * @returns the line, or `undefined` where the person gave up
 */
export async function askLine(
  { terminal }: Pick<Context, 'terminal'>,
  out: Writer,
  question: string,
): Promise<string | undefined> {
  const readLine = await terminal?.listen();
  await out.write(question);
  await out.flush();
  return readLine?.();
}
