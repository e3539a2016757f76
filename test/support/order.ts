/** The order of the test files: those that take longest first, the others as Vitest has them. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A worker that began one of these at the end would be waited for alone. */
const LONGEST = [
  'test/robustness/deletion/',
  'test/robustness/fuzz/',
  'packages/gjson/test/limits',
  'test/cli/report/browser',
  'test/cli/completion/shells',
  'test/guards/docs/examples',
  'test/robustness/faults/',
  'test/cli/explore/',
  'test/cli/profiles/process',
  'test/robustness/',
  'test/unit/explore/update',
  'test/cli/commands/safety',
  'test/cli/list/long',
  'test/guards/loading/',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const found = LONGEST.findIndex((part) => moduleId.replaceAll('\\', '/').includes(part));
  return found < 0 ? LONGEST.length : found;
}
