import { answer, reset, say } from './acts.ts';
import { errorBody, LIST } from './bodies.ts';
import type { FaultGroup } from './fault.ts';

const ONCE = ['models', 'list', '--format', 'jsonl', '--max-retries', '0'];
const SOON = { 'retry-after-ms': 1 };
const good = answer({ body: LIST });
const busy = (status: number, headers: Record<string, string | number> = SOON) =>
  answer({ status, headers, body: errorBody('not now') });
/** The date of a second ago, as HTTP writes it. */
const justNow = () => new Date(Date.now() - 1000).toUTCString();

export const RETRIES: FaultGroup = {
  title: 'Retries',
  faults: [
    ...[408, 409, 429, 500, 502, 503, 504].map((status) => ({
      name: `${status}, then the list`,
      happens: 'tried again, the list is shown',
      does: [busy(status), good],
      exit: 0,
      requests: 2,
    })),
    {
      name: '503 twice, then the list',
      happens: 'tried again twice, the list is shown',
      does: [busy(503), busy(503), good],
      exit: 0,
      requests: 3,
    },
    {
      name: '429 for ever',
      happens: 'gives up after two more tries, with the reason',
      does: [busy(429)],
      exit: 6,
      requests: 3,
      stderr: [/429/, /not now/, /--max-retries/],
    },
    {
      name: '500 for ever',
      happens: 'gives up after two more tries, with the reason',
      does: [busy(500)],
      exit: 1,
      requests: 3,
      stderr: [/500/, /not now/],
    },
    {
      name: '503 for ever, --max-retries 0',
      happens: 'one try, with the reason',
      does: [busy(503)],
      args: ONCE,
      exit: 1,
      requests: 1,
      stderr: [/503/, /not now/],
    },
    {
      name: '503 four times, --max-retries 5',
      happens: 'tried again until it works',
      does: [busy(503), busy(503), busy(503), busy(503), good],
      args: ['models', 'list', '--format', 'jsonl', '--max-retries', '5'],
      exit: 0,
      requests: 5,
    },
    {
      name: 'Retry-After in seconds',
      happens: 'waits so long, then tries again',
      does: [busy(429, { 'retry-after': 1 }), good],
      exit: 0,
      requests: 2,
    },
    {
      name: 'Retry-After as a date',
      happens: 'waits until then, then tries again',
      does: [busy(429, { 'retry-after': justNow() }), good],
      exit: 0,
      requests: 2,
    },
    {
      name: 'Retry-After of an hour',
      happens: 'does not sleep for it: says how long the server wants',
      does: [busy(429, { 'retry-after': 3600 })],
      exit: 6,
      requests: 1,
      stderr: [/3,600 s/, /not now/],
      within: 15,
    },
    {
      name: 'Retry-After-Ms of a day, with 503',
      happens: 'does not sleep for it: says how long the server wants',
      does: [busy(503, { 'retry-after-ms': 86_400_000 })],
      exit: 1,
      requests: 1,
      stderr: [/86,400 s/],
      within: 15,
    },
    {
      name: 'Retry-After as a date in a year',
      happens: 'does not sleep for it: says how long the server wants',
      does: [busy(503, { 'retry-after': new Date(Date.now() + 3.2e10).toUTCString() })],
      exit: 1,
      requests: 1,
      within: 15,
    },
    ...['-5', 'soon', '1e999', ''].map((value) => ({
      name: `Retry-After that makes no sense: ${value === '' ? 'empty' : value}`,
      happens: value === '1e999' ? 'does not sleep for it' : 'waits as long as without one, then tries again',
      does: [busy(503, { 'retry-after': value }), good],
      exit: value === '1e999' ? 1 : 0,
      requests: value === '1e999' ? 1 : 2,
      ...(value === '1e999' && { stderr: [/503/] }),
      within: 15,
    })),
    {
      name: 'x-should-retry: true with 400',
      happens: 'tried again, the list is shown',
      does: [busy(400, { 'x-should-retry': 'true', ...SOON }), good],
      exit: 0,
      requests: 2,
    },
    {
      name: 'x-should-retry: false with 503',
      happens: 'not tried again',
      does: [busy(503, { 'x-should-retry': 'false' }), good],
      exit: 1,
      requests: 1,
    },
    {
      name: 'a reset before the answer, then the list',
      happens: 'tried again, the list is shown',
      does: [reset(), good],
      exit: 0,
      requests: 2,
    },
    {
      name: 'a reset in the headers, then the list',
      happens: 'tried again, the list is shown',
      does: [reset('HTTP/1.1 200 OK\r\ncontent-ty'), good],
      exit: 0,
      requests: 2,
    },
    {
      name: 'the end of the connection without an answer, then the list',
      happens: 'tried again, the list is shown',
      does: [say(), good],
      exit: 0,
      requests: 2,
    },
    {
      name: 'a 503 on deletion, then success',
      happens: 'tried again, the outcome is shown',
      does: [busy(503), answer({ body: '{"id":"x","object":"model","deleted":true}' })],
      args: ['models', 'delete', 'x', '--format', 'jsonl'],
      exit: 0,
      requests: 2,
      stdout: '{"id":"x","object":"model","deleted":true}\n',
      asked: [/^DELETE /, /^DELETE /],
    },
  ],
};
