/**
 * Every way a run can fail: a code with arguments. Code throws `new CliError(code, args)`. The texts, exit codes and
 * next steps are in explain.ts and texts/, so that wording can improve without touching logic. No argument may ever
 * hold a key or part of one.
 */
import type { Exit } from '../spec/types.ts';

export interface ErrorArguments {
  'unknown-command': { words: string; nearest: string | undefined; options: readonly string[] };
  'unknown-flag': { flag: string; nearest: string | undefined };
  'flag-elsewhere': { flag: string; command: string; commands: readonly string[] };
  'flag-needs-value': { flag: string; value: string; got: string | undefined };
  'flag-takes-no-value': { flag: string };
  'flag-twice': { flag: string };
  'bad-value': { what: string; value: string | undefined; want: string; nearest?: string | undefined };
  'extra-argument': { argument: string; command: string };
  'missing-model': { command: string };
  'bad-model-id': { id: string };
  conflict: { flags: readonly [string, string] };
  'needs-flag': { flag: string; needs: string };
  'unknown-column': {
    name: string;
    nearest: string | undefined;
    columns: readonly string[];
    fields: readonly string[];
  };
  'bad-base-url': { origin: string; problem: string };
  'bad-key': { origin: string };
  'bad-header': { origin: string; problem: string };
  'no-key': Record<never, never>;
  'unreadable-file': { origin: string; path: string; problem: string };
  'bad-pem': { origin: string; path: string; what: string };
  /** `percent`: the credentials have a percent sign that does not begin an escape. */
  'bad-proxy': { origin: string; percent?: boolean };
  'mtls-proxy': { origin: string };
  'mtls-pair': { has: string; missing: string };
  'mtls-http': { url: string };
  'needs-confirmation': { what: string; why: string; flag: string; preview?: string };
  'no-terminal': { what: string };
  declined: Record<never, never>;
  server: {
    status: number;
    method: string;
    reason: string | undefined;
    keyOrigin: string | undefined;
    /** Whether the server is OpenAI's own. */
    official?: boolean;
    tries?: number;
    nearest?: readonly string[];
    /** What the dataset knows about the shutdown of the missing model. */
    gone?: string | undefined;
    hint?: string;
    model?: string;
    /** The base URL that a redirect led to, where the key is not sent. */
    movedTo?: string | undefined;
    /** Whether the account's quota is used up, rather than its request rate. */
    quota?: boolean;
    /** Whether the list of models was not found either. */
    noList?: boolean;
    /** The profile that has no key, and whether it says that none is needed. */
    profile?: { name: string; keyless: boolean };
    /** What the ending of the base URL reveals about it. */
    base?: BaseUrlEnding;
  };
  'no-deletion': { model: string; status: number; reason: string | undefined; hint: string | undefined };
  'not-deleted': { id: string; said: string };
  'unclear-deletion': { id: string; status: number };
  'unreadable-input': { problem: string };
  'bad-id-line': { line: number; problem: string };
  'too-many-deletes': { planned: number; most: number };
  'untrusted-details': { flag: string; models: number };
  'no-journal': { path: string | undefined; problem: string };
  /** `left` lists the models that were not found and why, one line each. */
  'not-all-found': { missing: number; of: number; left: readonly string[]; exit: number };
  'partly-deleted': { summary: string; left: readonly string[]; next: readonly string[]; exit: number };
  'deleting-interrupted': { summary: string; left: readonly string[] };
  'not-json': { what: string; problem: string; html: boolean };
  'bad-paging': { problem: string };
  'no-ids': { models: number };
  'too-many-models': Record<never, never>;
  'not-listed': {
    model: string;
    listed: number;
    nearest: readonly string[];
    gone?: string | undefined;
    reason: string | undefined;
  };
  'no-list': { found: string; reason: string | undefined };
  'no-model': { found: string };
  'no-match': { path: string; keys: readonly string[]; models: number | undefined; deleted: string | undefined };
  'cut-short': { received: number };
  network: { kind: NetworkFailure; host: string; detail: string | undefined; seconds?: number; advice?: string };
  'retry-later': { status: number; seconds: number; reason: string | undefined };
  'unusable-details': { source: string; problem: string };
  'page-on-terminal': { command: string };
  'write-failed': { problem: string };
  'state-failed': { path: string; problem: string; next: string | undefined };
  'cannot-listen': { port: number; problem: string };
  'bad-config': {
    path: string;
    line?: number;
    column?: number;
    problem: string;
    nearest?: string | undefined;
    /** Advice for when correcting the file does not help. */
    next?: string | undefined;
  };
  'no-profile': { name: string; origin: string; nearest: string | undefined; names: readonly string[] };
  'missing-profile': { command: string };
  'bad-profile-name': { name: string; problem: string };
  'profile-exists': { name: string };
  'empty-profile': { name: string; nearest: string | undefined };
  'own-address': { preset: string; form: string };
  'key-source': { source: string; problem: string; said?: string | undefined; next?: string | undefined };
  'no-stored-key': { profile: string; problem: string | undefined };
  'no-key-typed': Record<never, never>;
  'login-elsewhere': { origin: string; profile: string | undefined };
  'no-snapshot': { problem: string; nearest: string | undefined };
  interrupted: Record<never, never>;
  unexpected: { message: string };
}

/** `better` is the base URL without what does not belong in it, such as a pasted endpoint. */
export interface BaseUrlEnding {
  versioned: boolean;
  surplus?: string;
  better?: string;
}

/** What went wrong below HTTP. */
export type NetworkFailure =
  | 'proxy'
  /** The name does not exist. With `lookup`, it could not be looked up now. */
  | 'name'
  | 'lookup'
  | 'refused'
  | 'closed'
  | 'timeout'
  | 'tls'
  | 'unreachable'
  | 'redirect'
  | 'other';

export type ErrorCode = keyof ErrorArguments;

export class CliError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly args: ErrorArguments[Code];
  /** The server's error body as received, if there was one. */
  readonly body: Uint8Array | undefined;
  /** What this means for this run, on a line of its own below all else. */
  also: string | undefined;
  /** How often the request was sent, and how long that took in total. */
  effort: { tries: number; milliseconds: number } | undefined;
  /** Which of several lists of models it is about, as requested: `@work`. */
  source: string | undefined;
  /** The command whose arguments are wrong, if the command line names one. */
  command: string | undefined;

  constructor(code: Code, args: ErrorArguments[Code], body?: Uint8Array) {
    super(code);
    this.code = code;
    this.args = args;
    this.body = body;
  }
}

/**
 * Any error of a run. The code narrows its type: after `isFailure(error) && error.code === 'server'`, its arguments are
 * known.
 */
export type Failure = { [Code in ErrorCode]: CliError<Code> }[ErrorCode];

export function isFailure(error: unknown): error is Failure {
  return error instanceof CliError;
}

/** What was thrown, as an error of a run. Anything but a CliError is unexpected. */
export function failureOf(thrown: unknown): CliError {
  if (thrown instanceof CliError) return thrown;
  return new CliError('unexpected', { message: thrown instanceof Error ? thrown.message : String(thrown) });
}

export interface Explanation<Args> {
  exit: Exit | ((args: Args) => Exit);
  /** What happened, for the line that begins with `openai:`. */
  text(args: Args): string;
  /** What the server or another program said about it, shown on its own line. */
  said?(args: Args): string | undefined;
  /** What to type or do next. */
  next?(args: Args): string | undefined;
}
