/** What runs: the answers that a shell waits for, and all else, are loaded apart, so that neither pays for the other. */

/** @param run loads all else, and runs the command line */
export async function start(run: () => Promise<void>): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  if (first === '__complete') {
    const { answerShell } = await import('./completion.ts');
    await answerShell(rest);
  } else if (first === '__keychain') {
    const { serveKeychain } = await import('./keychain.ts');
    await serveKeychain(rest);
  } else await run();
}
