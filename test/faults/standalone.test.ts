import { standaloneEntry } from '../process/entries.ts';
import { describeFaults } from './describe.ts';

describeFaults(standaloneEntry);
