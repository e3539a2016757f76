/** Where the process counts, and the first fault of each group; all of them where ENTRIES is `all`. */
import { nodeEntry } from '../../support/entries.ts';
import { describeFaults, isFirst, isOfProcess } from './describe.ts';

const all = process.env.ENTRIES === 'all';
describeFaults(nodeEntry, (fault) => all || isOfProcess(fault) || isFirst(fault));
