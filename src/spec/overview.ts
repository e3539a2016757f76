/** What help says about the whole program: a summary, examples, and the groups of commands. */
import type { ExampleSpec } from './types.ts';

/** What the program is, in one line. */
export const ABOUT = 'See, search, compare and delete the models of OpenAI and of compatible servers.';

/** The examples of the main help. */
export const EXAMPLES: readonly ExampleSpec[] = [
  { command: 'openai --sandbox models list', hint: 'try it, without a key' },
  { command: 'openai models list 4o', hint: 'what can this key use?' },
  { command: 'openai models retrieve gpt-4o-mini', hint: 'one model' },
  { command: 'openai doctor', hint: 'why does it not work?' },
];

/** The examples of the help on selecting. */
export const SELECTING_EXAMPLES: readonly ExampleSpec[] = [
  { command: 'openai models list mini', hint: 'a word of the id, the owner or the name' },
  { command: "openai models list --match 'gpt-5*' --match '!*-pro'", hint: 'by the shape of the id' },
  { command: 'openai models list --created-after 2026 --sort -created', hint: 'the newest first' },
  { command: "openai models list --owned-by '!system' --retiring 90d", hint: 'what of ours goes away soon?' },
];

/** The first words of grouped commands, and what each group is about. */
export const GROUPS = {
  models: 'See, search and delete models',
  details: 'What is known of models, and how new it is',
  profiles: 'Named endpoints and where their keys are',
  sandbox: 'The practice API',
  docs: 'The manual as files',
} as const satisfies Record<string, string>;

/** Help pages that are not about a command. */
export const TOPICS = {
  flags: 'the flags of every command',
  formats: 'how output looks',
  columns: 'what can be shown, sorted and compared',
  environment: 'variables that are read',
  'exit-codes': 'how a run may end',
  selecting: 'which models are meant',
} as const satisfies Record<string, string>;

export type Topic = keyof typeof TOPICS;

export const TOPIC_NAMES = Object.keys(TOPICS) as readonly Topic[];
