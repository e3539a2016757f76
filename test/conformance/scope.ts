/**
 * Which cases must hold today. A feature that arrives adds or widens a row and raises the count, so that the
 * table says at any time what is promised and no case can drop out unseen.
 */
import { CASE_FILES, type Case, type CaseFile, loadCases } from './case.ts';

interface Selection {
  file: CaseFile;
  /** Groups of that file, or all of them. */
  groups: 'all' | readonly string[];
  /** Narrows the row. */
  only?: (one: Case) => boolean;
}

interface ScopeRow extends Selection {
  /** How many cases the row switches on. */
  count: number;
}

/** Cases of `field` that do not hold yet, by group and name, with the reason. Whoever mends one takes it out. */
export const PENDING: readonly { group: string; name: string; why: string }[] = [
  ...[
    { group: 'field-quoted-key', name: 'double quotes' },
    { group: 'field-quoted-key', name: 'Bearer in front' },
    { group: 'field-key', name: 'blanks around the key' },
    { group: 'field-key', name: 'refused key with double quotes' },
    { group: 'field-key', name: 'refused key with the word Bearer' },
  ].map((one) => ({ ...one, why: 'what is wrong with the form of a key is not said yet' })),
  { group: 'field-key-in-query', name: 'profiles show gem', why: 'the query of a base URL is shown whole' },
  ...[
    { group: 'field-organization', name: 'the organization does not match, from the environment' },
    { group: 'field-organization', name: 'a project that is archived, from the environment' },
  ].map((one) => ({ ...one, why: 'a refused organization or project is not named by where it came from' })),
  { group: 'field-again', name: 'one id that this journal says is deleted', why: 'only a list of ids knows `gone`' },
  ...[
    { group: 'field-crlf', name: 'OPENAI_SANDBOX with a CR' },
    { group: 'field-crlf', name: 'OPENAI_ORG_ID in quotes' },
  ].map((one) => ({ ...one, why: 'not every variable is read as leniently as the others' })),
  { group: 'field-address', name: '0.0.0.0 is this machine', why: 'only loopback addresses are this machine' },
];

function isPending({ group, name }: Case): boolean {
  return PENDING.some((one) => one.group === group && one.name === name);
}

export const SCOPE: readonly ScopeRow[] = [
  { file: 'parity', groups: 'all', count: 209 },
  { file: 'behaviour', groups: 'all', count: 38 },
  { file: 'compat', groups: 'all', count: 81 },
  { file: 'field', groups: 'all', only: (one) => !isPending(one), count: 55 },
];

export interface ActiveCase extends Case {
  file: CaseFile;
  /** Where the case stands in its file, from 1. */
  line: number;
}

/** The cases of one row. */
export function casesOf({ file, groups, only = () => true }: Selection): ActiveCase[] {
  const cases = loadCases(file).map((one, index) => ({ ...one, file, line: index + 1 }));
  const missing = groups === 'all' ? [] : groups.filter((group) => !cases.some((one) => one.group === group));
  if (missing.length > 0) throw new Error(`${file} has no group ${missing.join(', ')}`);
  return cases.filter((one) => (groups === 'all' || groups.includes(one.group)) && only(one));
}

/** The rows to run: the table, or what CASES names instead: `all`, or files separated by commas. */
export function rowsToRun(wanted = process.env.CASES): readonly Selection[] {
  if (!wanted) return SCOPE;
  const files = wanted === 'all' ? [...CASE_FILES] : wanted.split(',');
  for (const file of files) {
    if (!CASE_FILES.includes(file as CaseFile))
      throw new Error(`CASES: no file ${file}; there are ${CASE_FILES.join(', ')}`);
  }
  return files.map((file) => ({ file: file as CaseFile, groups: 'all' }));
}
