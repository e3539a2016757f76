/** Every command, declared once: its name, what it takes, and how help presents it. */

import { CHANGE_COMMANDS } from './changes.ts';
import { CHECK_FLAGS, CHECK_FORMAT_NAMES, CHECK_FORMATS } from './check-flags.ts';
import { DELETING_FLAGS } from './flags.ts';
import { SELECTION_FLAGS } from './selection-flags.ts';
import { type CommandSpec, SHELLS } from './types.ts';

const DELETING_NAMES = Object.keys(DELETING_FLAGS) as (keyof typeof DELETING_FLAGS)[];

const CHECKING_NAMES = Object.keys(CHECK_FLAGS) as (keyof typeof CHECK_FLAGS)[];

const FINE_TUNED = 'ft:gpt-4o-mini-2024-07-18:acemeco:support-triage:9xKqT2aB';

export const COMMANDS = {
  'models list': {
    summary: 'Show the models that the key can use',
    section: 'Models',
    description: [
      'On a terminal the models are a table; in a pipe they are one JSON document, as the API sent it.',
      'A server that is not OpenAI needs only --base-url; without a key none is sent.',
    ],
    aliases: ['ls'],
    argument: { name: 'TEXT', hint: 'same as --search TEXT', many: true },
    flags: [
      ...SELECTION_FLAGS,
      'from',
      'exit-code',
      'columns',
      'no-headers',
      'details',
      'tokens',
      'tier',
      'ids',
      'count',
    ],
    endpoint: 'GET /models',
    returns: 'list',
    examples: [
      { command: 'openai models list', hint: 'what can this key use?' },
      { command: 'openai models list mini --sort -created', hint: 'the newest small ones' },
      { command: "openai models list --match 'gpt-5*' --details", hint: 'how big, and at what price?' },
      { command: 'openai models list --retiring 90d', hint: 'what goes away within 90 days?' },
      { command: 'openai models list --ids', hint: 'ids only, for a script' },
      { command: 'openai models list --format html > models.html', hint: 'a page to open or send' },
      { command: 'openai --sandbox models list', hint: 'try it without a key' },
      { command: 'openai models list --base-url http://127.0.0.1:11434/v1', hint: 'a local server' },
    ],
    exits: [4, 6, 7],
  },
  'models explore': {
    summary: 'Find, look at, compare and clean up models, full screen',
    section: 'Models',
    description: [
      'The list on the left, and what is known of the model under the cursor beside or below it. Type / to search, ' +
        '? for the keys. Flags that select and sort are where it starts.',
      'With --print the screen goes to the terminal and the chosen ids to standard output, one a line; leaving without a ' +
        'choice is exit 130. Where the terminal cannot move its cursor (TERM=dumb), or ACCESSIBLE=1 is set, it is a ' +
        'numbered list and a prompt. Without a terminal it is the list as json.',
    ],
    argument: { name: 'TEXT', hint: 'same as --search TEXT' },
    flags: [...SELECTION_FLAGS, 'from', 'columns', 'details', 'print'],
    endpoint: 'GET /models',
    examples: [
      { command: 'openai models explore', hint: 'have a look around' },
      { command: 'openai models explore --print > chosen.txt', hint: 'choose, for another command' },
      { command: 'openai models explore --fine-tuned --created-before 1y', hint: 'old ones to clean up' },
      { command: 'openai --sandbox models explore', hint: 'try it without a key' },
    ],
    exits: [4, 6, 7],
  },
  'models retrieve': {
    summary: 'Show one model',
    section: 'Models',
    aliases: ['get', 'show'],
    flags: ['model', 'columns', 'no-headers', 'details', 'tokens', 'tier'],
    argument: { name: 'ID', hint: 'ids of models, instead of --model', many: true, complete: 'model' },
    endpoint: 'GET /models/{model}',
    returns: 'model',
    examples: [
      { command: 'openai models retrieve --model gpt-4o-mini', hint: 'one model' },
      { command: 'openai models get gpt-4o-mini --details', hint: 'with context, prices and more' },
    ],
    exits: [4, 5, 6, 7, 8],
  },
  'models compare': {
    summary: 'Show models side by side: prices, limits, dates, and what differs',
    section: 'Models',
    description: [
      'A fact a row and a model a column, always with details; on a narrow terminal one model below the other. The better ' +
        'of two numbers is marked where better is clear. json, jsonl, yaml and csv are those of retrieve with --details.',
    ],
    flags: ['model', 'from', 'tokens', 'tier', 'differences'],
    argument: {
      name: 'ID',
      hint: 'ids of two models or more; @NAME/ID is that of a profile',
      many: true,
      complete: 'model',
    },
    examples: [
      { command: 'openai models compare gpt-4o gpt-5.6-terra', hint: 'which of these two?' },
      { command: 'openai models compare gpt-5-mini gpt-5.6-luna --tokens 10M:2M', hint: 'what would the job cost?' },
      { command: 'openai models compare gpt-4o gpt-4o-mini --differences -f markdown', hint: 'for a pull request' },
    ],
    exits: [4, 5, 6, 7, 8],
  },
  'models delete': {
    summary: 'Delete fine-tuned models, for good',
    section: 'Models',
    description: [
      'Needs the Owner role in the organization that owns the model. On a terminal it asks first; a script that names ' +
        'one id is taken at its word. Several ids, ids from standard input (-) and selections need --yes there.',
      'A selection takes fine-tuned models only, unless --any says otherwise. With several ids stdout has an outcome for ' +
        'each, and --ids prints those that are left to delete.',
      'Every request is written to a journal first; --journal shows it. Ctrl-C begins no more and waits for those on ' +
        'their way; the second one ends at once.',
    ],
    aliases: ['rm'],
    flags: ['model', ...SELECTION_FLAGS, 'tokens', 'tier', ...DELETING_NAMES, 'ids'],
    argument: {
      name: 'ID',
      hint: 'ids of models, or - for standard input: one per line, or JSON lines',
      many: true,
      complete: 'model',
    },
    endpoint: 'DELETE /models/{model}',
    returns: 'deleted',
    examples: [
      { command: 'openai models delete --model ft:gpt-4o-mini:acemeco:suffix:abc123', hint: 'asks on a terminal' },
      { command: "openai models delete --match 'ft:*:old-*' --created-before 1y --dry-run", hint: 'which would go?' },
      { command: 'openai models delete - --yes --max-deletes 500 < ids.txt', hint: 'ids from a file' },
      { command: 'openai models delete --journal', hint: 'what was deleted, and when' },
      { command: `openai --sandbox models delete --yes ${FINE_TUNED}`, hint: 'practice on the sandbox' },
    ],
    exits: [4, 5, 6, 7, 8],
  },
  'models check': {
    summary: 'Find models named in code that are going away',
    section: 'Models',
    description: [
      'Reads files and says which ids of models in them are retired or end soon, where they stand and what replaces ' +
        'them. Exit 1: there are some. It works offline, from what providers announce; --live asks the endpoint too.',
      `Formats: ${CHECK_FORMAT_NAMES.filter((name) => name !== 'auto').join(', ')}.`,
      'In a git work tree it reads what git tracks or does not ignore, elsewhere what .gitignore leaves; no binaries, ' +
        'lock files, vendored or minified code, and no files over 1 MiB. A file that is named is always read.',
      'A comment openai-models: ignore lets the ids of its line be, or of the next one where it stands alone.',
    ],
    flags: [...CHECKING_NAMES, 'from'],
    formats: CHECK_FORMATS,
    argument: { name: 'PATH', hint: 'files and folders; without one, this folder', many: true, complete: 'file' },
    examples: [
      { command: 'openai models check', hint: 'which models does this folder name?' },
      { command: 'openai models check src --within 6mo --fail-on warning', hint: 'stricter' },
      { command: 'openai models check --format table --used', hint: 'every model in use' },
      { command: 'openai models check --format diff | git apply', hint: 'put the replacements in' },
      { command: "openai models check --exclude docs/ --allow 'gpt-4-0613'", hint: 'skip files, allow a model' },
    ],
    exits: [4, 6, 7],
  },
  ...CHANGE_COMMANDS,
  'details show': {
    summary: 'Show which datasets say what models can do, cost and when they end',
    section: 'More',
    description: ['What the server says takes precedence over them; nothing is sent.'],
    flags: [],
    examples: [
      { command: 'openai details show', hint: 'how old are they?' },
      { command: 'openai details show --format json', hint: 'for a script' },
    ],
    exits: [],
  },
  'details update': {
    summary: 'Fetch newer model details, or go back to the bundled ones',
    section: 'More',
    description: [
      'Fetches the newest releases of bydtech-model-retire, depdesk and LiteLLM from PyPI, and keeps what they say in the ' +
        'cache folder. What gpt-tokenizer and genai-prices say stays as it ships. Nothing is sent but the requests: no ' +
        'key, no header.',
      'What cannot be used leaves everything as it is: more than 64 MiB, a damaged file, one with fewer than half of the ' +
        'models.',
    ],
    flags: ['from', 'reset'],
    examples: [
      { command: 'openai details update', hint: 'the newest' },
      { command: 'openai details update --from litellm-1.120.0-py3-none-any.whl', hint: 'from a file, offline' },
      { command: 'openai details update --from https://pypi.example.com/pypi/', hint: 'from a mirror of PyPI' },
      { command: 'openai details update --reset', hint: 'back to the bundled ones' },
    ],
    exits: [7],
  },
  doctor: {
    summary: 'Find out why something does not work, and what to do',
    section: 'Setup',
    description: [
      'Looks at the command, the configuration, the key, the network, TLS and the server, one after the other. It ' +
        'succeeds only if a list of models works.',
    ],
    flags: [],
    examples: [
      { command: 'openai doctor', hint: 'why does it not work?' },
      { command: 'openai doctor --base-url http://127.0.0.1:11434/v1', hint: 'a local server' },
      { command: 'openai --sandbox doctor --format json', hint: 'for a program' },
    ],
    exits: [4, 6, 7],
  },
  'sandbox serve': {
    summary: 'Serve the practice API on loopback, for any client',
    section: 'More',
    flags: ['port'],
    examples: [
      { command: 'openai sandbox serve --port 8080', hint: 'then use --base-url http://127.0.0.1:8080/v1' },
      { command: 'openai sandbox serve --scenario rate-limited', hint: 'test a script against failures' },
    ],
    exits: [],
  },
  'sandbox reset': {
    summary: 'Bring back everything that was deleted in the sandbox',
    section: 'More',
    flags: [],
    examples: [
      { command: 'openai sandbox reset', hint: 'start over' },
      { command: 'openai sandbox reset --quiet', hint: 'without a word' },
    ],
    exits: [],
  },
  'profiles list': {
    summary: 'Show the named endpoints of the config file',
    section: 'Setup',
    aliases: ['ls'],
    flags: [],
    examples: [
      { command: 'openai profiles list', hint: 'which are there, and which is in use?' },
      { command: 'openai profiles list --format json', hint: 'for a script' },
    ],
    exits: [],
  },
  'profiles show': {
    summary: 'Show what a profile resolves to, and where each value comes from',
    section: 'Setup',
    description: ['Flags and environment count, as in any run. The key itself is neither read nor shown.'],
    aliases: ['get'],
    flags: [],
    argument: { name: 'NAME', hint: 'a profile; without one, the profile in use', complete: 'profile' },
    examples: [
      { command: 'openai profiles show work', hint: 'one profile' },
      { command: 'openai profiles show', hint: 'what a run uses now' },
    ],
    exits: [],
  },
  'profiles add': {
    summary: 'Add a named endpoint',
    section: 'Setup',
    description: [
      'A name that is a preset takes its settings; flags change them. Without a preset and a word about a key, none is ' +
        'sent to a server that is not OpenAI.',
      'A key_command runs without a shell and has 10 seconds. Keys themselves are not in the config file: openai login ' +
        'stores them.',
    ],
    flags: ['preset', 'auth', 'key-env', 'key-file', 'key-command', 'keychain', 'use'],
    argument: { name: 'NAME', hint: 'what to call it', complete: 'preset' },
    examples: [
      { command: 'openai profiles add ollama', hint: 'a preset' },
      {
        command: 'openai profiles add groq --key-command "op read op://work/groq/key" --use',
        hint: 'a password manager',
      },
      {
        command: 'openai profiles add gateway --base-url https://ai.example.com/v1 --key-env GATEWAY_KEY',
        hint: 'your own',
      },
    ],
    exits: [],
  },
  'profiles remove': {
    summary: 'Remove a named endpoint and its stored key',
    section: 'Setup',
    aliases: ['rm'],
    flags: [],
    argument: { name: 'NAME', hint: 'a profile', complete: 'profile' },
    examples: [
      { command: 'openai profiles remove ollama', hint: 'one profile' },
      { command: 'openai profiles rm ollama --quiet', hint: 'without a word' },
    ],
    exits: [],
  },
  'profiles use': {
    summary: 'Use a named endpoint from now on',
    section: 'Setup',
    flags: [],
    argument: { name: 'NAME', hint: "a profile, or default for OpenAI's own API", complete: 'profile' },
    examples: [
      { command: 'openai profiles use work', hint: 'for every run that names no other' },
      { command: 'openai profiles use default', hint: 'stop using a profile' },
    ],
    exits: [],
  },
  login: {
    summary: 'Check an API key and store it',
    section: 'Setup',
    description: [
      'Reads the key from a hidden prompt, or one line from standard input. It is tried with one request, then stored in ' +
        "the operating system's keychain; where there is none, in a file that only you can read.",
    ],
    flags: [],
    endpoint: 'GET /models',
    examples: [
      { command: 'openai login', hint: 'for OpenAI' },
      { command: 'openai login --profile groq', hint: 'for a profile; a pipe with the key works too' },
    ],
    exits: [4, 6, 7],
  },
  logout: {
    summary: 'Remove a stored API key',
    section: 'Setup',
    flags: [],
    examples: [
      { command: 'openai logout', hint: 'for OpenAI' },
      { command: 'openai logout --profile groq', hint: 'for a profile' },
    ],
    exits: [],
  },
  completion: {
    summary: 'Print or install the completion script of a shell',
    section: 'Setup',
    description: [
      'Commands, flags and their values complete with Tab, profiles and model ids too. To try it in the shell that you ' +
        'are in: source <(openai completion bash), or openai completion fish | source.',
      'The head of each script says how to install it for good.',
      'Model ids come from a list that is at most 10 minutes old. An older one is fetched again in the background, with ' +
        'the key that a run would use. Without a key, and for a base URL given only on the command line, nothing is ' +
        'fetched, except from this machine. A key in the keychain or from a key_command is left alone.',
    ],
    flags: ['install'],
    argument: { name: 'SHELL', hint: 'whose script to print; with --install the one in SHELL', values: SHELLS },
    examples: [
      { command: 'openai completion --install', hint: 'for the shell in use, for good' },
      { command: 'openai completion bash', hint: 'the script, with how to install it' },
      { command: 'openai completion zsh > _openai', hint: 'for a folder of fpath' },
    ],
    exits: [],
  },
  'docs man': {
    summary: 'Write the manual pages to a folder',
    section: 'More',
    description: ['One page for openai, one for each command: openai.1, openai-models-list.1 and so on.'],
    flags: ['output', 'gzip'],
    examples: [
      { command: 'openai docs man -o man', hint: 'then: man -l man/openai.1' },
      { command: 'openai docs man -o man --gzip', hint: 'compressed, as most systems keep them' },
    ],
    exits: [],
  },
  'docs reference': {
    summary: 'Print the reference page in Markdown',
    section: 'More',
    flags: [],
    examples: [
      { command: 'openai docs reference', hint: 'every command and flag' },
      { command: 'openai docs reference > reference.md', hint: 'as a file' },
    ],
    exits: [],
  },
  help: {
    summary: 'Show help for a command',
    section: 'More',
    flags: [],
    argument: {
      name: 'COMMAND',
      hint: 'a command, such as models list, or a topic, such as formats',
      many: true,
      complete: 'command',
    },
    examples: [
      { command: 'openai help models list', hint: 'everything about models list' },
      { command: 'openai help', hint: 'the commands' },
    ],
    exits: [],
  },
} as const satisfies Record<string, CommandSpec>;

/** Commands called by the program itself and by scripts for the official CLI. They are understood but not listed. */
export const HIDDEN_COMMANDS = {
  '@completion': {
    summary: 'Print the completion script of a shell',
    section: 'More',
    flags: [],
    argument: { name: 'SHELL', hint: 'the shell', values: SHELLS },
    examples: [],
    exits: [],
  },
  '@manpages': {
    summary: 'Write the manual pages, compressed, to the folder man1 of a folder',
    section: 'More',
    flags: ['output', 'gzip', 'text'],
    examples: [],
    exits: [],
  },
  '__remember-models': {
    summary: 'Cache model ids for completion',
    section: 'More',
    flags: [],
    examples: [],
    exits: [],
  },
} as const satisfies Record<string, CommandSpec>;

export type HiddenName = keyof typeof HIDDEN_COMMANDS;

export type CommandName = keyof typeof COMMANDS;

export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];
