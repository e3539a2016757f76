import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LockTimeout, withLock } from '../../../src/fs/lock.ts';
import {
  fileStore,
  memoryStore,
  type SandboxState,
  SandboxStateError,
  type SandboxStore,
} from '../../../src/sandbox/state.ts';

const windows = process.platform === 'win32';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-store-'));
  path = join(folder, 'state', 'sandbox.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function remove(store: SandboxStore, id: string): SandboxState {
  return store.update((state) => ({ ...state, deleted: [...state.deleted, id] }));
}

function mode(file: string): number {
  return statSync(file).mode & 0o777;
}

const FRESH = { version: 1, deleted: [], counters: {} };

test('reading, and changing nothing, writes nothing', () => {
  const store = fileStore(path);
  expect(store.load()).toEqual(FRESH);
  expect(existsSync(join(folder, 'state'))).toBe(false);
  expect(store.update((state) => state)).toEqual(FRESH);
  expect(existsSync(path)).toBe(false);
});

test('the state survives the store', () => {
  expect(remove(fileStore(path), 'ft:a').deleted).toEqual(['ft:a']);
  fileStore(path).update((state) => ({ ...state, counters: { flaky: 1 } }));
  expect(fileStore(path).load()).toEqual({ version: 1, deleted: ['ft:a'], counters: { flaky: 1 } });
});

test('nothing but the file is left in the folder', () => {
  remove(fileStore(path), 'ft:a');
  expect(readdirSync(join(folder, 'state'))).toEqual(['sandbox.json']);
});

test.skipIf(windows)('the file is 0600 and its folder 0700, also over a file that was open to all', () => {
  remove(fileStore(path), 'ft:a');
  expect([mode(path), mode(join(folder, 'state'))]).toEqual([0o600, 0o700]);
  const open = join(folder, 'open.json');
  writeFileSync(open, JSON.stringify(FRESH), { mode: 0o666 });
  remove(fileStore(open), 'ft:a');
  expect(mode(open)).toBe(0o600);
});

test.skipIf(windows)('the file is replaced, not rewritten: a reader keeps the whole of the old one', () => {
  remove(fileStore(path), 'ft:a');
  const before = statSync(path).ino;
  remove(fileStore(path), 'ft:b');
  expect(statSync(path).ino).not.toBe(before);
});

test('a change that throws leaves the state, no litter and no lock', () => {
  const store = fileStore(path);
  remove(store, 'ft:a');
  const fails = () =>
    store.update(() => {
      throw new Error('no');
    });
  expect(fails).toThrow('no');
  expect(readdirSync(join(folder, 'state'))).toEqual(['sandbox.json']);
  expect(store.load().deleted).toEqual(['ft:a']);
});

test('a write that fails leaves no litter', () => {
  const blocked = () =>
    fileStore(path).update((state) => {
      mkdirSync(join(path, 'in-the-way'), { recursive: true });
      return { ...state, deleted: ['ft:a'] };
    });
  expect(blocked).toThrow();
  expect(readdirSync(join(folder, 'state'))).toEqual(['sandbox.json']);
});

describe('reset', () => {
  test('forgets, and may be repeated', () => {
    const store = fileStore(path);
    remove(store, 'ft:a');
    for (let time = 0; time < 2; time++) {
      store.reset();
      expect(readdirSync(join(folder, 'state'))).toEqual([]);
      expect(store.load()).toEqual(FRESH);
    }
  });

  test('makes no folder', () => {
    fileStore(path).reset();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a damaged file', () => {
  const damaged = [
    '',
    '{"version":1,"deleted":["ft:a"',
    '[]',
    'null',
    '{"version":2,"deleted":[],"counters":{}}',
    '{"deleted":[],"counters":{}}',
    '{"version":1,"deleted":[7],"counters":{}}',
    '{"version":1,"deleted":{},"counters":{}}',
    '{"version":1,"deleted":[],"counters":{"flaky":-1}}',
    '{"version":1,"deleted":[],"counters":[]}',
  ];

  test.each(damaged)('%j is refused, kept, and reset away', (text) => {
    const file = join(folder, 'sandbox.json');
    writeFileSync(file, text);
    const store = fileStore(file);
    for (const use of [() => store.load(), () => remove(store, 'ft:b')]) {
      expect(use).toThrow(SandboxStateError);
      expect(use).toThrow(expect.objectContaining({ path: file, message: expect.stringContaining(file) }));
      expect(use).toThrow('openai sandbox reset');
    }
    expect(readFileSync(file, 'utf8')).toBe(text);
    store.reset();
    expect(store.load()).toEqual(FRESH);
  });

  test('a folder in its place is refused too', () => {
    expect(() => fileStore(folder).load()).toThrow(SandboxStateError);
  });
});

test('behaves as the store in memory does', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ remove: fc.string({ unit: 'grapheme' }) }),
      fc.record({ count: fc.constantFrom('flaky', 'GET /v1/models', '') }),
      fc.constant('reset' as const),
    ),
  );
  fc.assert(
    fc.property(steps, (sequence) => {
      const stores = [fileStore(path), memoryStore()];
      for (const store of stores) {
        store.reset();
        for (const step of sequence) {
          if (step === 'reset') store.reset();
          else if ('remove' in step) remove(store, step.remove);
          else
            store.update((state) => {
              const counters = { ...state.counters, [step.count]: (state.counters[step.count] ?? 0) + 1 };
              return { ...state, counters };
            });
        }
      }
      expect(stores[0]?.load()).toEqual(stores[1]?.load());
    }),
    { numRuns: 25 },
  );
});

describe('several processes', () => {
  const PROCESSES = 4;
  const EACH = 25;

  test('lose none of one another’s deletions', async () => {
    const bundle = join(folder, 'store.mjs');
    buildSync({
      entryPoints: [join(import.meta.dirname, '../../../src/sandbox/state.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: bundle,
    });
    const script = join(folder, 'delete.mjs');
    writeFileSync(
      script,
      `import { fileStore } from './store.mjs';
       const store = fileStore(process.argv[2]);
       for (let i = 0; i < ${EACH}; i++) {
         const id = process.argv[3] + '-' + i;
         store.update((state) => ({ ...state, deleted: [...state.deleted, id] }));
       }`,
    );
    const exits = Array.from({ length: PROCESSES }, (_, index) => {
      const child = spawn(process.execPath, [script, path, `p${index}`], { stdio: 'inherit' });
      return new Promise((resolve) => child.on('exit', resolve));
    });
    expect(await Promise.all(exits)).toEqual(Array(PROCESSES).fill(0));
    const { deleted } = fileStore(path).load();
    expect(new Set(deleted).size).toBe(PROCESSES * EACH);
    expect(deleted).toHaveLength(PROCESSES * EACH);
    expect(readdirSync(join(folder, 'state'))).toEqual(['sandbox.json']);
  });
});

describe('the lock', () => {
  const limits = { wait: 30_000, stale: 10_000 };

  function leaveLock(file: string, secondsAgo: number): void {
    writeFileSync(file, 'someone');
    const then = Date.now() / 1000 - secondsAgo;
    utimesSync(file, then, then);
  }

  test('is waited for, and given up on in time', () => {
    const lock = join(folder, 'lock');
    leaveLock(lock, 0);
    const began = Date.now();
    expect(() => withLock(lock, () => 'in', { ...limits, wait: 200 })).toThrow(LockTimeout);
    expect(Date.now() - began).toBeGreaterThanOrEqual(200);
    expect(readFileSync(lock, 'utf8')).toBe('someone');
  });

  test('left by a dead process is taken over', () => {
    const lock = join(folder, 'lock');
    leaveLock(lock, 11);
    expect(withLock(lock, () => readdirSync(folder), limits)).toEqual(['lock']);
    expect(readdirSync(folder)).toEqual([]);
  });

  // Far more than is stale: the clock goes on while this runs.
  test.each([3600, 3 * 86_400])('left while the clock was %i s ahead is taken over', (ahead) => {
    const lock = join(folder, 'lock');
    leaveLock(lock, -ahead);
    leaveLock(`${lock}.break`, -ahead);
    expect(withLock(lock, () => readdirSync(folder), limits)).toEqual(['lock']);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is taken over even where the taking over was cut short before', () => {
    const lock = join(folder, 'lock');
    leaveLock(lock, 11);
    leaveLock(`${lock}.break`, 11);
    expect(withLock(lock, () => 'in', limits)).toBe('in');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that passed to another is left to it', () => {
    const lock = join(folder, 'lock');
    withLock(lock, () => writeFileSync(lock, 'another'), limits);
    expect(readFileSync(lock, 'utf8')).toBe('another');
  });

  test('of a dead process does not stop the store', () => {
    mkdirSync(join(folder, 'state'));
    leaveLock(`${path}.lock`, 11);
    expect(remove(fileStore(path), 'ft:a').deleted).toEqual(['ft:a']);
  });
});
