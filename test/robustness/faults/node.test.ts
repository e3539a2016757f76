/** Where the process counts, and the first fault of each group; all of them where CASES is set. */
import { nodeEntry } from '../../support/entries.ts';
import { describeFaults, isFirst, isOfProcess } from './describe.ts';

const all = process.env.CASES !== undefined;
describeFaults(nodeEntry, (fault) => all || isOfProcess(fault) || isFirst(fault));
