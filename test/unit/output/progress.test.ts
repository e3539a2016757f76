import { describe, expect, test } from 'vitest';
import { progressLine } from '../../../src/deletion/progress.ts';
import type { Line } from '../../../src/output/terminal-text.ts';
import { widthOf } from '../../../src/output/width.ts';

const text = (line: Line) => line.map((part) => (typeof part === 'string' ? part : part.text)).join('');
const shown = (done: number, total: number, failed = 0, waiting?: string, columns = 80) =>
  text(progressLine('Deleting', { done, total, failed, waiting }, columns));

describe('the bar', () => {
  test.each<[line: string, wanted: string]>([
    [shown(0, 40), `Deleting ${'░'.repeat(40)} 0 of 40`],
    [shown(10, 40), `Deleting ${'█'.repeat(10)}${'░'.repeat(30)} 10 of 40`],
    [shown(39, 40), `Deleting ${'█'.repeat(39)}░ 39 of 40`],
    [shown(1000, 1000), `Deleting ${'█'.repeat(40)} 1,000 of 1,000`],
    [shown(999, 1000), `Deleting ${'█'.repeat(39)}░ 999 of 1,000`],
    [shown(10, 40, 2), `Deleting ${'█'.repeat(10)}${'░'.repeat(30)} 10 of 40, 2 failed`],
    [shown(0, 0), `Deleting ${'█'.repeat(40)} 0 of 0`],
    [shown(1, 4, 0, undefined, 30), 'Deleting ███░░░░░░░░░░ 1 of 4'],
    [shown(1, 4, 0, undefined, 20), 'Deleting 1 of 4'],
  ])('%s', (line, wanted) => {
    expect(line).toBe(wanted);
  });

  test('is shorter than any terminal is wide', () => {
    for (let columns = 2; columns < 200; columns++)
      for (const waiting of [undefined, "waiting 12 s at the server's request"])
        for (const failed of [0, 3]) expect(widthOf(shown(412, 1000, failed, waiting, columns))).toBeLessThan(columns);
  });
});
