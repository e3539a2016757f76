/** A long check ends at once when it is interrupted, and tells on a terminal how far it is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ScanProgress } from '../../../src/commands/models/check-progress.ts';
import { CliError } from '../../../src/errors/error.ts';
import { openSession } from '../../../src/session/session.ts';
import { Sink } from '../../support/sink.ts';
import { inTree } from '../../support/tree.ts';
import { check } from './check.ts';

test('an interruption ends it with 130, and prints no half of a report', async () => {
  await inTree({}, async (root) => {
    for (let i = 0; i < 50; i++) writeFileSync(join(root, `${i}.py`), '"gpt-4-0613"\n'.repeat(20_000));
    const stop = new AbortController();
    const running = check([root, '--format', 'json'], { signal: stop.signal });
    setImmediate(() => stop.abort());
    const { code, stdout } = await running;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  });
});

/** A session with a terminal for stderr. */
function session(signal: AbortSignal, columns?: number) {
  const stderr = new Sink({ columns });
  const ctx = {
    stdin: { isTTY: false, readLine: async () => undefined },
    stdout: new Sink(),
    stderr,
    env: { TERM: 'xterm', NO_COLOR: '1' },
    home: undefined,
    platform: 'linux',
    now: () => 0,
    sleep: async () => {},
    signal,
  };
  return { session: openSession(ctx, {}, [], 'models check'), stderr };
}

test('progress is one line that the next output takes away, and none in a pipe', async () => {
  for (const columns of [80, undefined]) {
    const { session: own, stderr } = session(new AbortController().signal, columns);
    let now = 0;
    const progress = new ScanProgress(own, () => now);
    for (const time of [30, 300, 450, 480, 700]) {
      now = time;
      await progress.turn(time, 1000);
    }
    await progress.end();
    const shown = stderr.bytes.toString();
    if (columns === undefined) expect(shown).toBe('');
    else expect(shown).toBe('Reading files: 450 of 1,000\r\x1b[KReading files: 700 of 1,000\r\x1b[K');
  }
});

test('an interruption is noticed at the next turn', async () => {
  const stop = new AbortController();
  let now = 0;
  const progress = new ScanProgress(session(stop.signal).session, () => now);
  stop.abort();
  now = 100;
  await expect(progress.turn(1, 2)).rejects.toThrow(CliError);
});
