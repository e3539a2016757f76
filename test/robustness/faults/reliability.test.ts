import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runChild } from '../../support/child.ts';
import { GROUPS } from './faults.ts';

test('docs/reliability.md shows the faults of this suite', async () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const command = [process.execPath, 'scripts/reliability.mjs', '--check'];
  const { exit, stderr } = await runChild(command, { cwd: root, env: { PATH: process.env.PATH ?? '' } });
  expect(exit, stderr.toString()).toBe(0);
});

test('every fault has a name of its own', () => {
  const names = GROUPS.flatMap(({ faults }) => faults.map(({ name }) => name));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
