import { nodeEntry } from '../../support/entries.ts';
import { describeFaults } from './describe.ts';

describeFaults(nodeEntry);
