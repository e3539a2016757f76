import { beforeAll, describe, expect, test } from 'vitest';
import { type Entry, requireBuilt, standaloneEntry } from '../../support/entries.ts';
import { checkFault } from './check.ts';
import type { Fault } from './fault.ts';
import { GROUPS } from './faults.ts';
import { startHostile } from './hostile.ts';
import { watchProduct } from './run.ts';

const LIST = ['models', 'list', '--format', 'jsonl'];

/** Every fault as a test of this entry. */
export function describeFaults(entry: Entry): void {
  beforeAll(() => requireBuilt(entry));
  for (const { title, faults } of GROUPS)
    describe(`${entry.name}: ${title.toLowerCase()}`, () => {
      for (const fault of faults) test.concurrent(fault.name, () => runFault(entry, fault));
    });
}

async function runFault(entry: Entry, fault: Fault): Promise<void> {
  const wanted = entry === standaloneEntry ? { ...fault, ...fault.standalone } : fault;
  const server = await startHostile(fault.does);
  try {
    const env = Object.entries({ OPENAI_BASE_URL: '{origin}/v1', ...fault.env });
    const filled = Object.fromEntries(env.map(([name, value]) => [name, server.fill(value)]));
    const run = await watchProduct(entry, (fault.args ?? LIST).map(server.fill), {
      env: filled,
      readerLeaves: fault.readerLeaves ?? false,
    });
    expect(checkFault(wanted, run, server.requests), `stderr: ${run.stderr.toString().slice(0, 2000)}`).toEqual([]);
  } finally {
    await server.stop();
  }
}
