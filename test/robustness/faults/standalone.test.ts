import { standaloneEntry } from '../../support/entries.ts';
import { describeFaults } from './describe.ts';

describeFaults(standaloneEntry);
