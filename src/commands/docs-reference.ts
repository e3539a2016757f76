import type { Session } from './session.ts';
export async function docsReference(_session: Session): Promise<0> {
  return 0;
}
