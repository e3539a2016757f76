/**
 * Whether this run of the tests covers everything. By default, both entries take turns with slow tables, and searches for
 * rare faults are shorter. `.ci/run` then runs those files again with TESTS=full.
 */
export const FULL = process.env.TESTS === 'full';
