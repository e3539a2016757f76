import { describe, expect, test } from 'vitest';
import { CASE_FILES, loadCases } from './case.ts';
import { casesForEntries, casesOf, kindsOf, OUTGROWN, rowsToRun, SCOPE } from './scope.ts';

describe('the scope', () => {
  test('every file has the cases it came with', () => {
    expect(CASE_FILES.map((file) => [file, loadCases(file).length])).toEqual([
      ['parity', 209],
      ['behaviour', 38],
      ['compat', 81],
      ['field', 67],
    ]);
  });

  test.each(SCOPE)('$file $groups switches on $count cases', (row) => {
    expect(casesOf(row)).toHaveLength(row.count);
  });

  test('what was outgrown are cases that exist', () => {
    const names = loadCases('field').map(({ group, name }) => `${group}: ${name}`);
    expect(OUTGROWN.filter(({ group, name }) => !names.includes(`${group}: ${name}`))).toEqual([]);
  });

  test('394 cases are active, each once', () => {
    const active = SCOPE.flatMap(casesOf).map((one) => `${one.file}:${one.line}`);
    expect(active).toHaveLength(394);
    expect(new Set(active).size).toBe(active.length);
  });

  test('a group that does not exist is an error, not an empty set', () => {
    expect(() => casesOf({ file: 'compat', groups: ['compat-tabel'] })).toThrow('compat-tabel');
  });

  test('every kind of case goes through both entries', () => {
    const kinds = (cases: ReturnType<typeof casesForEntries>) => [...new Set(cases.flatMap(kindsOf))].sort();
    expect(kinds(casesForEntries('', ''))).toEqual(kinds(SCOPE.flatMap(casesOf)));
    expect(casesForEntries('', 'all')).toHaveLength(394);
    expect(casesForEntries('all')).toHaveLength(209 + 38 + 81 + 67);
  });

  test('CASES runs whole files', () => {
    expect(rowsToRun('all').flatMap(casesOf)).toHaveLength(209 + 38 + 81 + 67);
    expect(rowsToRun('compat').flatMap(casesOf)).toHaveLength(81);
    expect(() => rowsToRun('paritty')).toThrow('paritty');
    expect(rowsToRun('')).toBe(SCOPE);
  });
});
