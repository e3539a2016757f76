import { standaloneEntry } from '../support/entries.ts';
import { describeCases } from './describe.ts';
import { casesForEntries } from './scope.ts';

describeCases(standaloneEntry, casesForEntries());
