/** Ends a whole run of the tests by saying what this machine could not test. */
import { isThere, PROGRAMS, type Program } from './programs.ts';

export function teardown(): void {
  const missing = (Object.keys(PROGRAMS) as Program[]).filter((program) => !isThere(program));
  if (missing.length === 0) return;
  const untested = missing.map((program) => `  ${PROGRAMS[program]}`).join('\n');
  process.stderr.write(`\nNOT TESTED here, for want of ${missing.join(', ')}:\n${untested}\n`);
}
