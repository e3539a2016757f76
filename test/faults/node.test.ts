import { nodeEntry } from '../process/entries.ts';
import { describeFaults } from './describe.ts';

describeFaults(nodeEntry);
