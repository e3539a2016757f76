/**
 * Everything a run may touch of the outside world. `bin/` builds the real one; tests build their own. No
 * other module reads the environment, the clock or a stream.
 */
export interface Context {
  stdin: InputStream;
  stdout: OutputStream;
  stderr: OutputStream;
  env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder; `undefined` where the system knows none. */
  home: string | undefined;
  platform: string;
  /** The user's number, where the system has such: files of others are not obeyed. */
  uid?: number | undefined;
  /** A quick look, where there is one: true only if nothing is at this path. */
  isMissing?(path: string): boolean;
  /** The path of the program that runs, for `doctor`. */
  program?: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` milliseconds, or as soon as `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Aborted when the user interrupts (Ctrl-C) or the process is asked to end. */
  signal: AbortSignal;
  /**
   * From now on the first interruption calls `stop` and lets the run go on; the second one aborts `signal`. Returns
   * what takes this back.
   */
  holdInterruption?(stop: () => void): () => void;
  /**
   * Starts a pager on the terminal. Writing to it throws `OutputClosedError` once the user has left it; `close` resolves when
   * they have. `undefined` where there is no such program. Long lines are broken, or where `sideways` says so scrolled.
   */
  openPager?(command: string, sideways?: boolean): Promise<(OutputStream & { close(): Promise<void> }) | undefined>;
  /** The person at the terminal, who is there though the standard input may be a file; for questions. */
  terminal?: {
    isThere(): Promise<boolean>;
    /**
     * Forgets what was typed until now, so that it answers no question that nobody has seen yet. What comes back reads a
     * line, once; `undefined` when they gave up.
     */
    listen(): Promise<() => Promise<string | undefined>>;
  };
  /** The whole screen of the terminal that this process belongs to; `undefined` where there is none to draw on. */
  openScreen?(): Promise<FullScreen | undefined>;
  /** Asks for a secret on the terminal and shows none of it; `undefined` when the person gave up. */
  askSecret?(question: string): Promise<string | undefined>;
  /** The operating system's keychain; `undefined` where there is none. */
  keychain?: Keychain;
}

/** Told of what happens on a screen. */
export interface ScreenListener {
  /** What was typed, byte for byte. Nothing more is read before what it has led to is done. */
  input(bytes: Uint8Array): Promise<void>;
  /** The picture has to be drawn anew: the size is another, or the screen came back. */
  redraw(): void;
  /** An error that nobody caught: what it is said with needs the terminal as it was. */
  fail(error: unknown): void;
}

/** A screen of its own beside what was printed: whatever ends the run gives the terminal back as it was. */
export interface FullScreen {
  size(): { columns: number; rows: number };
  write(text: string): void;
  listen(listener: ScreenListener): void;
  /** Stops the process as Ctrl-Z does, with the terminal given back; returns once it goes on, with the screen back. */
  suspend(): Promise<void>;
  /** Gives the terminal back for a while: lines can be printed, and questions asked. */
  leave(): void;
  /** Takes it again. */
  enter(): void;
  /** Gives it back for good. */
  close(): void;
}

/**
 * Keys by account, kept by the operating system. Every method rejects, in a time that people can bear, with an Error
 * that says why the keychain cannot be used.
 */
export interface Keychain {
  /** The key, or `undefined` where none is stored. */
  read(account: string): Promise<string | undefined>;
  write(account: string, key: string): Promise<void>;
  /** Whether there was a key. */
  remove(account: string): Promise<boolean>;
}

export interface InputStream {
  isTTY: boolean;
  /** One line without its line break, or `undefined` at the end of the input. */
  readLine(): Promise<string | undefined>;
}

export interface OutputStream {
  isTTY: boolean;
  /** Width in terminal cells; `undefined` where it is not a terminal. */
  columns: number | undefined;
  rows: number | undefined;
  /** Writes all of `bytes` before it returns or resolves. Throws `OutputClosedError` when nobody reads any more. */
  write(bytes: Uint8Array): void | Promise<void>;
}

/** The reader of stdout went away (`| head`): the run ends quietly and successfully. */
export class OutputClosedError extends Error {}
