import type { Context } from '../context.ts';
import type { Writer } from '../output/writer.ts';

/**
 * Asks on the terminal. Text typed before the question appears is not taken as the answer.
 * @returns the line, or `undefined` if the person gave up
 */
export async function promptLine(
  { terminal }: Pick<Context, 'terminal'>,
  out: Writer,
  question: string,
): Promise<string | undefined> {
  const readLine = await terminal?.listen();
  await out.write(question);
  await out.flush();
  return readLine?.();
}
