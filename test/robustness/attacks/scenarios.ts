import type { Answer } from '../../support/answer.ts';
import { escaped, unescaped } from '../../support/attacks.ts';
import { TYPED } from './payloads.ts';

/** A run that ends in an error which somebody else had a say in. */
export interface Scenario {
  name: string;
  /** After `openai`; `models list` unless said. */
  args?: readonly string[];
  /** What the server sends, if the run comes that far. */
  answer?: Answer;
  /** Added to the environment. */
  env?: Readonly<Record<string, string>>;
  /** One code, or those that the two HTTP parsers make of an answer that is hardly HTTP. */
  exit: number | readonly number[];
  /** What of the attack must be on the screen, as an escape: that it is told, and not only left out. */
  shows?: string;
}

/** Header values and the reason phrase are Latin-1, and nothing in them is checked. */
export function httpAnswer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
  reason = 'Some reason',
): Answer {
  return { status, reason, headers: { connection: 'close', ...headers }, body };
}

const ESC = '\\u001b';
const C1 = '\\u009b';

/** Latin-1 text for a header: what Node's parser lets through, and what it does not. */
const HEADER = 'x\x9b31m\x85y\xad';
const WILD_HEADER = '\x1b]0;pwned\x07\x08\x7f\x9b31m';

const error = (text: string) => `{"error":{"message":${text},"type":${text},"code":${text},${text}:[${text}]}}`;
const list = ['models', 'list', '--max-retries', '0'];
const retrieve = ['models', 'retrieve', 'm', '--max-retries', '0'];
const model = httpAnswer(200, {}, `{"id":"m",${escaped(TYPED)}:1}`);

const FROM_SERVERS: readonly Scenario[] = [
  { name: 'an error message', answer: httpAnswer(400, {}, error(escaped(TYPED))), exit: 1, shows: ESC },
  { name: 'an error message, unescaped', answer: httpAnswer(400, {}, error(unescaped(TYPED))), exit: 1, shows: C1 },
  {
    name: 'an error on a model',
    args: retrieve,
    answer: httpAnswer(403, {}, error(escaped(TYPED))),
    exit: 4,
    shows: ESC,
  },
  { name: 'an error that is text', answer: httpAnswer(500, {}, TYPED), exit: 1, shows: ESC },
  {
    name: 'an error that is not UTF-8',
    answer: httpAnswer(400, {}, Buffer.from('bad \x9b31m\xff', 'latin1')),
    exit: 1,
  },
  { name: 'the title of a web page', answer: httpAnswer(200, {}, `<html><title>${TYPED}</title>`), exit: 1 },
  {
    name: 'the title of an error page',
    answer: httpAnswer(502, {}, `<html><title>${TYPED}</title>`),
    exit: 1,
    shows: ESC,
  },
  { name: 'the keys of what is no list', answer: httpAnswer(200, {}, `{${escaped(TYPED)}:1}`), exit: 1, shows: ESC },
  { name: 'an error with status 200', answer: httpAnswer(200, {}, error(escaped(TYPED))), exit: 1, shows: ESC },
  { name: 'JSON that breaks', answer: httpAnswer(200, {}, `{"data":[{"id":${unescaped(TYPED)}},`), exit: 1 },
  { name: 'the reason phrase', answer: httpAnswer(400, {}, '', `Bad\x9b31m`), exit: 1 },
  {
    name: 'an encoding',
    args: [...list, '--timeout', '5'],
    answer: httpAnswer(200, { 'content-encoding': HEADER }, '{}'),
    exit: 1,
    shows: C1,
  },
  { name: 'a redirect', answer: httpAnswer(302, { location: `ftp://evil${HEADER}/` }, ''), exit: 7 },
  { name: 'a redirect to another host', answer: httpAnswer(302, { location: `//evil${HEADER}/` }, ''), exit: 7 },
  { name: 'a wait', answer: httpAnswer(429, { 'retry-after': HEADER }, '{}'), exit: 6 },
  { name: 'a reason phrase that is not HTTP', answer: httpAnswer(400, {}, '', WILD_HEADER), exit: [1, 7] },
  { name: 'a header that is not HTTP', answer: httpAnswer(400, { 'x-odd': WILD_HEADER }, '{}'), exit: 7 },
  {
    name: 'what --debug shows of headers and bodies',
    args: [...list, '--debug', '-H', 'x-mine: \u009b31m'],
    answer: httpAnswer(400, { 'x-odd': HEADER, 'x-request-id': HEADER }, error(unescaped(TYPED))),
    exit: 1,
    shows: C1,
  },
  {
    name: 'the keys of a model without a match',
    args: [...retrieve, '--transform', 'none'],
    answer: model,
    exit: 1,
    shows: ESC,
  },
];

const TYPED_BY_USER: readonly Scenario[] = [
  { name: 'an id', args: ['models', 'get', TYPED], answer: httpAnswer(404, {}, error('"none"')), exit: 5, shows: ESC },
  { name: 'an id of two commands', args: ['models', 'get', TYPED, '--model', 'm'], exit: 2, shows: ESC },
  {
    name: 'a path that matches nothing',
    args: [...retrieve, '--transform', TYPED],
    answer: model,
    exit: 1,
    shows: ESC,
  },
  { name: 'a format', args: [...list, '--format', TYPED], exit: 2, shows: ESC },
  { name: 'a format for errors', args: [...list, '--format-error', TYPED], exit: 2, shows: ESC },
  { name: 'a number', args: [...list, '--max-items', TYPED], exit: 2, shows: ESC },
  { name: 'a flag', args: [...list, `--${TYPED}`], exit: 2, shows: ESC },
  { name: 'a command', args: ['models', TYPED], exit: 2, shows: ESC },
  { name: 'a topic of help', args: ['help', TYPED], exit: 2, shows: ESC },
  { name: 'an argument', args: ['doctor', TYPED], exit: 2, shows: ESC },
  { name: 'a base URL', args: [...list, '--base-url', `http://${TYPED}`], exit: 2 },
  { name: 'a header', args: [...list, '-H', `${TYPED}: 1`], exit: 2 },
  {
    name: 'a certificate',
    args: [...list, '--mtls-client-cert-file', TYPED, '--mtls-client-key-file', TYPED],
    exit: 2,
  },
];

const FROM_ENVIRONMENT: readonly Scenario[] = [
  { name: 'OPENAI_BASE_URL', env: { OPENAI_BASE_URL: `http://h${TYPED}` }, exit: 2 },
  { name: 'OPENAI_API_KEY', env: { OPENAI_API_KEY: `sk-${TYPED}` }, exit: 4 },
  { name: 'OPENAI_SANDBOX', env: { OPENAI_SANDBOX: TYPED }, exit: 2, shows: ESC },
  { name: 'OPENAI_ORG_ID', env: { OPENAI_ORG_ID: TYPED }, exit: 2 },
  { name: 'OPENAI_CUSTOM_HEADERS', env: { OPENAI_CUSTOM_HEADERS: TYPED }, exit: 2 },
  {
    name: 'HTTP_PROXY',
    args: ['models', 'list', '--base-url', 'http://api.invalid/v1'],
    env: { HTTP_PROXY: `http://${TYPED}`, http_proxy: `http://${TYPED}` },
    exit: 2,
  },
  {
    name: 'OPENAI_MTLS_CLIENT_CERT_FILE',
    args: ['models', 'list', '--base-url', 'https://127.0.0.1:1/v1'],
    env: { OPENAI_MTLS_CLIENT_CERT_FILE: `/none${TYPED}`, OPENAI_MTLS_CLIENT_KEY_FILE: `/none${TYPED}` },
    exit: 2,
    shows: ESC,
  },
  {
    name: 'XDG_STATE_HOME',
    args: ['models', 'list', '--sandbox'],
    env: { XDG_STATE_HOME: `/dev/null/${TYPED}` },
    exit: 1,
    shows: ESC,
  },
];

export const SCENARIOS: Readonly<Record<string, readonly Scenario[]>> = {
  'what a server says': FROM_SERVERS,
  'what a user types': TYPED_BY_USER,
  'what the environment holds': FROM_ENVIRONMENT,
};

/** An error body for `--format-error` and `--transform-error`, in both spellings and with bytes that are not UTF-8. */
export const ERROR_BODY = Buffer.concat([
  Buffer.from(`{"error":{"message":${unescaped(TYPED)},${escaped(TYPED)}:{"deep":[${escaped(TYPED)}]},"bytes":"`),
  Buffer.from('\x9b31m\xff', 'latin1'),
  Buffer.from('"}}'),
]);
