/**
 * What is measured. A row says which arguments each subject gets, whose output must be equal byte for byte, and the
 * targets. `ours` marks what both builds of the product run.
 *
 * @typedef {import('./subjects.mjs').SubjectName} SubjectName
 * @typedef {{ subject: SubjectName, metric: 'milliseconds' | 'cpu' | 'peak', most: number, against?: SubjectName }} Target
 *   `most` is a factor when there is an `against`, otherwise milliseconds or bytes.
 * @typedef {{
 *   title: string, models: number, runs: [full: number, quick: number], targets: Target[],
 *   args: Partial<Record<SubjectName, string[]>>, same: SubjectName[][], input?: string,
 * }} Row
 */
import { fineTunedIds } from './models.mjs';

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
    targets: [{ subject: 'standalone', metric: 'milliseconds', most: 0.8, against: 'peer' }],
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
    targets: [{ subject: 'standalone', metric: 'milliseconds', most: 0.8, against: 'peer' }],
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
    targets: [
      { subject: 'standalone', metric: 'milliseconds', most: 0.8, against: 'peer' },
      { subject: 'standalone', metric: 'milliseconds', most: 1.3, against: 'curl' },
      { subject: 'node', metric: 'milliseconds', most: 1.4, against: 'bare' },
    ],
  },
  {
    title: 'list of 100,000 as jsonl',
    models: 100_000,
    runs: [11, 3],
    args: { ...ours(JSONL_LIST), curl: CURL_LIST, peer: JSONL_LIST },
    same: [['standalone', 'node', 'peer']],
    targets: [
      { subject: 'standalone', metric: 'milliseconds', most: 0.12, against: 'peer' },
      { subject: 'standalone', metric: 'peak', most: 0.5, against: 'peer' },
    ],
  },
  {
    title: 'list of 100,000 as json',
    models: 100_000,
    runs: [11, 3],
    args: { ...ours(JSON_LIST), curl: CURL_LIST, peer: JSON_LIST },
    same: [['standalone', 'node']],
    targets: [
      { subject: 'standalone', metric: 'milliseconds', most: 0.12, against: 'peer' },
      { subject: 'standalone', metric: 'peak', most: 0.5, against: 'peer' },
    ],
  },
  {
    title: 'list of 1,000,000 as jsonl',
    models: 1_000_000,
    runs: [5, 1],
    args: { ...ours(JSONL_LIST), curl: CURL_LIST, peer: JSONL_LIST },
    same: [['standalone', 'node', 'peer']],
    targets: [
      { subject: 'standalone', metric: 'milliseconds', most: 0.08, against: 'peer' },
      { subject: 'standalone', metric: 'peak', most: 100 * MiB },
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
