/** `completion SHELL`: the script that a shell completes with. */
import { SCRIPTS } from '../completion/scripts.ts';
import { CliError } from '../errors/error.ts';
import { nearest } from '../errors/nearest.ts';
import type { Session } from '../session/session.ts';
import { SHELLS } from '../spec/types.ts';

/** What others call a shell. */
const OTHER_NAMES: Readonly<Record<string, string>> = { pwsh: 'powershell' };

/** @throws CliError `bad-value` for a shell that there is no script for, or none named */
export async function completion({ args, out }: Session): Promise<0> {
  const [named] = args;
  const asked = named?.toLowerCase() ?? '';
  const name = Object.hasOwn(OTHER_NAMES, asked) ? OTHER_NAMES[asked] : asked;
  const shell = SHELLS.find((known) => known === name);
  if (!shell)
    throw new CliError('bad-value', {
      what: 'the shell',
      value: named,
      want: `one of ${SHELLS.join(', ')}`,
      nearest: nearest(asked, SHELLS),
    });
  await out.write(SCRIPTS[shell]);
  return 0;
}
