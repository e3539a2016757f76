import { readFileSync } from 'node:fs';
import { type ExactValue, parseExact } from './json.ts';

/** What the scripted server answers; see `answer.ts` for the meaning of each key. */
export interface Answer {
  status?: number;
  headers?: Record<string, string | number | null>;
  body?: string;
  body_hex?: string;
  body_repeat?: [text: string, times: number];
  delay?: number;
  drip?: [bytes: number, seconds: number];
  cut?: number;
  reset?: boolean;
}

export interface ExpectedRequest {
  method?: string;
  path?: string | string[];
  headers?: Record<string, string | null>;
}

/** What must hold after the run; see `check.ts`. */
export interface Expectation {
  exit?: number | 'zero' | 'nonzero';
  stdout?: string;
  stdout_tokens?: string;
  stdout_yaml?: string;
  stdout_json?: ExactValue;
  stdout_lines_json?: ExactValue[];
  stdout_has?: string[];
  stdout_not?: string[];
  stderr_has?: string[];
  stderr_not?: string[];
  any_has?: string[];
  any_not?: string[];
  request_count?: number | [least: number, most: number];
  requests?: ExpectedRequest[];
  max_seconds?: number;
  _other_no_key?: boolean;
  _other_no_header?: string;
  _no_method?: string;
  _never?: string[];
}

/** One black-box case: a line of test/cases/*.jsonl. */
export interface Case {
  group: string;
  name: string;
  args: string[];
  routes: Record<string, Answer | Answer[]>;
  expect: Expectation;
  env?: Record<string, string | null>;
  stdin?: string | null;
  setup?: string[][];
  files?: Record<string, string>;
  /** Seconds; 30 unless said. */
  timeout?: number;
  /** Where somebody met it, and what is right. */
  source?: string;
  want?: string;
}

const CASE_KEYS = [
  'group',
  'name',
  'args',
  'routes',
  'expect',
  'env',
  'stdin',
  'setup',
  'files',
  'timeout',
  'source',
  'want',
];
const ANSWER_KEYS = ['status', 'headers', 'body', 'body_hex', 'body_repeat', 'delay', 'drip', 'cut', 'reset'];
const REQUEST_KEYS = ['method', 'path', 'headers'];
const EXPECT_KEYS = [
  ...['exit', 'stdout', 'stdout_tokens', 'stdout_yaml', 'stdout_json', 'stdout_lines_json'],
  ...['stdout_has', 'stdout_not', 'stderr_has', 'stderr_not', 'any_has', 'any_not'],
  ...['request_count', 'requests', 'max_seconds', '_other_no_key', '_other_no_header', '_no_method', '_never'],
];

/** Reads one line. Throws on a key it does not know, so that a new kind of check cannot be skipped in silence. */
export function parseCase(line: string): Case {
  const parsed = JSON.parse(line) as Case;
  knownKeys('case', parsed, CASE_KEYS);
  knownKeys('expect', parsed.expect, EXPECT_KEYS);
  for (const answer of Object.values(parsed.routes).flat()) knownKeys('answer', answer, ANSWER_KEYS);
  for (const request of parsed.expect.requests ?? []) knownKeys('request', request, REQUEST_KEYS);
  const exact = (parseExact(line) as Map<string, Map<string, ExactValue>>).get('expect');
  const json = exact?.get('stdout_json');
  const lines = exact?.get('stdout_lines_json');
  if (json !== undefined) parsed.expect.stdout_json = json;
  if (lines !== undefined) parsed.expect.stdout_lines_json = lines as ExactValue[];
  return parsed;
}

function knownKeys(what: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`unknown ${what} key: ${unknown.join(', ')}`);
}

export const CASE_FILES = ['parity', 'behaviour', 'compat', 'field'] as const;
export type CaseFile = (typeof CASE_FILES)[number];

export function loadCases(file: CaseFile): Case[] {
  const text = readFileSync(new URL(`../cases/${file}.jsonl`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseCase);
}
