/** Every command, once: what it is called, what it takes, and how help presents it. */
import type { CommandSpec } from './types.ts';

const FINE_TUNED = 'ft:gpt-4o-mini-2024-07-18:acemeco:support-triage:9xKqT2aB';

export const COMMANDS = {
  'models list': {
    summary: 'Show the models that the key can use',
    description: [
      'On a terminal the models are a table; in a pipe they are one JSON document, as the API sent it.',
      'A server that is not OpenAI needs only --base-url; without a key none is sent.',
    ],
    aliases: ['ls'],
    flags: ['max-items', 'ids', 'count'],
    endpoint: 'GET /models',
    examples: [
      { command: 'openai models list', hint: 'what can this key use?' },
      { command: 'openai models list --ids', hint: 'ids only, for a script' },
      { command: 'openai --sandbox models list', hint: 'try it without a key' },
      { command: 'openai models list --base-url http://127.0.0.1:11434/v1', hint: 'a local server' },
    ],
    exits: [4, 6, 7],
  },
  'models retrieve': {
    summary: 'Show one model',
    aliases: ['get', 'show'],
    flags: ['model'],
    argument: { name: 'ID', hint: "the model's id, instead of --model" },
    endpoint: 'GET /models/{model}',
    examples: [
      { command: 'openai models retrieve --model gpt-4o-mini', hint: 'one model' },
      { command: 'openai models get gpt-4o-mini --format yaml', hint: 'the same, as YAML' },
    ],
    exits: [4, 5, 6, 7],
  },
  'models delete': {
    summary: 'Delete a fine-tuned model, for good',
    description: [
      'Needs the Owner role in the organization that owns the model. On a terminal it asks first; a script that names ' +
        'one id is taken at its word.',
    ],
    aliases: ['rm'],
    flags: ['model', 'yes'],
    argument: { name: 'ID', hint: "the model's id, instead of --model" },
    endpoint: 'DELETE /models/{model}',
    examples: [
      { command: 'openai models delete --model ft:gpt-4o-mini:acemeco:suffix:abc123', hint: 'asks on a terminal' },
      { command: `openai --sandbox models delete --yes ${FINE_TUNED}`, hint: 'practice on the sandbox' },
    ],
    exits: [4, 5, 6, 7],
  },
  'sandbox serve': {
    summary: 'Serve the practice API on loopback, for any client',
    flags: ['port'],
    examples: [
      { command: 'openai sandbox serve --port 8080', hint: 'then use --base-url http://127.0.0.1:8080/v1' },
      { command: 'openai sandbox serve --scenario rate-limited', hint: 'try a script against trouble' },
    ],
    exits: [],
  },
  'sandbox reset': {
    summary: 'Bring back everything that was deleted in the sandbox',
    flags: [],
    examples: [
      { command: 'openai sandbox reset', hint: 'start over' },
      { command: 'openai sandbox reset --quiet', hint: 'without a word' },
    ],
    exits: [],
  },
  help: {
    summary: 'Show help for a command',
    flags: [],
    argument: { name: 'COMMAND', hint: 'a command, such as models list', many: true },
    examples: [
      { command: 'openai help models list', hint: 'everything about models list' },
      { command: 'openai help', hint: 'the commands' },
    ],
    exits: [],
  },
} as const satisfies Record<string, CommandSpec>;

export type CommandName = keyof typeof COMMANDS;

export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/** The words that hold commands, and what they are about. */
export const GROUPS = {
  models: 'See, search and delete models',
  sandbox: 'The practice API',
} as const satisfies Record<string, string>;
