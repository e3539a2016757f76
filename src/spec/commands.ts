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
    summary: 'List the models that your key can use',
    section: 'Models',
    description: [
      'Prints a table on a terminal, and one JSON document as the API sent it in a pipe.',
      'For a server other than OpenAI, --base-url is enough. Without a key, none is sent.',
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
      { command: 'openai models list mini --sort -created', hint: 'the newest mini models' },
      { command: "openai models list --match 'gpt-5*' --details", hint: 'context windows and prices' },
      { command: 'openai models list --retiring 90d', hint: 'what shuts down within 90 days?' },
      { command: 'openai models list --ids', hint: 'ids only, for a script' },
      { command: 'openai models list --format html > models.html', hint: 'a page to open or share' },
      { command: 'openai --sandbox models list', hint: 'try it without a key' },
      { command: 'openai models list --base-url http://127.0.0.1:11434/v1', hint: 'a local server' },
    ],
    exits: [4, 6, 7],
  },
  'models explore': {
    summary: 'Browse, compare and clean up models, full screen',
    section: 'Models',
    description: [
      'Shows the list, with the details of the model under the cursor beside or below it. Type / to search, ? for ' +
        'all keys. Selection and sort flags set the initial view.',
      'With --print, the screen is drawn on the terminal and the chosen ids go to standard output, one per line; ' +
        'quitting without a choice exits 130. If the terminal cannot move its cursor (TERM=dumb) or ACCESSIBLE=1 is ' +
        'set, it shows a numbered list and a prompt. Without a terminal, it prints the list as json.',
    ],
    argument: { name: 'TEXT', hint: 'same as --search TEXT' },
    flags: [...SELECTION_FLAGS, 'from', 'columns', 'details', 'print'],
    endpoint: 'GET /models',
    examples: [
      { command: 'openai models explore', hint: 'browse the models' },
      { command: 'openai models explore --print > chosen.txt', hint: 'choose ids for another command' },
      { command: 'openai models explore --fine-tuned --created-before 1y', hint: 'find old ones to clean up' },
      { command: 'openai --sandbox models explore', hint: 'try it without a key' },
    ],
    exits: [4, 6, 7],
  },
  'models retrieve': {
    summary: 'Show one model',
    section: 'Models',
    aliases: ['get', 'show'],
    flags: ['model', 'columns', 'no-headers', 'details', 'tokens', 'tier'],
    argument: { name: 'ID', hint: 'model ids, instead of --model', many: true, complete: 'model' },
    endpoint: 'GET /models/{model}',
    returns: 'model',
    examples: [
      { command: 'openai models retrieve --model gpt-4o-mini', hint: 'one model' },
      { command: 'openai models get gpt-4o-mini --details', hint: 'with context, prices and more' },
    ],
    exits: [4, 5, 6, 7, 8],
  },
  'models compare': {
    summary: 'Compare models side by side: prices, limits, dates, and what differs',
    section: 'Models',
    description: [
      'One row per fact and one column per model, always with details; a narrow terminal shows one model below the ' +
        'other. The better number is marked where better is clear. json, jsonl, yaml and csv are the same as from ' +
        'retrieve --details.',
    ],
    flags: ['model', 'from', 'tokens', 'tier', 'differences'],
    argument: {
      name: 'ID',
      hint: 'two or more model ids; @NAME/ID for a model of profile NAME',
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
    summary: 'Delete fine-tuned models permanently',
    section: 'Models',
    description: [
      'Needs the Owner role in the organization that owns the model. Asks first on a terminal. In a script, a ' +
        'single id is deleted without asking; several ids, ids from standard input (-) and selections need --yes.',
      'A selection includes only fine-tuned models unless you pass --any. With several ids, stdout gets the ' +
        'outcome of each; --ids prints the ids that are left to delete.',
      'Each request is written to a journal before it is sent; --journal shows the journal. Ctrl-C stops sending ' +
        'and waits for requests in flight; a second Ctrl-C exits at once.',
    ],
    aliases: ['rm'],
    flags: ['model', ...SELECTION_FLAGS, 'tokens', 'tier', ...DELETING_NAMES, 'ids'],
    argument: {
      name: 'ID',
      hint: 'model ids, or - for standard input: one id per line, or JSON lines',
      many: true,
      complete: 'model',
    },
    endpoint: 'DELETE /models/{model}',
    returns: 'deleted',
    examples: [
      { command: 'openai models delete --model ft:gpt-4o-mini:acemeco:suffix:abc123', hint: 'asks on a terminal' },
      {
        command: "openai models delete --match 'ft:*:old-*' --created-before 1y --dry-run",
        hint: 'preview what would be deleted',
      },
      { command: 'openai models delete - --yes --max-deletes 500 < ids.txt', hint: 'ids from a file' },
      { command: 'openai models delete --journal', hint: 'what was deleted, and when' },
      { command: `openai --sandbox models delete --yes ${FINE_TUNED}`, hint: 'practice in the sandbox' },
    ],
    exits: [4, 5, 6, 7, 8],
  },
  'models check': {
    summary: 'Find model ids in code that are retired or ending soon',
    section: 'Models',
    description: [
      'Reads files and reports the model ids in them that are retired or ending soon, with locations and ' +
        'replacements. Exits 1 if it finds errors (see --fail-on). Works offline, from dates that providers ' +
        'announced; --live also queries the endpoint.',
      `Formats: ${CHECK_FORMAT_NAMES.filter((name) => name !== 'auto').join(', ')}.`,
      'In a git work tree, reads the files that git tracks or does not ignore; elsewhere, the files that ' +
        '.gitignore does not exclude. Skips binaries; also lock files, vendored or minified code, and files over 1 ' +
        'MiB, unless you name them.',
      'A comment openai-models: ignore skips the ids on its line, or on the next line if nothing else is on its line.',
    ],
    flags: [...CHECKING_NAMES, 'from'],
    formats: CHECK_FORMATS,
    argument: { name: 'PATH', hint: 'files and folders; default: this folder', many: true, complete: 'file' },
    examples: [
      { command: 'openai models check', hint: 'check this folder' },
      { command: 'openai models check src --within 6mo --fail-on warning', hint: 'stricter' },
      { command: 'openai models check --format table --used', hint: 'every model id in use' },
      { command: 'openai models check --format diff | git apply', hint: 'apply the replacements' },
      { command: "openai models check --exclude docs/ --allow 'gpt-4-0613'", hint: 'skip files, allow a model' },
    ],
    exits: [4, 6, 7],
  },
  ...CHANGE_COMMANDS,
  'details show': {
    summary: 'Show the datasets behind model limits, prices and shutdown dates',
    section: 'More',
    description: ['Values from the server take precedence over them. Sends no requests.'],
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
      'Downloads the newest releases of bydtech-model-retire, depdesk and LiteLLM from PyPI and keeps their data ' +
        'in the cache folder. The data from gpt-tokenizer and genai-prices stays as bundled. The requests carry no ' +
        'key and none of your headers.',
      'Nothing changes if the download is unusable: larger than 64 MiB, damaged, or with fewer than half of the ' +
        'models.',
    ],
    flags: ['from', 'reset'],
    examples: [
      { command: 'openai details update', hint: 'get the newest' },
      { command: 'openai details update --from litellm-1.120.0-py3-none-any.whl', hint: 'from a file, offline' },
      { command: 'openai details update --from https://pypi.example.com/pypi/', hint: 'from a mirror of PyPI' },
      { command: 'openai details update --reset', hint: 'back to the bundled ones' },
    ],
    exits: [7],
  },
  doctor: {
    summary: 'Diagnose problems and suggest fixes',
    section: 'Setup',
    description: [
      'Checks the command, configuration, key, network, TLS and server, in that order. Succeeds only if it can ' +
        'list models.',
    ],
    flags: [],
    examples: [
      { command: 'openai doctor', hint: 'find out what is wrong' },
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
    summary: 'Restore everything that was deleted in the sandbox',
    section: 'More',
    flags: [],
    examples: [
      { command: 'openai sandbox reset', hint: 'start over' },
      { command: 'openai sandbox reset --quiet', hint: 'print nothing' },
    ],
    exits: [],
  },
  'profiles list': {
    summary: 'List the named endpoints in the config file',
    section: 'Setup',
    aliases: ['ls'],
    flags: [],
    examples: [
      { command: 'openai profiles list', hint: 'all profiles, and the one in use' },
      { command: 'openai profiles list --format json', hint: 'for a script' },
    ],
    exits: [],
  },
  'profiles show': {
    summary: 'Show what a profile resolves to, and where each value comes from',
    section: 'Setup',
    description: ['Flags and environment variables apply as usual. The key itself is neither read nor shown.'],
    aliases: ['get'],
    flags: [],
    argument: { name: 'NAME', hint: 'a profile; without one, the profile in use', complete: 'profile' },
    examples: [
      { command: 'openai profiles show work', hint: 'one profile' },
      { command: 'openai profiles show', hint: 'the settings in effect now' },
    ],
    exits: [],
  },
  'profiles add': {
    summary: 'Add a named endpoint',
    section: 'Setup',
    description: [
      'A profile named after a preset gets its settings; flags override them. Without a preset or a key flag, no ' +
        'key is sent to a server other than OpenAI.',
      'A key_command runs without a shell and times out after 10 seconds. Keys are never in the config file: ' +
        'openai login stores them.',
    ],
    flags: ['preset', 'auth', 'key-env', 'key-file', 'key-command', 'keychain', 'use'],
    argument: { name: 'NAME', hint: 'name of the new profile', complete: 'preset' },
    examples: [
      { command: 'openai profiles add ollama', hint: 'a preset' },
      {
        command: 'openai profiles add groq --key-command "op read op://work/groq/key" --use',
        hint: 'a password manager',
      },
      {
        command: 'openai profiles add gateway --base-url https://ai.example.com/v1 --key-env GATEWAY_KEY',
        hint: 'your own server',
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
      { command: 'openai profiles rm ollama --quiet', hint: 'print nothing' },
    ],
    exits: [],
  },
  'profiles use': {
    summary: 'Switch to a named endpoint',
    section: 'Setup',
    flags: [],
    argument: { name: 'NAME', hint: "a profile, or default for OpenAI's own API", complete: 'profile' },
    examples: [
      { command: 'openai profiles use work', hint: 'use this profile from now on' },
      { command: 'openai profiles use default', hint: 'stop using a profile' },
    ],
    exits: [],
  },
  login: {
    summary: 'Check an API key and store it',
    section: 'Setup',
    description: [
      'Reads the key from a hidden prompt, or one line from standard input. Tries it with one request, then stores ' +
        'it in the system keychain, or in a file that only you can read if there is no keychain.',
    ],
    flags: [],
    endpoint: 'GET /models',
    examples: [
      { command: 'openai login', hint: 'for OpenAI' },
      { command: 'openai login --profile groq', hint: 'for a profile; you can also pipe the key in' },
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
    summary: 'Print or install a shell completion script',
    section: 'Setup',
    description: [
      'Completes commands, flags, flag values, profiles and model ids. To try it in the current shell: source ' +
        '<(openai completion bash), or openai completion fish | source.',
      'The comments at the top of each script say how to install it permanently.',
      'Model ids come from a cached list. If it is over 10 minutes old, it is fetched again in the background, ' +
        'with the key that a command would use. Without a key, or with a base URL given only on the command line, ' +
        'nothing is fetched, except from this machine. A key in the keychain or from a key_command is never read for ' +
        'this.',
    ],
    flags: ['install'],
    argument: { name: 'SHELL', hint: 'the shell; --install defaults to the one in $SHELL', values: SHELLS },
    examples: [
      { command: 'openai completion --install', hint: 'install it for your shell' },
      { command: 'openai completion bash', hint: 'print the script, with install steps' },
      { command: 'openai completion zsh > _openai', hint: 'for a folder in fpath' },
    ],
    exits: [],
  },
  'docs man': {
    summary: 'Write the manual pages to a folder',
    section: 'More',
    description: ['One page for openai and one per command: openai.1, openai-models-list.1 and so on.'],
    flags: ['output', 'gzip'],
    examples: [
      { command: 'openai docs man -o man', hint: 'then: man -l man/openai.1' },
      { command: 'openai docs man -o man --gzip', hint: 'compressed, as on most systems' },
    ],
    exits: [],
  },
  'docs reference': {
    summary: 'Print the command reference in Markdown',
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
    summary: 'Print a shell completion script',
    section: 'More',
    flags: [],
    argument: { name: 'SHELL', hint: 'the shell', values: SHELLS },
    examples: [],
    exits: [],
  },
  '@manpages': {
    summary: 'Write the compressed manual pages to man1 in a folder',
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
