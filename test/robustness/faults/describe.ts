import { beforeAll, describe, expect, test } from 'vitest';
import { type Entry, requireBuilt, sharedOut, standaloneEntry } from '../../support/entries.ts';
import { inTurn, startServer } from '../../support/server.ts';
import { checkFault } from './check.ts';
import type { Fault } from './fault.ts';
import { GROUPS } from './faults.ts';
import { runHere, watchProduct } from './run.ts';

const LIST = ['models', 'list', '--format', 'jsonl'];

/** What counts there is the process: its memory, its pipe. */
export const isOfProcess = (fault: Fault): boolean => fault.memory !== undefined || fault.readerLeaves === true;

/** These of this entry: those that are measured take long, so the entries take turns with them. */
export function ofProcess(entry: Entry): (fault: Fault) => boolean {
  const all = GROUPS.flatMap(({ faults }) => faults.filter(isOfProcess));
  const shared = sharedOut(
    all.filter(({ memory }) => memory !== undefined),
    entry,
  );
  return (fault) => isOfProcess(fault) && (fault.memory === undefined || shared.includes(fault));
}

/** Seconds after which it counts as hung: what is measured has much to do, and a busy machine takes long. */
const patienceFor = ({ memory }: Fault): number => (memory === undefined ? 30 : 150);

/** The first fault of each group. */
export const isFirst = (fault: Fault): boolean => GROUPS.some(({ faults }) => faults[0] === fault);

/** The faults that `wanted` picks, each as a test of this entry, or of a run in this process. */
export function describeFaults(entry: Entry | undefined, wanted: (fault: Fault) => boolean): void {
  if (entry) beforeAll(() => requireBuilt(entry));
  for (const { title, faults } of GROUPS) {
    const picked = faults.filter(wanted);
    if (picked.length > 0)
      describe(`${entry?.name ?? 'in this process'}: ${title.toLowerCase()}`, () => {
        for (const fault of picked)
          test.concurrent(fault.name, () => runFault(entry, fault), (patienceFor(fault) + 30) * 1000);
      });
  }
}

async function runFault(entry: Entry | undefined, fault: Fault): Promise<void> {
  const wanted = entry === standaloneEntry ? { ...fault, ...fault.standalone } : fault;
  const server = await startServer(inTurn(fault.does));
  try {
    const env = Object.entries({ OPENAI_BASE_URL: '{origin}/v1', ...fault.env });
    const filled = Object.fromEntries(env.map(([name, value]) => [name, server.fill(value)]));
    const args = (fault.args ?? LIST).map(server.fill);
    const run = entry
      ? await watchProduct(entry, args, {
          env: filled,
          readerLeaves: fault.readerLeaves ?? false,
          patience: patienceFor(fault),
        })
      : await runHere(server, args, filled);
    expect(checkFault(wanted, run, server.requests), `stderr: ${run.stderr.toString().slice(0, 2000)}`).toEqual([]);
  } finally {
    await server.stop();
  }
}
