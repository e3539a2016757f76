/** Where the process counts, and the first fault of each group; all of them in a full run. */
import { nodeEntry } from '../../support/entries.ts';
import { FULL } from '../../support/extent.ts';
import { describeFaults, isFirst, ofProcess } from './describe.ts';

const counts = ofProcess(nodeEntry);
describeFaults(nodeEntry, (fault) => FULL || counts(fault) || isFirst(fault));
