/** What is wrong with a run, in words; nothing is wrong with a good one. */

import { EXITS } from '../../../src/spec/types.ts';
import type { SeenRequest } from '../../support/request.ts';
import { ITEMS } from './bodies.ts';
import { CREDENTIAL_HEADERS, secretsIn } from './canary.ts';
import type { Fault } from './fault.ts';
import type { WatchedRun } from './run.ts';

/** A stack trace, a rejection that nobody caught, a value that was never meant for a person. */
const UNFIT = [/\n\s+at .*:\d+:\d+/, /node:internal/, /UnhandledPromise/, /\bundefined\b/, /\[object \w+\]/, /\bNaN\b/];

/** What holds for every run, whatever the server did. */
export function checkAlways(run: WatchedRun): string[] {
  const said = run.stderr.toString();
  return [
    ...(run.exit === 'timeout' ? ['it hung'] : []),
    ...(run.exit !== 'timeout' && !(run.exit in EXITS) ? [`exit ${run.exit} is not documented`] : []),
    ...UNFIT.filter((pattern) => pattern.test(said)).map((pattern) => `stderr holds ${pattern}`),
    ...secretsIn(run.stdout).map((secret) => `stdout holds ${secret}`),
    ...secretsIn(run.stderr).map((secret) => `stderr holds ${secret}`),
    ...run.leaks.map((file) => `${file} holds a secret`),
  ];
}

export function checkFault(fault: Fault, run: WatchedRun, requests: readonly SeenRequest[]): string[] {
  const said = run.stderr.toString();
  const all = `${run.stdout}${said}`;
  const { within = Number.POSITIVE_INFINITY, memory = Number.POSITIVE_INFINITY } = fault;
  return [
    ...checkAlways(run),
    ...(run.exit === fault.exit ? [] : [`exit ${run.exit}, wanted ${fault.exit}`]),
    ...checkStdout(fault, run.stdout),
    ...(fault.stderr ?? [fault.exit === 0 ? /^$/ : /^openai: \S/])
      .filter((pattern) => !pattern.test(said))
      .map((pattern) => `stderr does not match ${pattern}`),
    ...(fault.never ?? []).filter((pattern) => pattern.test(all)).map((pattern) => `the output matches ${pattern}`),
    ...(run.seconds <= within ? [] : [`took ${run.seconds.toFixed(1)} s`]),
    ...((run.memory ?? 0) <= memory ? [] : [`took ${run.memory?.toFixed(0)} MiB`]),
    ...checkRequests(fault, requests),
  ];
}

function checkStdout({ stdout, exit }: Fault, got: Buffer): string[] {
  const wanted = stdout ?? (exit === 0 ? ITEMS : '');
  if (typeof wanted === 'string') return got.toString() === wanted ? [] : [`stdout is ${shown(got)}`];
  if (wanted instanceof RegExp) return wanted.test(got.toString()) ? [] : [`stdout is ${shown(got)}`];
  const lines = got.toString().split('\n').length - 1;
  const whole = got.length === 0 || got.at(-1) === 0x0a;
  const [fewest, most] = wanted.lines;
  return lines >= fewest && lines <= most && whole
    ? []
    : [`stdout has ${lines} lines${whole ? '' : ' and a part of one'}`];
}

function checkRequests({ requests, asked = [] }: Fault, got: readonly SeenRequest[]): string[] {
  const heads = got.map(({ method, path, headers }) => `${method} ${path} ${headers.host}`);
  const carried = got
    .filter(({ headers }) => headers.host?.startsWith('localhost'))
    .flatMap(({ headers }) => CREDENTIAL_HEADERS.filter((name) => name in headers));
  return [
    ...(requests === undefined || requests === got.length ? [] : [`${got.length} requests, wanted ${requests}`]),
    ...asked.filter((pattern, index) => !pattern.test(heads[index] ?? '')).map((pattern) => `no request ${pattern}`),
    ...carried.map((name) => `${name} went to another origin`),
    ...got.flatMap(({ headers, path }) =>
      headers.host?.startsWith('localhost') && secretsIn(Buffer.from(path)).length > 0
        ? [`${headers.host} saw a secret in the URL`]
        : [],
    ),
  ];
}

function shown(bytes: Buffer): string {
  return JSON.stringify(bytes.toString('utf8', 0, 300));
}
