import { nodeEntry } from '../process/entries.ts';
import { describeCases } from './describe.ts';

describeCases(nodeEntry);
