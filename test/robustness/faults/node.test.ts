/** Where the process counts, and the first fault of each group; all of them where ENTRIES is `all`. */
import { nodeEntry } from '../../support/entries.ts';
import { describeFaults, isFirst, ofProcess } from './describe.ts';

const all = process.env.ENTRIES === 'all';
const counts = ofProcess(nodeEntry);
describeFaults(nodeEntry, (fault) => all || counts(fault) || isFirst(fault));
