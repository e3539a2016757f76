/** What help says about the whole program: a summary, examples, and the groups of commands. */
import type { ExampleSpec } from './types.ts';

/** What the program is, in one line. */
export const ABOUT = 'List, search, compare and delete models on OpenAI and compatible servers.';

/** The examples of the main help. */
export const EXAMPLES: readonly ExampleSpec[] = [
  { command: 'openai --sandbox models list', hint: 'try it without a key' },
  { command: 'openai models list 4o', hint: 'what can this key use?' },
  { command: 'openai models retrieve gpt-4o-mini', hint: 'one model' },
  { command: 'openai doctor', hint: 'find out what is wrong' },
];

/** The examples of the help on selecting. */
export const SELECTING_EXAMPLES: readonly ExampleSpec[] = [
  { command: 'openai models list mini', hint: 'a word in the id, owner or name' },
  { command: "openai models list --match 'gpt-5*' --match '!*-pro'", hint: 'by id pattern' },
  { command: 'openai models list --created-after 2026 --sort -created', hint: 'newest first' },
  { command: "openai models list --owned-by '!system' --retiring 90d", hint: 'which of our models shut down soon?' },
];

/** The first words of grouped commands, and what each group is about. */
export const GROUPS = {
  models: 'List, search, check and delete models',
  details: 'The datasets behind model details',
  profiles: 'Named endpoints and their keys',
  sandbox: 'The practice API',
  docs: 'Manual pages and the reference',
} as const satisfies Record<string, string>;

/** Help pages that are not about a command. */
export const TOPICS = {
  flags: 'flags that every command takes',
  formats: 'output formats',
  columns: 'columns to show, sort by and compare',
  environment: 'environment variables',
  'exit-codes': 'what each exit code means',
  selecting: 'how to select models',
} as const satisfies Record<string, string>;

export type Topic = keyof typeof TOPICS;

export const TOPIC_NAMES = Object.keys(TOPICS) as readonly Topic[];
