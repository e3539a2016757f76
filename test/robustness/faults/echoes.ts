import { answer } from './acts.ts';
import { errorBody, LIST } from './bodies.ts';
import { KEY } from './canary.ts';
import type { Fault, FaultGroup } from './fault.ts';

const DEBUG = ['models', 'list', '--format', 'jsonl', '--max-retries', '0', '--debug'];
const MASKED = `${KEY.slice(0, 10)}************${KEY.slice(-4)}`;
/** The reason must survive, the key must not. */
const HIDDEN: Pick<Fault, 'stderr' | 'never'> = { stderr: [/Incorrect API key/, /\[key\]/], never: [/6877/] };

export const ECHOES: FaultGroup = {
  title: 'Servers that repeat the key',
  faults: [
    {
      name: '401 that repeats the whole key',
      happens: 'the reason is shown with [key] in its place',
      does: [answer({ status: 401, body: errorBody(`Incorrect API key provided: ${KEY}.`) })],
      exit: 4,
      requests: 1,
      ...HIDDEN,
    },
    {
      name: '401 that repeats the ends of the key',
      happens: 'the reason is shown with [key] in its place',
      does: [answer({ status: 401, body: errorBody(`Incorrect API key provided: ${MASKED}.`) })],
      exit: 4,
      requests: 1,
      ...HIDDEN,
    },
    {
      name: '401 that repeats the key, with --format-error raw',
      happens: 'the body is shown with [key] in its place',
      does: [answer({ status: 401, body: errorBody(`Incorrect API key provided: ${KEY}.`) })],
      args: ['models', 'list', '--format-error', 'raw'],
      exit: 4,
      requests: 1,
      ...HIDDEN,
    },
    {
      name: '401 that repeats the Authorization header in HTML',
      happens: 'the title is shown with [key] in its place',
      does: [answer({ status: 401, body: `<html><title>Bad Bearer ${KEY}</title></html>` })],
      exit: 4,
      requests: 1,
      stderr: [/\[key\]/],
    },
    {
      name: 'the key in headers, cookies and the body, with --debug',
      happens: 'everything is shown but the key',
      does: [
        answer({
          status: 401,
          headers: {
            'set-cookie': `session=canary-session-0a1b2c3d4e; key=${KEY}`,
            'x-echo': `Bearer ${KEY}`,
            'www-authenticate': `Bearer realm="${KEY}"`,
          },
          body: errorBody(`Incorrect API key ${KEY}; header X-Gateway-Token: canary-token-77aa88bb99cc`),
        }),
      ],
      args: DEBUG,
      exit: 4,
      requests: 1,
      stderr: [/> GET http/, /> authorization: Bearer \[redacted\]/, /< set-cookie: \[redacted\]/, /Incorrect API key/],
      never: [/6877/],
    },
    {
      name: 'the key in a Location, with --debug',
      happens: 'the query of the redirect is not shown',
      does: [answer({ status: 302, headers: { location: `/v1/models?api_key=${KEY}` } }), answer({ status: 404 })],
      args: DEBUG,
      exit: 5,
      stderr: [/< location: \/v1\/models\?\[redacted\]/],
      never: [/6877/],
    },
    {
      name: 'the key in a Location to another origin',
      happens: 'not shown, and not sent',
      does: [answer({ status: 302, headers: { location: `{other}/?k=${KEY.slice(0, 5)}` } }), answer({ body: LIST })],
      args: DEBUG,
      exit: 0,
      requests: 2,
      stderr: [/< 302/, /< 200/],
    },
    {
      name: 'the list, with --debug',
      happens: 'requests and answers on stderr, without secrets',
      does: [answer({ headers: { 'openai-organization': 'acme' }, body: LIST })],
      args: DEBUG,
      exit: 0,
      requests: 1,
      stderr: [
        /> GET http:\/\/127/,
        /> x-gateway-token: \[redacted\]/,
        /> cookie: \[redacted\]/,
        /< 200 /,
        /< body: \d+ bytes/,
      ],
    },
    {
      name: 'a model named like the key',
      happens: 'stdout has the data as the server sent it, stderr nothing',
      does: [answer({ body: '{"data":[{"id":"sk-other"}]}' })],
      exit: 0,
      requests: 1,
      stdout: '{"id":"sk-other"}\n',
    },
  ],
};
