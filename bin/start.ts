/** What runs: the answers that a shell waits for, and all else, are loaded apart, so that neither pays for the other. */
import { VERSION_LINE } from '../src/version.ts';

/**
 * @param run loads all else, and runs the command line
 * @param show writes a line to stdout; false where it cannot be written
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
    const asked = rest.length === 0 && (first === '--version' || first === '-v');
    // The whole program would take twice as long to say so.
    if (!(asked && (await show(VERSION_LINE)))) await run();
  }
}
