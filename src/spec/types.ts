/** The shape of the declaration: what a flag and a command are. Nothing here runs. */

/** What a flag's value is. `seconds` is a number of seconds, fractions allowed; `list` may be given several times. */
export type FlagType = 'boolean' | 'string' | 'integer' | 'seconds' | 'enum' | 'list';

export interface FlagSpec {
  type: FlagType;
  /** One line for help, without a final period; what it says of the default comes from `default`. */
  hint: string;
  /** What counts where neither the flag nor a variable or profile says anything. */
  default?: string | number;
  /** Where help shows it. */
  group: FlagGroup;
  /** Name of the value in help: `KEY` in `--api-key KEY`. */
  value?: string;
  /** The letter of `-h`. */
  short?: string;
  /** Values of an enum, lower case. */
  values?: readonly string[];
  /** Other names of values. */
  valueAliases?: Readonly<Record<string, string>>;
  /** Environment variable that gives the value where the flag is absent. */
  env?: string;
  /** Smallest integer or number of seconds. */
  min?: number;
  /** Largest integer. */
  max?: number;
  /** The value is a secret: it is never shown in an error. */
  secret?: true;
  /** Understood, but not in help: kept for scripts. */
  hidden?: true;
  /** One line about each value, for shell completion. */
  valueHints?: Readonly<Record<string, string>>;
  /** What the value is, for shell completion. */
  complete?: Completion;
  /** The value may be left out; the next argument is taken for it only where it begins as this says. */
  optional?: RegExp;
}

/** A column that has a name of its own. */
export interface ColumnSpec {
  /** One line, without a final period. */
  hint: string;
  aliases?: readonly string[];
  /** It comes from the details dataset, where the server does not tell. */
  details?: true;
}

/** What a shell can complete besides the words of the declaration: each kind has a completer in src/completion/. */
export type Completion = 'column' | 'command' | 'file' | 'folder' | 'model' | 'preset' | 'profile' | 'sort' | 'source';

export type FlagGroup =
  | 'Selection'
  | 'Output'
  | 'Deleting'
  | 'Checking'
  | 'Snapshots'
  | 'Changes'
  | 'Watching'
  | 'Profiles'
  | 'Connection'
  | 'Sandbox'
  | 'Files'
  | 'General';

export interface ArgumentSpec {
  name: string;
  hint: string;
  /** May be given more than once. */
  many?: true;
  /** What it may be, where that is known. */
  values?: readonly string[];
  /** What it is, for shell completion. */
  complete?: Completion;
}

export interface ExampleSpec {
  command: string;
  hint: string;
}

/** Where the first help shows a command. */
export const HELP_SECTIONS = ['Models', 'Setup', 'More'] as const;

export interface CommandSpec {
  /** One line, without a final period. */
  summary: string;
  section: (typeof HELP_SECTIONS)[number];
  /** More to know, a paragraph a string. */
  description?: readonly string[];
  /** Other names of the last word. */
  aliases?: readonly string[];
  /** Its own flags; the global ones apply everywhere. */
  flags: readonly string[];
  /** The values of --format, where they are not those of a list of models, each with a line about it. */
  formats?: Readonly<Record<string, string>>;
  argument?: ArgumentSpec;
  /** HTTP method and path, for the reference page. */
  endpoint?: string;
  /** What the API answers, for the reference page. */
  returns?: 'list' | 'model' | 'deleted';
  examples: readonly ExampleSpec[];
  /** Exit codes besides 0, 1, 2 and 130 that it can end with. */
  exits: readonly number[];
}

/** The exit codes: stable, printed by help, the man page and the reference page. */
export const EXITS = {
  0: 'success',
  1: 'failure: the API or its answer',
  2: 'usage: a command, flag or value is wrong; nothing was sent',
  3: 'gave up: what watch waited for did not happen within --for',
  4: 'no key, or the key or its permissions were refused (401, 403)',
  5: 'not found (404)',
  6: 'rate limit or quota (429), after the retries',
  7: 'network: name, connection, TLS, timeout',
  8: 'some of several failed',
  130: 'interrupted',
} as const;

export type Exit = keyof typeof EXITS;

/** The shells that completion is for. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type Shell = (typeof SHELLS)[number];

/** The troubles that the practice API can act out, in the order in which help lists them. */
export const SCENARIOS = ['slow', 'rate-limited', 'flaky', 'unauthorized', 'many', 'changing'] as const;

export type Scenario = (typeof SCENARIOS)[number];

/** One line a scenario, for help and error texts. */
export const SCENARIO_HINTS = {
  slow: 'every answer takes about two seconds',
  'rate-limited': 'two of three requests answer 429, so only retries get through',
  flaky: 'every second request fails with 503 or 500',
  unauthorized: 'every request answers 401, whatever the key',
  many: '100,000 more models in the list',
  changing: 'a model appears, one is dated, one goes: a step every 20 s',
} as const satisfies Record<Scenario, string>;
