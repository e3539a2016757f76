import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode, LockTimeout, notAllowed, withLock } from '../fs/lock.ts';
import { makeFolder, replaceFile } from '../fs/replace.ts';
import { FRESH, formatState, parseState, type SandboxState, SandboxStateError, type SandboxStore } from './state.ts';

/**
 * Keeps the state in one JSON file, shared by every process that names the same path. The first write makes the file
 * (mode 0600) and its folder (0700); until then there is nothing on disk. A reader sees the old or the new state, never
 * half of one. Methods throw {@link SandboxStateError}.
 */
export function fileStore(path: string): SandboxStore {
  const locked = <T>(work: () => T): T => {
    try {
      return withLock(`${path}.lock`, work);
    } catch (error) {
      if (error instanceof LockTimeout)
        throw new SandboxStateError(path, 'is in use by another process', `Try again; it holds ${error.path}.`, error);
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

/** To start over would meet the same obstacle. */
function unusable(path: string, problem: string, error: unknown): SandboxStateError {
  const next = 'Make its folder yours, or name another in XDG_STATE_HOME.';
  return new SandboxStateError(path, `${problem}: ${notAllowed(error) ?? (error as Error).message}`, next, error);
}

function readState(path: string): SandboxState {
  let text: string;
  try {
    // To open a pipe that somebody put there would wait for whoever writes into it.
    if (!statSync(path).isFile()) throw new Error('not a regular file');
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return FRESH;
    throw unusable(path, "can't be read", error);
  }
  try {
    return parseState(text);
  } catch (error) {
    throw new SandboxStateError(path, 'is damaged', 'Run `openai sandbox reset` to start over.', error);
  }
}
