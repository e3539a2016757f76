/** All flags, each declared once. A flag has one meaning wherever it is accepted. */

import { AUTH_NAMES, AUTH_STYLES, SERVER_NAMES, SERVER_TITLES } from '../servers/titles.ts';
import { DIFF_FLAGS, SNAPSHOT_FLAGS, WATCH_FLAGS } from './changes.ts';
import { CHECK_FLAGS } from './check-flags.ts';
import { CONNECTION_FLAGS } from './connection-flags.ts';
import { ERROR_FORMAT_NAMES, FORMAT_ALIASES, FORMAT_HINTS, FORMAT_NAMES } from './formats.ts';
import { SELECTING_FLAGS } from './selection-flags.ts';
import { type FlagSpec, SCENARIO_HINTS, SCENARIOS } from './types.ts';

export const DELETING_FLAGS = {
  yes: { type: 'boolean', short: 'y', group: 'Deleting', hint: 'delete without asking' },
  'dry-run': { type: 'boolean', group: 'Deleting', hint: 'show what would be deleted, and delete nothing' },
  any: { type: 'boolean', group: 'Deleting', hint: 'let a selection include models that are not fine-tuned' },
  'max-deletes': {
    type: 'integer',
    value: 'N',
    min: 0,
    group: 'Deleting',
    hint: 'refuse to delete more than N models',
    default: 100,
  },
  concurrency: {
    type: 'integer',
    value: 'N',
    min: 1,
    max: 64,
    group: 'Deleting',
    hint: 'how many requests to send at once',
    default: 4,
  },
  'ignore-not-found': { type: 'boolean', group: 'Deleting', hint: 'treat a missing model as success' },
  'trust-details': {
    type: 'boolean',
    group: 'Deleting',
    hint: "also delete models selected by dataset values, not by the server's",
  },
  'fail-fast': { type: 'boolean', group: 'Deleting', hint: 'stop after the first failure' },
  journal: { type: 'boolean', group: 'Deleting', hint: 'show past deletions, and delete nothing' },
} as const satisfies Record<string, FlagSpec>;

// All flags by name.

export const FLAGS = {
  model: {
    type: 'string',
    value: 'ID',
    group: 'Selection',
    hint: 'the model id',
    complete: 'model',
  },
  ...SELECTING_FLAGS,
  columns: {
    type: 'list',
    value: 'A,B,C',
    group: 'Output',
    hint: 'columns, fields or GJSON paths for table, csv, tsv and markdown; see openai help columns',
    complete: 'column',
  },
  'no-headers': { type: 'boolean', group: 'Output', hint: 'omit the header row' },
  details: { type: 'boolean', group: 'Output', hint: 'add context window, prices and more from public metadata' },
  tokens: {
    type: 'string',
    value: 'IN:OUT',
    group: 'Output',
    hint: 'compute the cost of this many tokens: 10M:2M, or 8M+2M:2M with cached input',
  },
  tier: {
    type: 'enum',
    value: 'TIER',
    values: ['batch', 'flex', 'priority'],
    group: 'Output',
    hint: 'price tier for --tokens',
  },
  differences: { type: 'boolean', group: 'Output', hint: 'show only what differs' },
  ids: { type: 'boolean', group: 'Output', hint: 'print only the ids, one per line' },
  count: { type: 'boolean', group: 'Output', hint: 'print only the number of models' },
  print: { type: 'boolean', group: 'Output', hint: 'on Enter, print the chosen ids and quit' },
  ...DELETING_FLAGS,
  ...CHECK_FLAGS,
  ...SNAPSHOT_FLAGS,
  ...DIFF_FLAGS,
  ...WATCH_FLAGS,

  format: {
    type: 'enum',
    value: 'F',
    short: 'f',
    values: FORMAT_NAMES,
    valueAliases: FORMAT_ALIASES,
    valueHints: FORMAT_HINTS,
    group: 'Output',
    hint: 'output format',
  },
  'format-error': {
    type: 'enum',
    value: 'F',
    values: ERROR_FORMAT_NAMES,
    valueAliases: FORMAT_ALIASES,
    valueHints: FORMAT_HINTS,
    group: 'Output',
    hint: "print the server's error body in this format",
  },
  transform: {
    type: 'string',
    value: 'PATH',
    group: 'Output',
    hint: "a GJSON path applied to each result, such as id or '{id,owned_by}'",
  },
  'transform-error': {
    type: 'string',
    value: 'PATH',
    group: 'Output',
    hint: "a GJSON path applied to the server's error body",
  },
  'raw-output': {
    type: 'boolean',
    short: 'r',
    group: 'Output',
    hint: 'print string results without quotes',
  },
  'no-pager': { type: 'boolean', group: 'Output', hint: 'never page long output (also PAGER, OPENAI_PAGER)' },
  color: {
    type: 'enum',
    value: 'WHEN',
    values: ['auto', 'always', 'never'],
    group: 'Output',
    hint: 'when to use color (also NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE)',
  },

  ...CONNECTION_FLAGS,

  preset: {
    type: 'enum',
    value: 'SERVER',
    values: SERVER_NAMES,
    valueHints: SERVER_TITLES,
    group: 'Profiles',
    hint: 'start from the settings of a well-known server',
  },
  auth: {
    type: 'enum',
    value: 'STYLE',
    values: AUTH_NAMES,
    valueHints: AUTH_STYLES,
    group: 'Profiles',
    hint: 'how the key is sent',
  },
  'key-env': {
    type: 'string',
    value: 'VARIABLE',
    group: 'Profiles',
    hint: 'read the key from this environment variable',
  },
  'key-file': {
    type: 'string',
    value: 'FILE',
    group: 'Profiles',
    hint: 'read the key from this file',
    complete: 'file',
  },
  'key-command': {
    type: 'string',
    value: 'COMMAND',
    group: 'Profiles',
    hint: "read the key from this command's output; runs without a shell",
  },
  keychain: { type: 'boolean', group: 'Profiles', hint: 'use the key that openai login stores' },
  use: { type: 'boolean', group: 'Profiles', hint: 'switch to the profile' },

  sandbox: {
    type: 'boolean',
    env: 'OPENAI_SANDBOX',
    group: 'Sandbox',
    hint: 'use the built-in practice API; needs no key',
  },
  scenario: {
    type: 'enum',
    value: 'NAME',
    values: SCENARIOS,
    valueHints: SCENARIO_HINTS,
    group: 'Sandbox',
    hint: 'make the practice API misbehave',
  },
  port: {
    type: 'integer',
    value: 'N',
    min: 0,
    max: 65535,
    group: 'Sandbox',
    hint: 'port to listen on; 0 picks a free one',
    default: 0,
  },

  output: {
    type: 'string',
    value: 'DIR',
    short: 'o',
    group: 'Files',
    hint: 'folder to write to; created if missing',
    complete: 'folder',
  },
  reset: { type: 'boolean', group: 'Files', hint: 'go back to the bundled details' },
  install: { type: 'boolean', group: 'Files', hint: 'install the script where the shell looks for it' },
  gzip: { type: 'boolean', group: 'Files', hint: 'write compressed files, NAME.gz' },
  text: { type: 'boolean', group: 'Files', hint: 'write plain files too', hidden: true },

  quiet: { type: 'boolean', group: 'General', hint: 'hide notes and receipts; show only data and errors' },
  verbose: { type: 'boolean', group: 'General', hint: 'log what is being done to stderr' },
  'no-input': { type: 'boolean', group: 'General', hint: 'never prompt; fail and name the flag to use' },
  debug: { type: 'boolean', group: 'General', hint: 'log requests and responses to stderr, without secrets' },
  help: { type: 'boolean', short: 'h', group: 'General', hint: 'show help' },
  version: { type: 'boolean', short: 'v', group: 'General', hint: 'show the version' },
} as const satisfies Record<string, FlagSpec>;

export type FlagName = keyof typeof FLAGS;

type ValueOf<S extends FlagSpec> = S['type'] extends 'boolean'
  ? boolean
  : S['type'] extends 'integer' | 'seconds'
    ? number
    : S['type'] extends 'list'
      ? readonly string[]
      : S['type'] extends 'enum'
        ? S extends { values: readonly (infer V)[] }
          ? V
          : never
        : string;

/** The flags as given on the command line. A flag that was not given is absent. */
export type FlagValues = { [Name in FlagName]?: ValueOf<(typeof FLAGS)[Name]> };

/** Accepted by every command, anywhere on the line. */
export const GLOBAL_FLAGS = [
  'format',
  'format-error',
  'transform',
  'transform-error',
  'raw-output',
  'no-pager',
  'color',
  'api-key',
  'admin-api-key',
  'organization',
  'project',
  'base-url',
  'profile',
  'header',
  'timeout',
  'max-retries',
  'mtls-client-cert-file',
  'mtls-client-key-file',
  'webhook-secret',
  'sandbox',
  'scenario',
  'quiet',
  'verbose',
  'no-input',
  'debug',
  'help',
  'version',
] as const satisfies readonly FlagName[];

/** The flags in the main help: what people need on the first day. */
export const COMMON_FLAGS = [
  'format',
  'api-key',
  'base-url',
  'profile',
  'sandbox',
  'help',
  'version',
] as const satisfies readonly FlagName[];

/** The declaration of a flag, without its literal type. */
export function specOf(name: FlagName): FlagSpec {
  return FLAGS[name];
}

/** What a flag is for, with its default. */
export function hintOf(name: FlagName): string {
  const spec = specOf(name);
  return spec.default === undefined ? spec.hint : `${spec.hint} (default ${spec.default})`;
}

/** Flags that have a default and no environment variable, which would take precedence over it. */
type FlagWithDefault = {
  [Name in FlagName]: (typeof FLAGS)[Name] extends { env: string }
    ? never
    : (typeof FLAGS)[Name] extends { default: unknown }
      ? Name
      : never;
}[FlagName];

/** The given value, or else the default. */
export function orDefault<Name extends FlagWithDefault>(
  flags: FlagValues,
  name: Name,
): NonNullable<FlagValues[Name]> | (typeof FLAGS)[Name]['default'] {
  return flags[name] ?? FLAGS[name].default;
}
