import { join } from 'node:path';
import { stateFolder } from '../config/paths.ts';
import type { Context } from '../context.ts';
import { fileStore } from './file-store.ts';
import { memoryStore, type SandboxStore } from './state.ts';

/** Where the practice API keeps its state between commands. */
export function sandboxStore(ctx: Pick<Context, 'env' | 'home' | 'platform'>): SandboxStore {
  const folder = stateFolder(ctx);
  return folder === undefined ? memoryStore() : fileStore(join(folder, 'sandbox.json'));
}
