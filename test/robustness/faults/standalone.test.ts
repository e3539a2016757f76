import { standaloneEntry } from '../../support/entries.ts';
import { describeFaults, isOfProcess } from './describe.ts';

describeFaults(standaloneEntry, (fault) => !isOfProcess(fault));
