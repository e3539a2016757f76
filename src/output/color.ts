import type { Context, OutputStream } from '../context.ts';
import type { FlagValues } from '../spec/flags.ts';

/**
 * Whether a stream gets color: `--color`, then NO_COLOR (any text), FORCE_COLOR and CLICOLOR_FORCE (anything but
 * empty and 0), FORCE_COLOR=0, then whether it is a terminal that can.
 */
export function wantsColor(stream: OutputStream, choice: FlagValues['color'], env: Context['env']): boolean {
  if (choice === 'always') return true;
  if (choice === 'never' || env.NO_COLOR) return false;
  if (isOn(env.FORCE_COLOR) || isOn(env.CLICOLOR_FORCE)) return true;
  if (env.FORCE_COLOR === '0' || env.TERM === 'dumb' || env.CLICOLOR === '0') return false;
  return stream.isTTY;
}

function isOn(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '' && variable !== '0';
}
