import { accessSync, constants } from 'node:fs';

export const FULL_DISK = '/dev/full';

/** Some machines have none, and some keep it for root. */
export function hasFullDisk(): boolean {
  try {
    accessSync(FULL_DISK, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
