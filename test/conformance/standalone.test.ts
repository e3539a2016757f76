import { standaloneEntry } from '../support/entries.ts';
import { describeCases } from './describe.ts';

describeCases(standaloneEntry);
