/**
 * Decides what to run. Responses that a shell waits for and everything else are loaded separately, so that neither pays
 * for the other.
 */
import { VERSION_LINE } from '../src/version.ts';

/**
 * @param run loads everything else, and runs the command line
 * @param show writes a line to stdout; returns false if that fails
 */
export async function start(
  run: () => Promise<void>,
  show: (line: string) => boolean | Promise<boolean>,
): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  if (first === '__complete') {
    const { answerShell } = await import('./completion.ts');
    await answerShell(rest);
  } else if (first === '__keychain') {
    const { serveKeychain } = await import('./keychain.ts');
    await serveKeychain(rest);
  } else {
    const isVersionRequest = rest.length === 0 && (first === '--version' || first === '-v');
    // Loading the whole program for this would take twice as long.
    if (!(isVersionRequest && (await show(VERSION_LINE)))) await run();
  }
}
