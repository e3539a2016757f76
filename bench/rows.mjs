/**
 * What is measured. A row says which arguments each subject gets, whose output must be equal byte for byte, and the
 * targets. `ours` marks what both builds of the product run.
 *
 * @typedef {import('./subjects.mjs').SubjectName} SubjectName
 * @typedef {{ subject: SubjectName, metric: 'milliseconds' | 'cpu' | 'peak', most: number, against?: SubjectName }} Target
 *   `most` is a factor when there is an `against`, otherwise milliseconds or bytes.
 * @typedef {{
 *   title: string, models: number, runs: [full: number, quick: number], targets: Target[],
 *   args: Partial<Record<SubjectName, string[]>>, same: SubjectName[][], input?: string, before?: string[],
 *   env?: Record<string, string>, titles?: Partial<Record<SubjectName, string>>, nodes?: boolean,
 *   finds?: Partial<Record<SubjectName, number>>,
 *   folder?: string, prepare?: (home: string, server: string) => void,
 * }} Row
 *   `nodes`: on every Node that is here. `finds`: the exit codes which say that something was found. `prepare` writes the
 *   files that a row needs, and `folder` is where below the home its commands run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fineTunedIds, listBody } from './models.mjs';
import { writeTree } from './tree.mjs';

const MiB = 1024 * 1024;

/** @param {string[]} args @returns {Pick<Record<SubjectName, string[]>, 'standalone' | 'node'>} */
const ours = (args) => ({ standalone: args, node: args });

const ONE_ID = ['models', 'retrieve', 'gpt-4o-mini-2024-07-18-2'];
const JSON_LIST = ['models', 'list'];
const JSONL_LIST = ['models', 'list', '--format', 'jsonl'];
const CURL_LIST = ['-sSf', '-H', 'Authorization: Bearer sk-bench', '{base}/models'];

/** @type {readonly Row[]} */
export const ROWS = [
  {
    title: '`--version`',
    models: 0,
    runs: [31, 7],
    args: { ...ours(['--version']), empty: [], peer: ['--version'] },
    same: [['standalone', 'node']],
    nodes: true,
    targets: [
      { subject: 'standalone', metric: 'milliseconds', most: 0.8, against: 'peer' },
      { subject: 'node', metric: 'milliseconds', most: 1.1, against: 'empty' },
    ],
  },
  {
    // The official CLI knows no ids: what it completes is a command.
    title: 'completion of a cached id',
    models: 80,
    runs: [61, 7],
    before: ['__remember-models'],
    env: { COMPLETION_STYLE: 'bash' },
    args: { ...ours(['__complete', '--', ...ONE_ID]), empty: [], peer: ['__complete', '--', 'models', 'ret'] },
    same: [['standalone', 'node']],
    targets: [{ subject: 'standalone', metric: 'cpu', most: 0.8, against: 'peer' }],
  },
  {
    title: '`models list` of 80',
    models: 80,
    runs: [31, 7],
    args: { ...ours(JSON_LIST), bare: [], empty: [], curl: CURL_LIST, peer: JSON_LIST },
    same: [
      ['standalone', 'node'],
      ['bare', 'curl'],
    ],
    nodes: true,
    targets: [
      { subject: 'standalone', metric: 'cpu', most: 1, against: 'peer' },
      { subject: 'standalone', metric: 'milliseconds', most: 1.25, against: 'curl' },
      { subject: 'node', metric: 'milliseconds', most: 1.5, against: 'bare' },
    ],
  },
  {
    title: 'list of 100,000 as jsonl',
    models: 100_000,
    runs: [11, 3],
    args: { ...ours(JSONL_LIST), curl: CURL_LIST, peer: JSONL_LIST },
    same: [['standalone', 'node', 'peer']],
    targets: [
      { subject: 'standalone', metric: 'milliseconds', most: 0.08, against: 'peer' },
      { subject: 'standalone', metric: 'peak', most: 0.47, against: 'peer' },
    ],
  },
  {
    title: 'list of 100,000 as json',
    models: 100_000,
    runs: [11, 3],
    args: { ...ours(JSON_LIST), curl: CURL_LIST, peer: JSON_LIST },
    same: [['standalone', 'node']],
    targets: [
      { subject: 'standalone', metric: 'milliseconds', most: 0.1, against: 'peer' },
      { subject: 'standalone', metric: 'peak', most: 0.47, against: 'peer' },
    ],
  },
  {
    title: 'list of 1,000,000 as jsonl',
    models: 1_000_000,
    runs: [5, 1],
    args: { ...ours(JSONL_LIST), curl: CURL_LIST, peer: JSONL_LIST },
    same: [['standalone', 'node', 'peer']],
    targets: [
      { subject: 'standalone', metric: 'milliseconds', most: 0.05, against: 'peer' },
      { subject: 'standalone', metric: 'peak', most: 80 * MiB },
    ],
  },
  {
    title: 'table of 10,000, filtered and sorted',
    models: 10_000,
    runs: [15, 3],
    args: ours(['models', 'list', '--format', 'table', '--search', 'gpt-4o', '--sort', 'created:desc']),
    same: [['standalone', 'node']],
    targets: [{ subject: 'standalone', metric: 'cpu', most: 80 }],
  },
  {
    title: '`--where` on 10,000 as jsonl',
    models: 10_000,
    runs: [15, 3],
    args: {
      ...ours([...JSONL_LIST, '--where', 'created>=2021-06-01', '--where', 'owned_by!=system']),
      alone: JSONL_LIST,
    },
    titles: { alone: 'standalone, all of them' },
    same: [['standalone', 'node']],
    targets: [],
  },
  {
    title: '`list --from` three endpoints, the slowest of 300 ms',
    models: 80,
    runs: [11, 3],
    prepare(home, server) {
      const folder = join(home, 'profiles', 'openai-models');
      mkdirSync(folder, { recursive: true });
      const profiles = [0, 100, 300].map((ms) => `  ms${ms}:\n    base_url: ${server}/80/${ms}/v1\n    auth: none\n`);
      writeFileSync(join(folder, 'config.yaml'), `profiles:\n${profiles.join('')}`);
    },
    env: { XDG_CONFIG_HOME: '{home}/profiles' },
    args: {
      ...ours([...JSONL_LIST, '--from', '@ms0', '--from', '@ms100', '--from', '@ms300']),
      alone: [...JSONL_LIST, '--from', '@ms300'],
    },
    titles: { alone: 'standalone, the slowest alone' },
    same: [['standalone', 'node']],
    targets: [{ subject: 'standalone', metric: 'milliseconds', most: 1.1, against: 'alone' }],
  },
  {
    title: '`diff` of two lists of 100,000',
    models: 100_000,
    runs: [7, 3],
    // One list lacks what is first in the other, and has something at its end instead.
    prepare(home) {
      const lists = join(home, 'lists');
      mkdirSync(lists, { recursive: true });
      writeFileSync(join(lists, 'from.json'), listBody(100_000));
      const { data } = JSON.parse(listBody(100_100).toString());
      writeFileSync(join(lists, 'to.json'), JSON.stringify({ object: 'list', data: data.slice(100) }));
    },
    folder: 'lists',
    args: { ...ours(['models', 'diff', './from.json', './to.json', '--format', 'jsonl']), alone: JSON_LIST },
    titles: { alone: 'standalone, a list of 100,000' },
    same: [['standalone', 'node']],
    targets: [
      { subject: 'standalone', metric: 'milliseconds', most: 2, against: 'alone' },
      { subject: 'standalone', metric: 'peak', most: 300 * MiB },
    ],
  },
  {
    title: '`check` of 8,000 files, 80 MB',
    models: 0,
    runs: [7, 3],
    prepare: (home) => {
      mkdirSync(join(home, 'check'), { recursive: true });
      writeTree(join(home, 'check'), 8000);
    },
    folder: 'check',
    args: {
      ...ours(['models', 'check', 'tree', '--format', 'jsonl', '--used']),
      rg: ['-w', '-F', '-f', 'ids', 'tree'],
      retire: ['tree', '--format', 'json'],
      depdesk: ['check', 'tree', '--json', '--no-unknown'],
    },
    same: [['standalone', 'node']],
    finds: { standalone: 1, node: 1, retire: 1, depdesk: 2 },
    targets: [
      { subject: 'standalone', metric: 'milliseconds', most: 1.5, against: 'rg' },
      { subject: 'standalone', metric: 'milliseconds', most: 0.04, against: 'retire' },
      { subject: 'standalone', metric: 'milliseconds', most: 0.04, against: 'depdesk' },
      { subject: 'standalone', metric: 'peak', most: 150 * MiB },
    ],
  },
  {
    title: '1,000 deletes of 50 ms, 8 at once',
    models: 2000,
    runs: [3, 1],
    args: {
      ...ours(['models', 'delete', '-', '--yes', '--concurrency', '8', '--max-deletes', '1000', '--format', 'jsonl']),
      peerLoop: ['models', 'delete', '--model'],
    },
    same: [['standalone', 'node']],
    input: fineTunedIds(1000),
    // 1,000 / 8 rounds of 50 ms are 6.25 s.
    targets: [{ subject: 'standalone', metric: 'milliseconds', most: 1.2 * 6250 }],
  },
];
