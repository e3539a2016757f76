import { nodeEntry } from '../support/entries.ts';
import { describeCases } from './describe.ts';

describeCases(nodeEntry);
