import type { Context } from '../context.ts';
import { createSandbox, type SandboxHandler, type Scenario } from './index.ts';
import { sandboxStore } from './state.ts';

/** The practice API of this user: what was deleted before is still deleted. Without a home it forgets at the end. */
export function openSandbox(
  ctx: Context,
  scenario: Scenario | undefined,
  counting: 'store' | 'handler' = 'store',
): SandboxHandler {
  return createSandbox({ store: sandboxStore(ctx), sleep: ctx.sleep, scenario, counting });
}
