/**
 * Output for the shell scripts: one candidate per line, in the shell's format, and an exit code that says what to do.
 * The protocol is that of the official CLI's scripts, so that scripts already installed keep working.
 *
 * - 0: the lines are the candidates; 12: the same, and the word may continue after them
 * - 10: complete file names; 11: there is nothing to offer; 13: complete folder names
 */

/** `pwsh` is what the official CLI's script requests: values only. */
export type CompletionStyle = 'bash' | 'zsh' | 'fish' | 'powershell' | 'pwsh';

export interface Reply {
  text: string;
  exit: number;
}

/** The word at the cursor. */
export interface CursorWord {
  /** As the shell has it, with quotes and backslashes. */
  raw: string;
  /** How much of `raw` precedes the part that the shell will replace: bash splits words at `:` and `=`. */
  keptLength: number;
  /** The part of the unquoted word that no candidate includes: `--format=`. */
  before: string;
  /** The rest of it, which candidates begin with. */
  typed: string;
}

const EXITS = { candidates: 0, files: 10, nothing: 11, open: 12, folders: 13 } as const;

export const NO_REPLY: Reply = { text: '', exit: EXITS.nothing };

export function formatReply(style: CompletionStyle, offer: Completions, word: CursorWord): Reply {
  if (offer === 'files' || offer === 'folders') return { text: '', exit: EXITS[offer] };
  let text = '';
  for (const candidate of offer.candidates)
    if (canComplete(style, candidate.value, word.typed)) text += `${LINES[style](candidate, word)}\n`;
  if (text === '') return NO_REPLY;
  return { text, exit: offer.open ? EXITS.open : EXITS.candidates };
}

/** zsh and fish match by their own rules (letter case, parts of words), so they get a wider choice. */
function canComplete(style: CompletionStyle, value: string, typed: string): boolean {
  if (value.startsWith(typed)) return true;
  return (style === 'zsh' || style === 'fish') && value.toLowerCase().includes(typed.toLowerCase());
}

const LINES: Readonly<Record<CompletionStyle, (candidate: Candidate, word: CursorWord) => string>> = {
  bash: ({ value }, { raw, keptLength, typed }) =>
    `${raw}${quotedForBash(value.slice(typed.length), raw)}`.slice(keptLength),
  // zsh quotes the word itself.
  zsh: ({ value, hint }, { before }) => {
    const escaped = `${before}${value}`.replaceAll('\\', '\\\\').replaceAll(':', '\\:');
    return hint ? `${escaped}:${hint}` : escaped;
  },
  fish: ({ value, hint }, { before }) => (hint ? `${before}${value}\t${hint}` : `${before}${value}`),
  powershell: ({ value, hint }, { before }) => `${quotedForPowerShell(before + value)}\t${hint || value}`,
  pwsh: ({ value }, { before }) => quotedForPowerShell(before + value),
};

/** Most ids use only these characters, and a pattern with Unicode classes takes as long as everything else. */
const PLAIN = /^[\w%+=:,./-]*$/;

/** Quotes text so that bash takes it literally after `raw`. */
function quotedForBash(text: string, raw: string): string {
  if (PLAIN.test(text)) return text;
  if (raw.startsWith("'")) return text.replaceAll("'", "'\\''");
  if (raw.startsWith('"')) return text.replace(/["$`\\]/g, '\\$&');
  const quoted = text.replace(/[^\p{L}\p{N}_@%+=:,./~-]/gu, '\\$&');
  return raw === '' ? quoted.replace(/^~/, '\\~') : quoted;
}

function quotedForPowerShell(text: string): string {
  return PLAIN.test(text) && !text.includes(',') ? text : `'${text.replaceAll("'", "''")}'`;
}

/** What a shell may offer for the word at the cursor. */
export interface Candidate {
  value: string;
  /** One line about it, for shells that show it. */
  hint?: string | undefined;
}

/**
 * What the shell does: offers candidates, or completes file or folder names itself. `open`: a candidate may be only the
 * beginning of the word, so no space follows it.
 */
export type Completions = { candidates: readonly Candidate[]; open?: boolean } | 'files' | 'folders';

/**
 * The outside world for completion: less than a Context, because a shell waits at every Tab, and what is not loaded
 * costs no time.
 */
export interface CompletionContext {
  env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder; `undefined` if the system knows none. */
  home: string | undefined;
  platform: string;
  /** The user's id, if the system has one. */
  uid?: number | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
  /** The text of a file, or `undefined` if it cannot be read. */
  readText(path: string): Promise<string | undefined>;
  /** The SHA-256 of a text in hexadecimal. Each runtime has its own fast way to compute it. */
  sha256(text: string): Promise<string>;
  /** Starts this program again with these arguments. Resolves once it runs, without waiting for it to end. */
  spawnInBackground(args: readonly string[]): Promise<void>;
}

/** A model as a candidate, or none if its id could not be typed as an argument. */
export function toModelCandidates({ id, owner, created, shutdown, replacement }: ListedModel): Candidate[] {
  if (id === undefined || id === '' || id.startsWith('-') || UNSAFE.test(id)) return [];
  const end = shutdown && `shutdown ${shutdown}${replacement === undefined ? '' : `, replaced by ${replacement}`}`;
  const facts = [owner, dateOf(created), end];
  const hint = facts.filter((fact) => fact !== undefined && fact !== '' && !UNSAFE.test(fact)).join(', ');
  return [{ value: id, hint }];
}

export interface ListedModel {
  id: string | undefined;
  owner: string | undefined;
  /** Unix seconds. */
  created: number | undefined;
  /** As the server wrote it, or the dataset's day. */
  shutdown: string | undefined;
  /** What the provider recommends instead, if known. */
  replacement?: string | undefined;
}

/** Control characters, direction marks, invisible characters and line separators, which no shell should print. */
export const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** The last second of the year 9999. */
export const LATEST = 253_402_300_799;

/** `2024-07-18`, UTC. */
export function dateOf(seconds: number | undefined): string | undefined {
  if (seconds === undefined || Math.abs(seconds) > LATEST) return undefined;
  return new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 10);
}
