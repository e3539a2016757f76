import { join } from 'node:path';
import { stateFolder } from '../config/paths.ts';
import type { Context } from '../context.ts';
import {
  createSandbox,
  fileStore,
  memoryStore,
  type SandboxHandler,
  type SandboxStore,
  type Scenario,
} from './index.ts';

/** The practice API of this user: what was deleted before is still deleted. Without a home it forgets at the end. */
export function openSandbox(
  ctx: Context,
  scenario: Scenario | undefined,
  counting: 'store' | 'handler' = 'store',
): SandboxHandler {
  return createSandbox({ store: sandboxStore(ctx), sleep: ctx.sleep, scenario, counting });
}

/** Where the practice API keeps its state between commands. */
export function sandboxStore(ctx: Context): SandboxStore {
  const folder = stateFolder(ctx);
  return folder === undefined ? memoryStore() : fileStore(join(folder, 'sandbox.json'));
}
