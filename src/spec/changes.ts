/** Snapshot, diff and watch: their flags, formats and commands. */
import { SELECTION_FLAGS } from './selection-flags.ts';
import type { CommandSpec, FlagSpec } from './types.ts';

export const SNAPSHOT_FLAGS = {
  list: { type: 'boolean', group: 'Snapshots', hint: 'show the snapshots, and take none' },
  remove: {
    type: 'string',
    value: 'NAME',
    group: 'Snapshots',
    hint: 'remove the snapshot of this name, or of the time that --list shows',
  },
  keep: {
    type: 'integer',
    value: 'N',
    min: 1,
    group: 'Snapshots',
    hint: 'remove the oldest unnamed ones of the endpoint beyond N',
    default: 100,
  },
} as const satisfies Record<string, FlagSpec>;

export const DIFF_FLAGS = {
  'all-fields': {
    type: 'boolean',
    group: 'Changes',
    hint: 'also fields that the server restamps in every answer',
  },
} as const satisfies Record<string, FlagSpec>;

export const WATCH_FLAGS = {
  interval: {
    type: 'string',
    value: 'TIME',
    group: 'Watching',
    hint: 'how often to check: 30s, 5m, 1h',
    default: '5m',
  },
  since: {
    type: 'string',
    value: 'SOURCE',
    group: 'Watching',
    hint: 'report what is new at the first check compared with this source',
    complete: 'source',
  },
  exec: {
    type: 'string',
    value: 'COMMAND',
    group: 'Watching',
    hint: 'run this with each set of changes as JSON lines on its standard input; no shell',
  },
  until: {
    type: 'string',
    value: 'MODEL|GLOB',
    group: 'Watching',
    hint: 'end with success once such a model is there',
    complete: 'model',
  },
  'until-gone': {
    type: 'string',
    value: 'MODEL|GLOB',
    group: 'Watching',
    hint: 'end with success once no such model is there',
    complete: 'model',
  },
  for: { type: 'string', value: 'TIME', group: 'Watching', hint: 'give up after this long, with exit 3: 30m, 6h, 7d' },
  save: { type: 'boolean', group: 'Watching', hint: 'keep a snapshot of each list that has changed' },
} as const satisfies Record<string, FlagSpec>;

/** How differences are shown, in the order of help. */
export const DIFF_FORMATS = {
  auto: 'the same as text',
  text: 'a line each: + id, - id, ~ id  field: old -> new',
  json: 'one document, indented',
  jsonl: 'one change a line',
  markdown: 'for a pull request or a chat',
  csv: 'one row a field, as RFC 4180',
  html: 'a page for a browser, in one file',
} as const satisfies Record<string, string>;

export type DiffFormat = keyof typeof DIFF_FORMATS;

export const DIFF_FORMAT_NAMES = Object.keys(DIFF_FORMATS) as readonly DiffFormat[];

/** How changes are shown as they happen. */
export const WATCH_FORMATS = {
  auto: 'the same as text',
  text: 'a line each, with the time',
  jsonl: 'one change a line, with the time first',
  json: 'the same as jsonl: it has no end that a document could have',
} as const satisfies Record<string, string>;

const SNAPSHOT_NAMES = Object.keys(SNAPSHOT_FLAGS) as (keyof typeof SNAPSHOT_FLAGS)[];

const DIFF_NAMES = Object.keys(DIFF_FLAGS) as (keyof typeof DIFF_FLAGS)[];

const WATCH_NAMES = Object.keys(WATCH_FLAGS) as (keyof typeof WATCH_FLAGS)[];

/** For the help of diff. */
const SOURCES =
  'A source is now (the endpoint in use), @PROFILE or @all, last or @PROFILE:last (the newest snapshot), an age or a ' +
  'date (7d, 2026-11-01: the newest snapshot of then), the name of a snapshot, a file, or - for standard input.';

export const CHANGE_COMMANDS = {
  'models snapshot': {
    summary: "Save today's list as a snapshot",
    section: 'Models',
    description: [
      'Keeps the list as the server sent it, with endpoint and time, for diff and --from. A list that is the same as ' +
        'the last one is not kept twice. A snapshot with a name stays until it is removed.',
      'Snapshots are JSON files that only you can read, in the state folder; they hold no key.',
    ],
    argument: { name: 'NAME', hint: 'its name; without one it is named by its time' },
    flags: [...SNAPSHOT_NAMES, ...SELECTION_FLAGS],
    endpoint: 'GET /models',
    examples: [
      { command: 'openai models snapshot', hint: 'save the list as it is now' },
      { command: 'openai models snapshot before-upgrade', hint: 'under a name' },
      { command: 'openai models snapshot --list', hint: 'which are there?' },
      { command: 'openai models snapshot --keep 30', hint: 'from cron: keep the last 30' },
      { command: 'openai models snapshot --remove before-upgrade', hint: 'remove one' },
    ],
    exits: [4, 6, 7],
  },
  'models diff': {
    summary: 'Show what appeared, vanished or changed',
    section: 'Models',
    description: [
      'Compares two lists by the ids of their models, field by field. Without arguments: the last snapshot with the ' +
        'list of now. Exit 1 with --exit-code: they differ.',
      SOURCES,
      `Formats: ${DIFF_FORMAT_NAMES.filter((name) => name !== 'auto').join(', ')}.`,
      'What a server stamps anew into every answer, such as the time of loading, is no change.',
    ],
    argument: { name: 'SOURCE', hint: 'FROM and TO: last and now unless said', many: true, complete: 'source' },
    flags: [...DIFF_NAMES, 'exit-code', ...SELECTION_FLAGS],
    formats: DIFF_FORMATS,
    endpoint: 'GET /models',
    examples: [
      { command: 'openai models diff', hint: 'what is new since the last snapshot?' },
      { command: 'openai models diff 7d', hint: 'since a week ago' },
      { command: 'openai models diff @work @groq', hint: 'what does one endpoint have that the other lacks?' },
      { command: 'openai models diff before-upgrade now --format markdown', hint: 'for a pull request' },
      { command: "openai models diff --exit-code --match 'gpt-*'", hint: 'in a script' },
      { command: 'openai models diff 7d --format html > changes.html', hint: 'a page to send' },
    ],
    exits: [4, 6, 7, 8],
  },
  'models watch': {
    summary: 'Report changes of the list as they happen',
    section: 'Models',
    description: [
      'Looks at the list again and again and prints what changed since the last look. The first look is what the next is ' +
        'compared with, unless --since names another list. It goes on until it is ended, or until what --until or ' +
        '--until-gone names has happened (exit 0) or the time of --for is over (exit 3).',
      'A server that fails is asked less and less often, up to every 15 minutes. Where many models are missing at once, ' +
        'two looks must agree before that is reported.',
      'Formats: text, jsonl.',
    ],
    flags: [...WATCH_NAMES, 'from', ...SELECTION_FLAGS, 'keep'],
    formats: WATCH_FORMATS,
    endpoint: 'GET /models',
    examples: [
      { command: 'openai models watch', hint: 'a line for each change, until Ctrl-C' },
      { command: 'openai models watch --until gpt-7 --for 6h', hint: 'wait for a model, in CI' },
      { command: 'openai models watch --from @all --interval 1h --format jsonl', hint: 'every profile, as a service' },
      {
        command: "openai models watch --since last --save --exec './notify.sh'",
        hint: 'tell a program, and keep each list',
      },
      { command: "openai models watch --match 'ft:*' --until-gone 'ft:*:old-*'", hint: 'wait until they are gone' },
    ],
    exits: [3, 4, 5, 6, 7],
  },
} as const satisfies Record<string, CommandSpec>;
