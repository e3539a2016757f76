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

/** Cases that ask for what the product has outgrown, by group and name, with the reason; a test holds the new behavior. */
export const OUTGROWN: readonly { group: string; name: string; why: string }[] = [
  {
    group: 'field-input',
    name: 'the document that list prints in a pipe',
    why: '`delete -` reads list documents now (test/cli/delete/ids.test.ts), where the case wants them refused',
  },
];

function isOutgrown({ group, name }: Case): boolean {
  return OUTGROWN.some((one) => one.group === group && one.name === name);
}

export const SCOPE: readonly ScopeRow[] = [
  { file: 'parity', groups: 'all', count: 209 },
  { file: 'behaviour', groups: 'all', count: 38 },
  { file: 'compat', groups: 'all', count: 81 },
  { file: 'field', groups: 'all', only: (one) => !isOutgrown(one), count: 66 },
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

/** Which of them go through both entries too: all where CASES names them or ENTRIES is `all`, else the first of each kind. */
export function casesForEntries(wanted = process.env.CASES, entries = process.env.ENTRIES): ActiveCase[] {
  const cases = rowsToRun(wanted).flatMap(casesOf);
  if (wanted || entries === 'all') return cases;
  const seen = new Set<string>();
  return cases.filter((one) => {
    const fresh = kindsOf(one).filter((kind) => !seen.has(kind));
    for (const kind of fresh) seen.add(kind);
    return fresh.length > 0;
  });
}

/** What a case is a case of: its group, the flags, the format, what the server does, what is looked at. */
export function kindsOf({ group, args, env, routes, expect, setup, files, stdin }: Case): string[] {
  const answers = Object.values(routes).flat();
  return [
    `group ${group}`,
    ...args.filter((arg) => /^--?[a-z]/.test(arg)).map((flag) => `flag ${flag.split('=')[0]}`),
    ...args.filter((_, index) => args[index - 1]?.startsWith('--format')).map((format) => `format ${format}`),
    ...Object.keys(env ?? {}).map((name) => `environment ${name}`),
    ...answers.map(({ status = 200 }) => `status ${status}`),
    ...answers.flatMap(Object.keys).map((key) => `answer ${key}`),
    ...Object.keys(expect).map((key) => `expect ${key}`),
    ...[setup && 'setup', files && 'files', stdin && 'stdin'].filter((kind) => typeof kind === 'string'),
  ];
}
