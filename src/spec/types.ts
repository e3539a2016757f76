/** The types of the declaration: what a flag and a command are. Nothing here runs. */

/**
 * The type of a flag's value. `seconds` is a number of seconds, fractions allowed; `list` may be given several times.
 */
export type FlagType = 'boolean' | 'string' | 'integer' | 'seconds' | 'enum' | 'list';

export interface FlagSpec {
  type: FlagType;
  /** One line for help, without a final period. The part about the default comes from `default`. */
  hint: string;
  /** The value if neither the flag nor a variable or profile gives one. */
  default?: string | number;
  /** Where help shows it. */
  group: FlagGroup;
  /** Name of the value in help: `KEY` in `--api-key KEY`. */
  value?: string;
  /** The letter of the short form, as in `-h`. */
  short?: string;
  /** Values of an enum, lower case. */
  values?: readonly string[];
  /** Other names of values. */
  valueAliases?: Readonly<Record<string, string>>;
  /** Environment variable that gives the value if the flag is absent. */
  env?: string;
  /** Smallest integer or number of seconds. */
  min?: number;
  /** Largest integer. */
  max?: number;
  /** The value is a secret and is never shown in an error. */
  secret?: true;
  /** Understood, but not in help: kept for scripts. */
  hidden?: true;
  /** One line about each value, for shell completion. */
  valueHints?: Readonly<Record<string, string>>;
  /** The kind of value, for shell completion. */
  complete?: Completion;
  /** The value may be omitted. The next argument counts as the value only if it starts with this pattern. */
  optional?: RegExp;
}

/** A named column. */
export interface ColumnSpec {
  /** One line, without a final period. */
  hint: string;
  aliases?: readonly string[];
  /** Whether it comes from the details dataset if the server does not provide it. */
  details?: true;
}

/** What a shell can complete besides the words of the declaration. Each kind has a completer in src/completion/. */
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
  /** Its possible values, if known. */
  values?: readonly string[];
  /** The kind of argument, for shell completion. */
  complete?: Completion;
}

export interface ExampleSpec {
  command: string;
  hint: string;
}

/** The sections of the main help. */
export const HELP_SECTIONS = ['Models', 'Setup', 'More'] as const;

export interface CommandSpec {
  /** One line, without a final period. */
  summary: string;
  section: (typeof HELP_SECTIONS)[number];
  /** More to know, one string per paragraph. */
  description?: readonly string[];
  /** Aliases of the last word. */
  aliases?: readonly string[];
  /** Its own flags. The global ones apply everywhere. */
  flags: readonly string[];
  /** The values of --format, each with a line about it, if they differ from those of a list of models. */
  formats?: Readonly<Record<string, string>>;
  argument?: ArgumentSpec;
  /** HTTP method and path, for the reference page. */
  endpoint?: string;
  /** What the API returns, for the reference page. */
  returns?: 'list' | 'model' | 'deleted';
  examples: readonly ExampleSpec[];
  /** Exit codes other than 0, 1, 2 and 130 that it can end with. */
  exits: readonly number[];
}

/** The exit codes. They are stable, and printed by help, the man page and the reference page. */
export const EXITS = {
  0: 'success',
  1: 'failure: the API or its response',
  2: 'usage: a command, flag or value is wrong; nothing was sent',
  3: 'gave up: watch ran out of the time given by --for',
  4: 'no key, or the key or its permissions were refused (401, 403)',
  5: 'not found (404)',
  6: 'rate limit or quota (429), after the retries',
  7: 'network: name, connection, TLS, timeout',
  8: 'some of several failed',
  130: 'interrupted',
} as const;

export type Exit = keyof typeof EXITS;

/** The shells with completion. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type Shell = (typeof SHELLS)[number];

/** The problems that the practice API can simulate, in the order of help. */
export const SCENARIOS = ['slow', 'rate-limited', 'flaky', 'unauthorized', 'many', 'changing'] as const;

export type Scenario = (typeof SCENARIOS)[number];

/** One line per scenario, for help and error texts. */
export const SCENARIO_HINTS = {
  slow: 'every response takes about two seconds',
  'rate-limited': 'two of every three requests return 429, so only retries get through',
  flaky: 'every second request fails with 503 or 500',
  unauthorized: 'every request returns 401, whatever the key',
  many: '100,000 more models in the list',
  changing: 'a model appears, one gets a date, one goes away: one step every 20 s',
} as const satisfies Record<Scenario, string>;
