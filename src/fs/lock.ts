import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';

/** Times in milliseconds. */
interface LockLimits {
  /** How long to wait for another process. Longer than `stale`, to outlast an abandoned lock. */
  readonly wait: number;
  /** An older lock was left by a process that died: no holder needs it nearly this long. */
  readonly stale: number;
}

const LIMITS: LockLimits = { wait: 15_000, stale: 10_000 };

/** Thrown if another process held the lock for the whole wait. */
export class LockTimeout extends Error {
  override readonly name = 'LockTimeout';
  /** The lock file, which a person may want to inspect. */
  readonly path: string;

  constructor(path: string, milliseconds: number) {
    super(`waited ${milliseconds} ms for ${path}`);
    this.path = path;
  }
}

/**
 * Runs `work` while holding the lock file `path`, which keeps out every other process. Blocks while another holds it.
 * @throws {@link LockTimeout} if the wait was in vain
 */
export function withLock<T>(path: string, work: () => T, limits: LockLimits = LIMITS): T {
  const owner = crypto.randomUUID();
  const deadline = Date.now() + limits.wait;
  while (!acquireLock(path, owner)) {
    breakIfStale(path, limits);
    if (Date.now() > deadline) throw new LockTimeout(path, limits.wait);
    sleepSync(5 + Math.random() * 20);
  }
  try {
    return work();
  } finally {
    // A holder that was suspended for long may have lost the lock to another process, whose lock must stay.
    if (read(path) === owner) rmSync(path, { force: true });
  }
}

/** Creates the file, or returns false if it exists. */
function acquireLock(path: string, owner: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    // Windows reports EPERM while a file that was just removed is still open elsewhere.
    if (hasCode(error, 'EEXIST') || (hasCode(error, 'EPERM') && age(path) !== undefined)) return false;
    throw error;
  }
  try {
    writeSync(file, owner);
  } catch (error) {
    // A full disk may not even take this, and a lock without an owner would keep everyone waiting.
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return true;
}

/**
 * Removes an abandoned lock. The remover must hold a second lock and check again inside it. Otherwise two processes
 * that saw the same old file could remove each other's new one.
 */
function breakIfStale(path: string, limits: LockLimits): void {
  if (!isOlder(path, limits.stale)) return;
  const guard = `${path}.break`;
  if (!acquireLock(guard, '')) {
    if (isOlder(guard, limits.stale)) rmSync(guard, { force: true });
    return;
  }
  try {
    if (isOlder(path, limits.stale)) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function isOlder(path: string, milliseconds: number): boolean {
  return (age(path) ?? 0) > milliseconds;
}

/**
 * Milliseconds between now and the file's modification, or undefined if it does not exist. Absolute, because a clock
 * may have run ahead.
 */
function age(path: string): number | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && Math.abs(Date.now() - stat.mtimeMs);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** A store is synchronous, so waiting is too. */
function sleepSync(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Whether a value is a Node system error with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The reason in words if the system denies this user access, else `undefined`. */
export function permissionProblem(error: unknown): string | undefined {
  if (hasCode(error, 'EROFS')) return 'the file system is read-only';
  return hasCode(error, 'EACCES') || hasCode(error, 'EPERM') ? 'permission denied' : undefined;
}

/** Why a file guarded by a lock could not be written, in words. */
export function describeWriteError(error: unknown): string {
  if (error instanceof LockTimeout) return `it is locked by another process (${error.path})`;
  if (hasCode(error, 'ENOSPC')) return 'no space left on device';
  return permissionProblem(error) ?? (error as Error).message;
}
