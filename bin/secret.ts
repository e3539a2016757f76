/** Asks for a secret on the terminal, by @clack/prompts: a mark for each character, on stderr. */
import { isCancel, password } from '@clack/prompts';

/** `undefined` when the person gave up (Ctrl-C, Escape). */
export async function askSecret(question: string, signal: AbortSignal): Promise<string | undefined> {
  const answer = await password({ message: question, output: process.stderr, signal });
  return isCancel(answer) ? undefined : answer;
}
