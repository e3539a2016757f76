/** A file of its own, so that another worker can have it. */
import { standaloneEntry } from '../../support/entries.ts';
import { describeFaults, ofProcess } from './describe.ts';

describeFaults(standaloneEntry, ofProcess(standaloneEntry));
