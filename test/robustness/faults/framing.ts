import { answer, head, say } from './acts.ts';
import { ITEMS, LIST } from './bodies.ts';
import type { FaultGroup } from './fault.ts';

const ONCE = ['models', 'list', '--format', 'jsonl', '--max-retries', '0'];
const RECORD = Buffer.from('160303007a0200007603035cd2', 'hex');
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const CHUNKED = { 'transfer-encoding': 'chunked' };
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-filler-${index}`, 'y']));
/** The bytes of a header line as they are. */
const withHeader = (line: string) =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${LIST.length}\r\n${line}\r\nconnection: close\r\n\r\n${LIST}`;

export const FRAMING: FaultGroup = {
  title: 'HTTP itself',
  faults: [
    {
      name: 'a content-length that is too long',
      happens: 'prints nothing: the answer is not whole',
      does: [say(head(200, { 'content-length': LIST.length + 10 }) + LIST)],
      exit: 7,
      requests: 1,
      stderr: [/in the middle of the response/],
    },
    {
      name: 'a content-length that is too short',
      happens: 'prints nothing: the answer is not whole',
      does: [say(head(200, { 'content-length': LIST.length - 10, connection: 'close' }) + LIST)],
      exit: 1,
      requests: 1,
      stderr: [/ends early/],
    },
    {
      name: 'chunks',
      happens: 'the list is shown',
      does: [say(head(200, CHUNKED) + chunk(LIST.slice(0, 33)) + chunk(LIST.slice(33)) + chunk(''))],
      exit: 0,
      requests: 1,
    },
    {
      name: 'a chunk size that is no number',
      happens: 'prints nothing, an error',
      does: [say(`${head(200, CHUNKED)}zz\r\n${LIST}\r\n0\r\n\r\n`)],
      args: ONCE,
      exit: 7,
      requests: 1,
    },
    {
      name: 'chunks without the last one',
      happens: 'prints nothing: the answer is not whole',
      does: [say(head(200, CHUNKED) + chunk(LIST))],
      args: ONCE,
      exit: 7,
      requests: 1,
    },
    {
      name: '100 Continue before the answer',
      happens: 'the list is shown',
      does: [say(`HTTP/1.1 100 Continue\r\n\r\n${head(200, { connection: 'close' })}${LIST}`)],
      exit: 0,
      requests: 1,
    },
    {
      name: '103 Early Hints before the answer',
      happens: 'the list is shown',
      does: [say(`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${head(200, { connection: 'close' })}${LIST}`)],
      exit: 0,
      requests: 1,
    },
    {
      name: 'a header of 100 kB',
      happens: 'the list is shown',
      does: [answer({ headers: { 'x-long': 'x'.repeat(100_000) }, body: LIST })],
      exit: 0,
      requests: 1,
    },
    {
      name: '200 headers',
      happens: 'the list is shown',
      does: [answer({ headers: many(200), body: LIST })],
      exit: 0,
      requests: 1,
    },
    {
      name: '1,000 headers',
      happens: 'the list is shown',
      does: [answer({ headers: many(1000), body: LIST })],
      args: ONCE,
      exit: 0,
      requests: 1,
      standalone: {
        happens: 'an error: it reads at most 256',
        exit: 7,
        stdout: '',
        stderr: [/not valid HTTP/],
      },
    },
    {
      name: 'headers of 3 MB',
      happens: 'an error with bounded memory',
      does: [answer({ headers: { 'x-long': 'x'.repeat(3 << 20) }, body: LIST })],
      args: ONCE,
      exit: 7,
      memory: 600,
    },
    {
      name: 'an escape sequence in a header',
      happens: 'an error, or the list; nothing reaches the terminal',
      does: [say(withHeader('x-evil: \x1b[2Jboo'))],
      args: ONCE,
      exit: 7,
      requests: 1,
      never: [/\x1b/],
    },
    {
      name: 'a header that is not ASCII, with --debug',
      happens: 'the list is shown',
      does: [say(Buffer.from(withHeader('x-name: caf\xe9'), 'latin1'))],
      args: [...ONCE, '--debug'],
      exit: 0,
      requests: 1,
      stderr: [/x-name: caf/],
    },
    {
      name: 'a header line without a colon',
      happens: 'an error',
      does: [say(withHeader('no colon here'))],
      args: ONCE,
      exit: 7,
      requests: 1,
    },
    {
      name: 'status 999',
      happens: 'an error that names the status',
      does: [say(`HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n`)],
      args: ONCE,
      exit: 1,
      requests: 1,
      stderr: [/999/],
    },
    {
      name: 'status 000',
      happens: 'an error',
      does: [say(`HTTP/1.1 000 Odd\r\ncontent-length: 0\r\n\r\n`)],
      args: ONCE,
      exit: 7,
      requests: 1,
      stderr: [/not valid HTTP/],
    },
    {
      name: '101 Switching Protocols',
      happens: 'an error',
      does: [say(`HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n`)],
      args: ONCE,
      exit: 7,
      requests: 1,
    },
    {
      name: 'HTTP/1.0',
      happens: 'the list is shown',
      does: [say(`HTTP/1.0 200 OK\r\n\r\n${LIST}`)],
      exit: 0,
      requests: 1,
    },
    {
      name: 'HTTP/0.9: a body and nothing else',
      happens: 'an error: that is not HTTP',
      does: [say(LIST)],
      args: ONCE,
      exit: 7,
      requests: 1,
      stderr: [/not valid HTTP/],
    },
    {
      name: 'another protocol',
      happens: 'an error: that is not HTTP',
      does: [say('SSH-2.0-OpenSSH_9.6\r\n')],
      args: ONCE,
      exit: 7,
      requests: 1,
      stderr: [/not valid HTTP/],
    },
    {
      name: 'TLS on a plain port',
      happens: 'an error: that is not HTTP',
      does: [say(RECORD)],
      args: ONCE,
      exit: 7,
      requests: 1,
      stderr: [/not valid HTTP/],
      standalone: { happens: 'says that the connection was closed', stderr: [/closed the connection/] },
    },
    {
      name: 'two answers to one request',
      happens: 'the first one is shown',
      does: [
        answer({
          body: LIST + head(200, { 'content-length': 2 }),
          headers: { 'content-length': LIST.length, connection: 'close' },
        }),
      ],
      exit: 0,
      requests: 1,
      stdout: ITEMS,
    },
    {
      name: 'two contradicting lengths',
      happens: 'prints nothing, an error',
      does: [say(`HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: ${LIST.length}\r\n\r\n${LIST}`)],
      args: ONCE,
      exit: 7,
      requests: 1,
    },
  ],
};
