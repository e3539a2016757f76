/** Snapshot, diff and watch: their flags, formats and commands. */
import { SELECTION_FLAGS } from './selection-flags.ts';
import type { CommandSpec, FlagSpec } from './types.ts';

export const SNAPSHOT_FLAGS = {
  list: { type: 'boolean', group: 'Snapshots', hint: 'list snapshots instead of taking one' },
  remove: {
    type: 'string',
    value: 'NAME',
    group: 'Snapshots',
    hint: 'remove the snapshot with this name, or with a time that --list shows',
  },
  keep: {
    type: 'integer',
    value: 'N',
    min: 1,
    group: 'Snapshots',
    hint: 'keep only the newest N unnamed snapshots of the endpoint',
    default: 100,
  },
} as const satisfies Record<string, FlagSpec>;

export const DIFF_FLAGS = {
  'all-fields': {
    type: 'boolean',
    group: 'Changes',
    hint: 'include fields that the server regenerates in every response',
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
    hint: 'compare the first check with this source',
    complete: 'source',
  },
  exec: {
    type: 'string',
    value: 'COMMAND',
    group: 'Watching',
    hint: 'run this on each set of changes, as JSON lines on its stdin; no shell',
  },
  until: {
    type: 'string',
    value: 'MODEL|GLOB',
    group: 'Watching',
    hint: 'exit 0 once a matching model is listed',
    complete: 'model',
  },
  'until-gone': {
    type: 'string',
    value: 'MODEL|GLOB',
    group: 'Watching',
    hint: 'exit 0 once no matching model is listed',
    complete: 'model',
  },
  for: { type: 'string', value: 'TIME', group: 'Watching', hint: 'give up and exit 3 after this long: 30m, 6h, 7d' },
  save: { type: 'boolean', group: 'Watching', hint: 'save a snapshot each time the list changes' },
} as const satisfies Record<string, FlagSpec>;

/** How differences are shown, in the order of help. */
export const DIFF_FORMATS = {
  auto: 'same as text',
  text: 'one line per change: + id, - id, ~ id  field: old -> new',
  json: 'one document, indented',
  jsonl: 'one change per line',
  markdown: 'for a pull request or chat',
  csv: 'one row per field (RFC 4180)',
  html: 'a web page in one file',
} as const satisfies Record<string, string>;

export type DiffFormat = keyof typeof DIFF_FORMATS;

export const DIFF_FORMAT_NAMES = Object.keys(DIFF_FORMATS) as readonly DiffFormat[];

/** How changes are shown as they happen. */
export const WATCH_FORMATS = {
  auto: 'same as text',
  text: 'one line per change, with the time',
  jsonl: 'one change per line, time first',
  json: 'same as jsonl, because the output is a stream',
} as const satisfies Record<string, string>;

const SNAPSHOT_NAMES = Object.keys(SNAPSHOT_FLAGS) as (keyof typeof SNAPSHOT_FLAGS)[];

const DIFF_NAMES = Object.keys(DIFF_FLAGS) as (keyof typeof DIFF_FLAGS)[];

const WATCH_NAMES = Object.keys(WATCH_FLAGS) as (keyof typeof WATCH_FLAGS)[];

/** For the help of diff. */
const SOURCES =
  'A source is now (the endpoint in use), @PROFILE or @all, last or @PROFILE:last (the newest snapshot), an ' +
  'age or a date (7d, 2026-11-01: the newest snapshot at that time), a snapshot name, a file, or - for ' +
  'standard input.';

export const CHANGE_COMMANDS = {
  'models snapshot': {
    summary: "Save today's list as a snapshot",
    section: 'Models',
    description: [
      'Saves the list as the server sent it, with its endpoint and time, for diff and --from. An unchanged list is ' +
        'not saved again. A named snapshot stays until you remove it.',
      'Snapshots are JSON files in the state folder. Only you can read them, and they contain no key.',
    ],
    argument: { name: 'NAME', hint: 'a name for the snapshot; without one, its time identifies it' },
    flags: [...SNAPSHOT_NAMES, ...SELECTION_FLAGS],
    endpoint: 'GET /models',
    examples: [
      { command: 'openai models snapshot', hint: 'save the current list' },
      { command: 'openai models snapshot before-upgrade', hint: 'save it under a name' },
      { command: 'openai models snapshot --list', hint: 'list all snapshots' },
      { command: 'openai models snapshot --keep 30', hint: 'from cron: keep the newest 30' },
      { command: 'openai models snapshot --remove before-upgrade', hint: 'remove a snapshot' },
    ],
    exits: [4, 6, 7],
  },
  'models diff': {
    summary: 'Show models that were added, removed or changed',
    section: 'Models',
    description: [
      'Matches the models of two lists by id and compares them field by field. Without arguments, compares the ' +
        'last snapshot with the current list. With --exit-code, exits 1 if they differ.',
      SOURCES,
      `Formats: ${DIFF_FORMAT_NAMES.filter((name) => name !== 'auto').join(', ')}.`,
      'Fields that a server regenerates for every response, such as a load time, do not count as changes.',
    ],
    argument: { name: 'SOURCE', hint: 'FROM and TO; default: last and now', many: true, complete: 'source' },
    flags: [...DIFF_NAMES, 'exit-code', ...SELECTION_FLAGS],
    formats: DIFF_FORMATS,
    endpoint: 'GET /models',
    examples: [
      { command: 'openai models diff', hint: 'what changed since the last snapshot?' },
      { command: 'openai models diff 7d', hint: 'since a week ago' },
      { command: 'openai models diff @work @groq', hint: 'how do two endpoints differ?' },
      { command: 'openai models diff before-upgrade now --format markdown', hint: 'for a pull request' },
      { command: "openai models diff --exit-code --match 'gpt-*'", hint: 'in a script' },
      { command: 'openai models diff 7d --format html > changes.html', hint: 'a page to share' },
    ],
    exits: [4, 6, 7, 8],
  },
  'models watch': {
    summary: 'Report changes to the list as they happen',
    section: 'Models',
    description: [
      'Fetches the list at each interval and prints what changed since the last check. The first check is the ' +
        'baseline unless --since names another list. Runs until you stop it, until --until or --until-gone is met ' +
        '(exit 0), or until --for runs out (exit 3).',
      'Backs off while the server fails, up to 15 minutes between requests. If many models disappear at once, a ' +
        'second check must confirm it before it is reported.',
      'Formats: text, jsonl.',
    ],
    flags: [...WATCH_NAMES, 'from', ...SELECTION_FLAGS, 'keep'],
    formats: WATCH_FORMATS,
    endpoint: 'GET /models',
    examples: [
      { command: 'openai models watch', hint: 'one line per change, until Ctrl-C' },
      { command: 'openai models watch --until gpt-7 --for 6h', hint: 'wait for a model, in CI' },
      { command: 'openai models watch --from @all --interval 1h --format jsonl', hint: 'every profile, as a service' },
      {
        command: "openai models watch --since last --save --exec './notify.sh'",
        hint: 'run a program, and save each changed list',
      },
      { command: "openai models watch --match 'ft:*' --until-gone 'ft:*:old-*'", hint: 'wait until they are gone' },
    ],
    exits: [3, 4, 5, 6, 7],
  },
} as const satisfies Record<string, CommandSpec>;
