import { describeCases } from './describe.ts';
import { casesOf, rowsToRun } from './scope.ts';

describeCases(undefined, rowsToRun().flatMap(casesOf));
