/** What each error means to a person: one table of texts, exit codes and next steps. */

import type { Exit } from '../spec/types.ts';
import type { CliError, ErrorArguments, ErrorCode, Explanation } from './error.ts';
import { findCommandSynonym, findFlagSynonym } from './synonyms.ts';
import { DELETING_EXPLANATIONS } from './texts/deletion.ts';
import { PROFILE_EXPLANATIONS } from './texts/profiles.ts';
import { exitOfStatus, OWN_TOOLS, SERVER_EXPLANATION, suggestIds } from './texts/server.ts';

const quote = (text: string): string => `'${text}'`;
const meant = (nearest: string | undefined): string => (nearest === undefined ? '' : `; did you mean ${nearest}?`);
/** Points to the help of a command. */
export const helpFor = (command: string | undefined): string => `See: openai ${command ? `${command} ` : ''}--help`;

export const EXPLANATIONS: { [Code in ErrorCode]: Explanation<ErrorArguments[Code]> } = {
  'unknown-command': {
    exit: 2,
    text: (a) => {
      const near = findCommandSynonym(a.words) ?? a.nearest;
      return `unknown command ${quote(a.words)}${meant(near && `'${near}'`)}`;
    },
    next: (a) => `Commands: ${a.options.join(', ')}. See: openai --help`,
  },
  'unknown-flag': {
    exit: 2,
    text: (a) => `unknown flag ${a.flag}${meant(findFlagSynonym(a.flag) ?? a.nearest)}`,
  },
  'flag-elsewhere': {
    exit: 2,
    text: (a) => {
      const near = findFlagSynonym(a.flag);
      if (near !== undefined) return `${quote(a.command)} has no flag ${a.flag}${meant(near)}`;
      return `${a.flag} is not a flag of ${quote(a.command)}; it is for ${a.commands.map(quote).join(', ')}`;
    },
    next: (a) => helpFor(a.command),
  },
  'flag-needs-value': {
    exit: 2,
    text: (a) => `${a.flag} needs a value${a.got === undefined ? '' : `, not the flag ${a.got}`}`,
    next: (a) => `Use ${a.flag} ${a.value} or ${a.flag}=${a.value}.`,
  },
  'flag-twice': {
    exit: 2,
    text: (a) => `${a.flag} is given twice, but takes only one value`,
    next: () => 'Remove one of them.',
  },
  'flag-takes-no-value': { exit: 2, text: (a) => `${a.flag} takes no value other than true or false` },
  'bad-value': {
    exit: 2,
    text: (a) =>
      `${a.what} ${a.value === undefined ? '' : `is ${quote(a.value)}, but `}must be ${a.want}${meant(a.nearest)}`,
  },
  'extra-argument': {
    exit: 2,
    text: (a) => `${quote(a.command)} does not take the argument ${quote(a.argument)}`,
    next: (a) => helpFor(a.command),
  },
  'missing-model': {
    exit: 2,
    text: () => 'which model? Pass its id with --model ID',
    next: (a) => `Ids: openai models list --ids. ${helpFor(a.command)}`,
  },
  'bad-model-id': {
    exit: 2,
    text: (a) => {
      if (a.id === '') return 'the model id is empty';
      const why = /\p{Surrogate}/u.test(a.id) ? 'it has an unpaired surrogate' : 'it would change the path of the URL';
      return `${quote(a.id)} is not a valid model id: ${why}`;
    },
    next: () => 'Ids: openai models list --ids',
  },
  conflict: { exit: 2, text: (a) => `${a.flags[0]} and ${a.flags[1]} cannot be used together` },
  'no-terminal': { exit: 2, text: (a) => `${a.what} needs a terminal, and there is none` },
  'needs-flag': { exit: 2, text: (a) => `${a.flag} works only with ${a.needs}` },
  'unknown-column': {
    exit: 2,
    text: (a) => `unknown column ${quote(a.name)}: no model has that field${meant(a.nearest)}`,
    next: (a) => `Columns: ${a.columns.join(', ')}. Fields in this list: ${a.fields.join(', ')}`,
  },
  'bad-base-url': {
    exit: 2,
    text: (a) => `the base URL from ${a.origin} ${a.problem}`,
    next: () => 'It must begin with http:// or https://, for example https://api.openai.com/v1',
  },
  'bad-key': {
    exit: 4,
    text: (a) => `the key from ${a.origin} has control or non-ASCII characters, which keys never have`,
    next: () => 'Copy it again; the usual cause is a stray quote, space or line break.',
  },
  'bad-header': {
    exit: 2,
    text: (a) => `a header from ${a.origin} ${a.problem}`,
    next: () => "Write it as --header 'Name: value'.",
  },
  'no-key': {
    exit: 4,
    text: () => 'no API key: set OPENAI_API_KEY or pass --api-key',
    next: () =>
      'Get a key at https://platform.openai.com/api-keys and store it with openai login. Or try without a key: openai --sandbox models list',
  },
  'unreadable-file': { exit: 2, text: (a) => `the file from ${a.origin} cannot be read: ${a.path}: ${a.problem}` },
  'bad-pem': {
    exit: 2,
    text: (a) => `the file from ${a.origin} holds no ${a.what.replace(/^a /, '')} in PEM: ${a.path}`,
  },
  'bad-proxy': {
    exit: 2,
    text: (a) =>
      a.percent
        ? `the credentials in ${a.origin} have a % that is not part of a percent-escape`
        : `${a.origin} is not an http or https proxy URL`,
    next: (a) =>
      a.percent
        ? 'Write a % in a user name or password as %25.'
        : 'Write it as http://host:port, or leave it empty to use no proxy.',
  },
  'mtls-proxy': {
    exit: 2,
    text: (a) => `client certificates do not work through the https proxy from ${a.origin}`,
    next: () => 'Use an http:// proxy, or exclude the host with NO_PROXY.',
  },
  'mtls-pair': {
    exit: 2,
    text: (a) => `${a.has} is set, but the ${a.missing.includes('key') ? 'private key' : 'certificate'} is missing`,
    next: (a) => `Set ${a.missing} too.`,
  },
  'mtls-http': { exit: 2, text: (a) => `a client certificate needs https, and the base URL is ${a.url}` },
  server: SERVER_EXPLANATION,
  'no-deletion': {
    exit: 1,
    text: (a) =>
      a.status === 404
        ? `this server lists ${quote(a.model)}, but has no way to delete it (404)`
        : `this server does not support deleting models (${a.status})`,
    said: (a) => a.reason,
    next: (a) => a.hint ?? OWN_TOOLS,
  },
  'not-json': {
    exit: 1,
    text: (a) => `expected JSON ${a.what}, but ${a.problem}`,
    next: (a) => (a.html ? 'Does the base URL end in /v1? The response is a web page, not an API.' : undefined),
  },
  'no-list': {
    exit: 1,
    text: (a) => `expected a list of models, but the response is ${a.found}`,
    said: (a) => a.reason,
    next: () => 'Check the base URL: it should be the API itself, such as https://api.openai.com/v1',
  },
  'no-match': {
    exit: 1,
    text: (a) =>
      a.models === undefined
        ? `the path ${quote(a.path)} matches nothing in the response`
        : `the path ${quote(a.path)} matches nothing in any of the ${a.models} models`,
    next: (a) =>
      [a.deleted && `${a.deleted} was deleted.`, a.keys.length > 0 && `Available keys: ${a.keys.join(', ')}`]
        .filter(Boolean)
        .join(' ') || undefined,
  },
  'no-ids': {
    exit: 1,
    text: (a) => `none of the ${a.models} models has an id`,
    next: () => 'See what they do have: openai models list --format jsonl --max-items 1',
  },
  'too-many-models': {
    exit: 1,
    text: () => 'the list is too long to fit in memory, so it cannot be sorted or shown as a table',
    next: () => 'Stream it with --format jsonl --sort none, or narrow it with --match or --search.',
  },
  'bad-paging': { exit: 1, text: (a) => `cannot read the next page of the list: ${a.problem}` },
  'not-listed': {
    exit: 5,
    text: (a) => `no model ${quote(a.model)}: it is not among the ${a.listed} models that this server lists`,
    said: (a) => a.reason,
    next: (a) => suggestIds(a.nearest, a.gone),
  },
  'not-all-found': {
    exit: (a) => a.exit as Exit,
    text: (a) => `${a.missing} of ${a.of} models ${a.missing === 1 ? 'was' : 'were'} not found`,
    said: (a) => a.left.join('\n'),
    next: () => 'Ids: openai models list --ids',
  },
  'no-model': { exit: 1, text: (a) => `expected a model, but the response is ${a.found}` },
  'cut-short': {
    exit: 7,
    text: (a) =>
      `the response ended early, after ${a.received.toLocaleString('en-US')} bytes; the output is incomplete`,
  },
  network: { exit: 7, text: networkText, next: (a) => a.advice ?? networkNext(a) },
  'retry-later': {
    exit: (a) => exitOfStatus(a.status),
    text: (a) => `the server asked to wait ${a.seconds.toLocaleString('en-US')} s (HTTP ${a.status})`,
    said: (a) => a.reason,
    next: (a) => `That is longer than this command waits. Try again in ${waitText(a.seconds)}.`,
  },
  'unusable-details': {
    exit: 1,
    text: (a) => `${a.source} cannot be used: ${a.problem}`,
    next: () => 'The details in use were not changed. See: openai details show',
  },
  'page-on-terminal': {
    exit: 2,
    text: () => 'html output is for a browser, not a terminal',
    next: (a) => `Write it to a file: openai ${a.command} --format html > models.html`,
  },
  'write-failed': { exit: 1, text: (a) => `cannot write the output: ${a.problem}` },
  'state-failed': { exit: 1, text: (a) => `cannot use ${a.path}: ${a.problem}`, next: (a) => a.next },
  'cannot-listen': { exit: 1, text: (a) => `cannot listen on port ${a.port}: ${a.problem}` },
  ...DELETING_EXPLANATIONS,
  ...PROFILE_EXPLANATIONS,
  'no-snapshot': {
    exit: 2,
    text: (a) => `${a.problem}${meant(a.nearest)}`,
    next: () => 'See: openai models snapshot --list. Take one: openai models snapshot',
  },
  interrupted: { exit: 130, text: () => 'interrupted' },
  unexpected: {
    exit: 1,
    text: (a) => `something unexpected happened: ${a.message}`,
    next: () => 'This is a bug in openai. --debug shows where it happened.',
  },
};

/** A wait in a unit that people would use, rounded up. */
function waitText(seconds: number): string {
  const [count, unit] = seconds >= 5400 ? [seconds / 3600, 'hour'] : [seconds / 60, 'minute'];
  const whole = Math.ceil(count);
  return `${whole.toLocaleString('en-US')} ${unit}${whole === 1 ? '' : 's'}`;
}

/** The exit code of an error. */
export function exitOf(error: CliError): Exit {
  const { exit } = explanationOf(error);
  return typeof exit === 'function' ? exit(error.args) : exit;
}

/** What to tell a person, one line each: what happened, what the server said, what to do next. */
export function explain(error: CliError): { happened: string; said: string | undefined; next: string | undefined } {
  const { text, said, next } = explanationOf(error);
  return { happened: text(error.args), said: said?.(error.args), next: next?.(error.args) };
}

function explanationOf(error: CliError): Explanation<ErrorArguments[ErrorCode]> {
  return EXPLANATIONS[error.code] as Explanation<ErrorArguments[ErrorCode]>;
}

function networkText(a: ErrorArguments['network']): string {
  const detail = a.detail ? ` (${a.detail})` : '';
  switch (a.kind) {
    case 'name':
    case 'lookup':
      return `cannot find the host ${a.host}${detail}`;
    case 'proxy':
      return `the proxy ${a.host} refused the request${detail}`;
    case 'refused':
      return `nothing is listening at ${a.host}: connection refused`;
    case 'closed':
      return `${a.host} closed the connection without responding${detail}`;
    case 'timeout':
      return `${a.host} timed out: no data for ${a.seconds ?? 0} s`;
    case 'tls':
      return `no secure connection to ${a.host}${detail}`;
    case 'unreachable':
      return `${a.host} cannot be reached${detail}`;
    case 'redirect':
      return `${a.host} sent a redirect that is not followed${detail}`;
    default:
      return `the request to ${a.host} failed${detail}`;
  }
}

function networkNext(a: ErrorArguments['network']): string | undefined {
  switch (a.kind) {
    case 'name':
    case 'lookup':
      return 'Check the spelling of the base URL and the network.';
    case 'refused':
      return 'Is the server running, and is the port right?';
    case 'timeout':
      return 'Wait longer with --timeout SECONDS.';
    default:
      return undefined;
  }
}
