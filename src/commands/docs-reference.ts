/** `docs reference`: the reference page. */
import { referencePage } from '../cli/reference.ts';
import type { Session } from './session.ts';

export async function docsReference({ out }: Session): Promise<0> {
  await out.write(referencePage());
  return 0;
}
