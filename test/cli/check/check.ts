/** `models check` of files, on a day on which all labels hold. */
import { type RunOptions, run } from '../../support/run.ts';

export const DAY = Date.UTC(2026, 10, 27, 12);

export interface Found {
  path: string;
  line: number;
  column: number;
  text: string;
  model: string;
  provider: string | null;
  severity: string | null;
  status: string;
  shutdown_date: string | null;
  replacement: string | null;
}

export function check(args: readonly string[], options: RunOptions = {}) {
  const env = { PATH: process.env.PATH, ...options.env };
  return run(['models', 'check', ...args], { now: DAY, ...options, env });
}

/** The findings, with paths below the root. */
export async function findingsIn(
  root: string,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<Found[]> {
  const { json, stderr } = await check([root, '--format', 'json', ...args], options);
  const { findings } = json as { findings: Found[] | undefined };
  if (!findings) throw new Error(stderr);
  return findings.map((one) => ({ ...one, path: one.path.slice(root.length + 1) }));
}
