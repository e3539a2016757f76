/** What was typed before a question does not answer it, whatever the terminal still holds of it. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { screenOf } from '../attacks/screen.ts';
import { ENTRIES, type Entry, requireBuilt } from './entries.ts';

/** Says the terminal's settings before and after a run. @param input what its standard input is, if no terminal */
const watched = (entry: Entry, input: string): Entry => ({
  ...entry,
  command: ['/bin/sh', '-c', `trap : INT; stty -g; ${input}"$@"; code=$?; stty -g; exit $code`, 'sh', ...entry.command],
});
const SETTINGS = /^[\w:]+\r\n/;

const MODEL = (id: string) => `{"id":"${id}","object":"model","created":1700000000,"owned_by":"acme"}`;

/** A server that answers no question about models before it is told to. */
async function startSlow(work: (server: { baseUrl: string; deleted: string[]; answer(): void }) => Promise<void>) {
  const deleted: string[] = [];
  const waiting: (() => void)[] = [];
  let open = false;
  const send = (response: ServerResponse, body: string) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  const server = createServer((request, response) => {
    const [, id] = /^\/v1\/models\/(.+)$/.exec(request.url ?? '') ?? [];
    if (request.method === 'DELETE') {
      deleted.push(id ?? '');
      return send(response, `{"id":"${id}","object":"model","deleted":true}`);
    }
    const body = id ? MODEL(id) : `{"object":"list","data":[${MODEL('ft:a')},${MODEL('ft:b')}]}`;
    if (open) return send(response, body);
    return waiting.push(() => send(response, body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = () => {
    open = true;
    for (const go of waiting) go();
  };
  try {
    await work({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, deleted, answer });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  test.each<[what: string, typed: string, echo: string, asked: string, ids: readonly string[], input: string]>([
    ['an answer without Enter, about one', 'y', 'y', 'delete it [y/N]: ', ['ft:a'], ''],
    ['an answer without Enter, about two', '2', '2', 'Type 2 to delete them: ', ['ft:a', 'ft:b'], ''],
    ['a whole line', 'y\r', 'y\r\n', 'delete it [y/N]: ', ['ft:a'], ''],
    ['lines and one without Enter', 'n\ry\ryes', 'y\r\nyes', 'delete it [y/N]: ', ['ft:a'], ''],
    ['an answer, with ids from a pipe,', '2', '2', 'Type 2 to delete them: ', ['-'], "printf 'ft:a\\nft:b\\n' | "],
  ])('%s that was typed before is dropped', async (_what, typed, echo, asked, ids, input) => {
    await startSlow(async ({ baseUrl, deleted, answer }) => {
      const env = { NO_COLOR: '1', OPENAI_API_KEY: 'sk-test-SECRET', OPENAI_BASE_URL: baseUrl };
      // Once the terminal has echoed what was typed it holds it, and the question may come.
      const release = () => {
        answer();
        return '';
      };
      const reply = [
        { after: SETTINGS, keys: typed },
        { after: echo, keys: release },
        { after: asked, keys: '\r' },
      ];
      const command = ['models', 'delete', ...ids];
      const { text, exit } = await screenOf(watched(entry, input), command, { columns: 80, rows: 24, env, reply });
      expect(exit, text).toBe(1);
      expect(deleted).toEqual([]);
      const lines = text.split('\r\n');
      expect(lines.at(-2)).toBe(lines[0]);
    });
  });
});
