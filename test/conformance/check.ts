import { parseAllDocuments } from 'yaml';
import type { SeenRequest } from '../support/server.ts';
import type { Case, ExpectedRequest } from './case.ts';
import { type ExactValue, jsonTokens, parseExact, sameValue } from './json.ts';
import { pattern } from './pattern.ts';
import type { Outcome } from './run.ts';

/** Everything that does not hold, as sentences; empty when the case holds. */
export function check(one: Case, got: Outcome): string[] {
  return [...exitCode(one, got), ...output(one, got), ...patterns(one, got), ...requests(one, got), ...time(one, got)];
}

function exitCode({ expect }: Case, { exit }: Outcome): string[] {
  if (expect.exit === undefined) return [];
  if (expect.exit === 'nonzero') return exit === 0 || exit === 'timeout' ? [`exit ${exit}, wanted a failure`] : [];
  const wanted = expect.exit === 'zero' ? 0 : expect.exit;
  if (typeof wanted !== 'number') throw new Error(`unknown exit: ${wanted}`);
  return exit === wanted ? [] : [`exit ${exit}, wanted ${wanted}`];
}

function output({ expect }: Case, { stdout }: Outcome): string[] {
  const bad: string[] = [];
  if (expect.stdout !== undefined && stdout !== expect.stdout) {
    bad.push(`stdout differs: ${show(stdout)} wanted ${show(expect.stdout)}`);
  }
  if (expect.stdout_tokens !== undefined && !sameTokens(stdout, expect.stdout_tokens)) {
    bad.push(`stdout tokens differ: ${show(stdout)} wanted ${show(expect.stdout_tokens)}`);
  }
  if (expect.stdout_yaml !== undefined) {
    bad.push(...sameParsed('YAML', stdout, parseYaml, parseYaml(expect.stdout_yaml)));
  }
  if (expect.stdout_json !== undefined) bad.push(...sameParsed('JSON', stdout, parseExact, expect.stdout_json));
  if (expect.stdout_lines_json !== undefined) {
    bad.push(...sameParsed('JSON lines', stdout, parseLines, expect.stdout_lines_json));
  }
  return bad;
}

function sameTokens(a: string, b: string): boolean {
  return JSON.stringify(jsonTokens(a)) === JSON.stringify(jsonTokens(b));
}

function sameParsed(format: string, text: string, parse: (text: string) => ExactValue, wanted: ExactValue): string[] {
  try {
    return sameValue(parse(text), wanted) ? [] : [`stdout ${format} differs: ${show(text)}`];
  } catch (error) {
    return [`stdout is not ${format}: ${show(text)} (${(error as Error).message})`];
  }
}

/** All documents of a YAML 1.2 stream (core schema), whole numbers exact. */
function parseYaml(text: string): ExactValue {
  return [...parseAllDocuments(text, { version: '1.2', schema: 'core', intAsBigInt: true })].map((document) => {
    for (const problem of [...document.errors, ...document.warnings]) throw problem;
    return document.toJS({ mapAsMap: true }) as ExactValue;
  });
}

function parseLines(text: string): ExactValue {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map(parseExact);
}

function patterns({ expect }: Case, { stdout, stderr }: Outcome): string[] {
  const checked = [
    { name: 'stdout', text: stdout, has: expect.stdout_has, not: expect.stdout_not },
    { name: 'stderr', text: stderr, has: expect.stderr_has, not: expect.stderr_not },
    { name: 'output', text: stdout + stderr, has: expect.any_has, not: expect.any_not },
  ];
  return checked.flatMap(({ name, text, has = [], not = [] }) => [
    ...has.filter((source) => !pattern(source).test(text)).map((source) => `${name} lacks /${source}/: ${show(text)}`),
    ...not.filter((source) => pattern(source).test(text)).map((source) => `${name} shows /${source}/: ${show(text)}`),
  ]);
}

function requests({ expect }: Case, { requests: seen }: Outcome): string[] {
  const bad = (expect.requests ?? []).flatMap((wanted, index) => {
    const request = seen[index];
    return request ? oneRequest(index, wanted, request) : [`request ${index} was not made`];
  });
  if (expect.request_count !== undefined) {
    const [least, most] =
      typeof expect.request_count === 'number' ? [expect.request_count, expect.request_count] : expect.request_count;
    if (seen.length < least || seen.length > most) bad.push(`${seen.length} requests, wanted ${expect.request_count}`);
  }
  return [...bad, ...seen.flatMap((request) => forbidden({ expect }, request))];
}

function oneRequest(index: number, wanted: ExpectedRequest, seen: SeenRequest): string[] {
  const bad: string[] = [];
  const { method, path, headers = {} } = wanted;
  if (method !== undefined && seen.method !== method) bad.push(`request ${index} method ${seen.method}`);
  if (path !== undefined && ![path].flat().includes(seen.path)) {
    bad.push(`request ${index} path ${seen.path}, wanted ${path}`);
  }
  for (const [name, source] of Object.entries(headers)) {
    const value = seen.headers[name.toLowerCase()];
    if (source === null && value !== undefined) bad.push(`request ${index} sent ${name}: ${value}`);
    if (source !== null && (value === undefined || !pattern(source).test(value))) {
      bad.push(`request ${index} header ${name}: ${value}, wanted /${source}/`);
    }
  }
  return bad;
}

/** What no request at all may do. */
function forbidden({ expect }: Pick<Case, 'expect'>, { method, path, headers }: SeenRequest): string[] {
  const bad: string[] = [];
  const elsewhere = (headers.host ?? '').startsWith('localhost');
  if (expect._other_no_key && elsewhere && 'authorization' in headers) bad.push('the key went to another origin');
  const header = expect._other_no_header?.toLowerCase();
  if (header !== undefined && elsewhere && header in headers) bad.push(`${header} went to another origin`);
  if (method === expect._no_method) bad.push(`sent ${method} ${path}`);
  if (expect._never?.includes(path)) bad.push(`asked for ${path}`);
  return bad;
}

function time({ expect }: Case, { seconds }: Outcome): string[] {
  if (expect.max_seconds === undefined || seconds <= expect.max_seconds) return [];
  return [`took ${seconds.toFixed(1)} s, wanted at most ${expect.max_seconds}`];
}

function show(text: string): string {
  return JSON.stringify(text.length > 400 ? `${text.slice(0, 400)}...` : text);
}
