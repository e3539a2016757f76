import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { hasCode, LockTimeout, permissionProblem, withLock } from '../fs/lock.ts';
import { stateFolder } from '../fs/paths.ts';
import { makeFolder, replaceFile } from '../fs/replace.ts';

/** What the practice API remembers between requests. */
export interface SandboxState {
  readonly version: 1;
  /** The deleted ids, in order of deletion. */
  readonly deleted: readonly string[];
  /** The position of each scenario in its cycle. A finished cycle has no entry. */
  readonly counters: Readonly<Record<string, number>>;
}

/** Stores the state. `update` and `reset` are atomic across all users of the same store. */
export interface SandboxStore {
  /** The current state. Throws {@link SandboxStateError} if it cannot be read. */
  load(): SandboxState;
  /** Replaces the state with the result of `change`, and returns it. Returning the same object changes nothing. */
  update(change: (state: SandboxState) => SandboxState): SandboxState;
  reset(): void;
}

/** The stored state is damaged, unreadable, or held by another process for too long. */
export class SandboxStateError extends Error {
  override readonly name = 'SandboxStateError';
  /** The state file. */
  readonly path: string;

  /** @param next what to do about it */
  constructor(path: string, problem: string, next: string, cause?: unknown) {
    super(`The sandbox state in ${path} ${problem}. ${next}`, { cause });
    this.path = path;
  }
}

/** The state of an unused sandbox. */
export const INITIAL_STATE: SandboxState = { version: 1, deleted: [], counters: {} };

/** Parses stored state. Throws a plain error that says what is wrong with `text`. */
export function parseState(text: string): SandboxState {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new Error('not an object');
  if (value.version !== 1) throw new Error('an unknown version');
  const { deleted, counters } = value;
  if (!Array.isArray(deleted) || !deleted.every((id) => typeof id === 'string')) throw new Error('bad list of ids');
  if (!isRecord(counters) || !Object.values(counters).every(isCount)) throw new Error('bad counters');
  return { version: 1, deleted, counters: counters as Record<string, number> };
}

/** The stored form of a state. */
export function formatState(state: SandboxState): string {
  return `${JSON.stringify(state, null, 2)}\n`;
}

/** A store that lasts as long as the process. */
export function memoryStore(): SandboxStore {
  let state = INITIAL_STATE;
  return {
    load: () => state,
    update(change) {
      state = change(state);
      return state;
    },
    reset() {
      state = INITIAL_STATE;
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

/**
 * Keeps the state in one JSON file, shared by all processes that use the same path. The first write creates the file
 * (mode 0600) and its folder (0700); until then nothing is on disk. A reader sees the old or the new state, never part
 * of one. Methods throw {@link SandboxStateError}.
 */
export function fileStore(path: string): SandboxStore {
  const locked = <T>(work: () => T): T => {
    try {
      return withLock(`${path}.lock`, work);
    } catch (error) {
      if (error instanceof LockTimeout)
        throw new SandboxStateError(
          path,
          'is in use by another process',
          `Try again. The lock is ${error.path}.`,
          error,
        );
      throw error;
    }
  };

  return {
    load: () => readState(path),
    update(change) {
      try {
        makeFolder(dirname(path));
        return locked(() => {
          const before = readState(path);
          const after = change(before);
          if (after !== before) replaceFile(path, formatState(after));
          return after;
        });
      } catch (error) {
        throw error instanceof SandboxStateError ? error : unusable(path, "can't be written", error);
      }
    },
    reset() {
      if (!existsSync(dirname(path))) return;
      locked(() => rmSync(path, { force: true }));
    },
  };
}

/** Does not suggest a reset, which would hit the same obstacle. */
function unusable(path: string, problem: string, error: unknown): SandboxStateError {
  const next = 'Take ownership of its folder, or set XDG_STATE_HOME to another.';
  return new SandboxStateError(
    path,
    `${problem}: ${permissionProblem(error) ?? (error as Error).message}`,
    next,
    error,
  );
}

function readState(path: string): SandboxState {
  let text: string;
  try {
    // Opening a pipe in its place would wait for a writer.
    if (!statSync(path).isFile()) throw new Error('not a regular file');
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return INITIAL_STATE;
    throw unusable(path, "can't be read", error);
  }
  try {
    return parseState(text);
  } catch (error) {
    throw new SandboxStateError(path, 'is damaged', 'Run `openai sandbox reset` to start over.', error);
  }
}
