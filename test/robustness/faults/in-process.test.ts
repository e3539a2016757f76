/** The code of the package on Node, without a process for each fault. */
import { describeFaults, isOfProcess } from './describe.ts';

describeFaults(undefined, (fault) => !isOfProcess(fault));
