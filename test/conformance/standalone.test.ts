import { standaloneEntry } from '../process/entries.ts';
import { describeCases } from './describe.ts';

describeCases(standaloneEntry);
