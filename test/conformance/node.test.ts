import { nodeEntry } from '../support/entries.ts';
import { describeCases } from './describe.ts';
import { casesForEntries } from './scope.ts';

describeCases(nodeEntry, casesForEntries());
