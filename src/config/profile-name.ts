import { NO_PROFILE } from '../spec/profile.ts';

const LONGEST = 64;

/** Why a profile cannot have this name, or `undefined`. Names are file names too, so they are plain. */
export function profileNameProblem(name: string): string | undefined {
  if (name === NO_PROFILE) return `'${NO_PROFILE}' stands for no profile`;
  if (name.length > LONGEST) return `${LONGEST} characters are the most`;
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return undefined;
  return 'use letters, digits, and . _ - inside';
}
