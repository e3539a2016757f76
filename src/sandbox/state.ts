import { join } from 'node:path';
import type { Context } from '../context.ts';
import { stateFolder } from '../fs/paths.ts';
import { fileStore } from './file-store.ts';

/** What the practice API remembers between requests. */
export interface SandboxState {
  readonly version: 1;
  /** The ids that were deleted, in the order in which they were. */
  readonly deleted: readonly string[];
  /** How far each scenario is through its cycle. A finished cycle has no entry. */
  readonly counters: Readonly<Record<string, number>>;
}

/** Where the state is kept. `update` and `reset` are atomic with respect to every other user of the same store. */
export interface SandboxStore {
  /** The state now. Throws {@link SandboxStateError} where it can't be read. */
  load(): SandboxState;
  /** Replaces the state by what `change` makes of it, and returns that. Returning the same object changes nothing. */
  update(change: (state: SandboxState) => SandboxState): SandboxState;
  /** Forgets everything. */
  reset(): void;
}

/** The stored state is damaged, unreadable, or held by another process for too long. */
export class SandboxStateError extends Error {
  override readonly name = 'SandboxStateError';
  /** The state file. */
  readonly path: string;

  /** @param next what to do about it, where something can be done */
  constructor(path: string, problem: string, next: string, cause?: unknown) {
    super(`The sandbox state in ${path} ${problem}. ${next}`, { cause });
    this.path = path;
  }
}

/** The state of a sandbox that nobody has used. */
export const FRESH: SandboxState = { version: 1, deleted: [], counters: {} };

/** Reads stored state. Throws a plain error that says what is wrong with `text`. */
export function parseState(text: string): SandboxState {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new Error('not an object');
  if (value.version !== 1) throw new Error('not a version that this program knows');
  const { deleted, counters } = value;
  if (!Array.isArray(deleted) || !deleted.every((id) => typeof id === 'string')) throw new Error('bad list of ids');
  if (!isRecord(counters) || !Object.values(counters).every(isCount)) throw new Error('bad counters');
  return { version: 1, deleted, counters: counters as Record<string, number> };
}

/** The stored form of a state. */
export function formatState(state: SandboxState): string {
  return `${JSON.stringify(state, null, 2)}\n`;
}

/** A store that ends with the process. */
export function memoryStore(): SandboxStore {
  let state = FRESH;
  return {
    load: () => state,
    update(change) {
      state = change(state);
      return state;
    },
    reset() {
      state = FRESH;
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Where the practice API keeps its state between commands. */
export function sandboxStore(ctx: Pick<Context, 'env' | 'home' | 'platform'>): SandboxStore {
  const folder = stateFolder(ctx);
  return folder === undefined ? memoryStore() : fileStore(join(folder, 'sandbox.json'));
}
