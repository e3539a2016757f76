import type { Session } from './session.ts';
export async function docsMan(_session: Session): Promise<0> {
  return 0;
}
export async function manpages(_session: Session): Promise<0> {
  return 0;
}
