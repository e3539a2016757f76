/**
 * Starts commands for the tests from a small process. Starting one copies the page tables of the process that starts it,
 * which takes 15 ms in a test run of 700 MB.
 */
import { startChild } from './spawn.mjs';

/** @param {{ id: number, command: string[], options: import('./spawn.d.mts').ChildOptions }} request */
async function answer({ id, command, options }) {
  try {
    process.send?.({ id, result: await startChild(command, options).ended });
  } catch (error) {
    process.send?.({ id, error });
  }
}

process.on('message', (request) => void answer(/** @type {Parameters<typeof answer>[0]} */ (request)));
// The tests are over, however they ended.
process.on('disconnect', () => process.exit());
