/** Asks for a secret on the terminal with @clack/prompts, which shows a mark per character, on stderr. */
import { isCancel, password } from '@clack/prompts';
import { drain } from './terminal.ts';

/** `undefined` if the person gave up (Ctrl-C, Escape). Text typed before the question is not part of the answer. */
export async function askSecret(question: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    drain();
  } catch {
    // Not every system has a terminal file.
  }
  const answer = await password({ message: question, output: process.stderr, signal });
  return isCancel(answer) ? undefined : answer;
}
