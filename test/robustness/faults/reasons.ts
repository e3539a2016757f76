import { answer } from './acts.ts';
import { errorBody, page } from './bodies.ts';
import type { Fault, FaultGroup } from './fault.ts';

const ONCE = ['models', 'list', '--format', 'jsonl', '--max-retries', '0'];
const RETRIEVE = ['models', 'retrieve', 'gpt-4o', '--max-retries', '0'];

/** Exit code and words of every status that means something of its own. */
const STATUSES: readonly [number, number, RegExp][] = [
  [400, 1, /returned 400/],
  [401, 4, /refused the key \(401\)/],
  [402, 1, /returned 402/],
  [403, 4, /is not allowed to do this \(403\)/],
  [404, 5, /nothing at this URL \(404\)/],
  [405, 1, /does not support GET here \(405\)/],
  [407, 7, /the proxy rejected the credentials \(407\)/],
  [410, 1, /returned 410/],
  [418, 1, /returned 418/],
  [422, 1, /returned 422/],
  [429, 6, /rate limit or quota is used up \(429\)/],
  [451, 1, /returned 451/],
  [500, 1, /returned 500/],
  [501, 1, /does not support GET here \(501\)/],
  [508, 1, /returned 508/],
  [529, 1, /returned 529/],
];

/** Every place where servers were seen to put the reason. */
const PLACES: Readonly<Record<string, string>> = {
  'error.message': errorBody('too odd'),
  'error as text': '{"error":"too odd"}',
  message: '{"object":"error","message":"too odd","type":"x","code":404}',
  'detail as text': '{"detail":"too odd"}',
  'detail as an object': '{"detail":{"message":"too odd"}}',
  'a list of details': '{"detail":[{"loc":["path"],"msg":"too odd","type":"x"}]}',
  'error.detail': '{"error":{"detail":"too odd"}}',
  'title and detail (problem+json)': '{"title":"Odd","detail":"too odd","status":400}',
  'errors[0].message': '{"success":false,"errors":[{"code":1,"message":"too odd"}]}',
  'a list of errors': '[{"error":{"code":400,"message":"too odd","status":"INVALID"}}]',
  error_description: '{"error_description":"too odd"}',
  'a JSON string': '"too odd"',
  'plain text': 'too odd\n',
  'broken JSON': '{"error":{"message":"too odd',
  'a page of HTML': page('too odd'),
};

function withReason([place, body]: [string, string]): Fault {
  return {
    name: `400 with ${place}`,
    happens: "the server's reason is shown",
    does: [answer({ status: 400, body })],
    exit: 1,
    requests: 1,
    stderr: [/returned 400/, /too odd/],
    never: [/<h1>/],
  };
}

export const REASONS: FaultGroup = {
  title: 'Errors and their reasons',
  faults: [
    ...STATUSES.map(([status, exit, says]) => ({
      name: `${status}`,
      happens: "the status in words, the server's reason, what to do",
      does: [answer({ status, body: errorBody('because') })],
      args: ONCE,
      exit,
      requests: 1,
      stderr: [says, /because/],
    })),
    {
      name: '404 on retrieve',
      happens: 'names the model',
      does: [answer({ status: 404, body: errorBody('because') })],
      args: RETRIEVE,
      exit: 5,
      stderr: [/gpt-4o/, /404/],
    },
    {
      name: '403 on deletion',
      happens: 'explains the Owner role',
      does: [answer({ status: 403, body: errorBody('because') })],
      args: ['models', 'delete', 'gpt-4o'],
      exit: 4,
      requests: 1,
      stderr: [/Owner/, /because/],
    },
    ...Object.entries(PLACES).map(withReason),
    {
      name: '500 with an empty body',
      happens: 'the status is said',
      does: [answer({ status: 500 })],
      args: ONCE,
      exit: 1,
      requests: 1,
      stderr: [/returned 500/],
    },
    {
      name: '500 with bytes that are no text',
      happens: 'the status is said',
      does: [answer({ status: 500, body: Buffer.from([0xff, 0, 0x1b, 0x5b, 0x32, 0x4a, 0x80]) })],
      args: ONCE,
      exit: 1,
      requests: 1,
      stderr: [/returned 500/],
      never: [/\x1b/, /\0/],
    },
    {
      name: '400 with a reason that holds escape sequences',
      happens: 'they are shown as escapes',
      does: [answer({ status: 400, body: errorBody('\u001b[2J\u001b]0;boo\u0007too odd\u202e') })],
      exit: 1,
      requests: 1,
      stderr: [/too odd/],
      never: [/[\x1b\x07\u202e]/],
    },
    {
      name: '400 with a reason of 20,000 deep',
      happens: 'the status is said',
      does: [answer({ status: 400, body: `${'{"error":'.repeat(20_000)}1${'}'.repeat(20_000)}` })],
      exit: 1,
      requests: 1,
      stderr: [/returned 400/],
    },
    {
      name: '400 with a megabyte without a space, with --format-error raw',
      happens: 'ends soon, with the body on stderr',
      does: [answer({ status: 400, body: 'x'.repeat(1 << 20) })],
      args: [...ONCE, '--format-error', 'raw'],
      exit: 1,
      requests: 1,
      stderr: [/x{1000}/],
      within: 20,
    },
    {
      name: '400 with --format-error json',
      happens: 'the error body as it came, on stderr',
      does: [answer({ status: 400, body: errorBody('too odd') })],
      args: [...ONCE, '--format-error', 'json'],
      exit: 1,
      requests: 1,
      stderr: [/"message": "too odd"/],
    },
  ],
};
