/** What a shell may offer for the word at the cursor. */
export interface Candidate {
  value: string;
  /** One line about it, for shells that show it. */
  hint?: string | undefined;
}

/**
 * What the shell does: offers candidates, or completes the names of files or folders itself. `open`: a candidate may
 * be only the beginning of the word, so no space follows it.
 */
export type Offer = { candidates: readonly Candidate[]; open?: boolean } | 'files' | 'folders';
