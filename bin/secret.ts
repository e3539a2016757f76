/** Asks for a secret on the terminal, by @clack/prompts: a mark for each character, on stderr. */
import { isCancel, password } from '@clack/prompts';
import { drain } from './terminal.ts';

/** `undefined` when the person gave up (Ctrl-C, Escape). What was typed before the question is no part of it. */
export async function askSecret(question: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    drain();
  } catch {
    // Not every system has such a file.
  }
  const answer = await password({ message: question, output: process.stderr, signal });
  return isCancel(answer) ? undefined : answer;
}
