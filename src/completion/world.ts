/**
 * What completion touches of the outside world: less than a Context, for a shell waits at every Tab, and what is not
 * loaded costs no time.
 */
export interface World {
  env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder; `undefined` where the system knows none. */
  home: string | undefined;
  platform: string;
  /** The user's number, where the system has such. */
  uid?: number | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
  /** The text of a file; `undefined` where there is none that can be read. */
  readText(path: string): Promise<string | undefined>;
  /** The SHA-256 of a text, in hexadecimal: each runtime has it at hand elsewhere. */
  sha256(text: string): Promise<string>;
  /** Starts this program once more with these arguments. Resolves once it runs, and does not wait for its end. */
  startAside(args: readonly string[]): Promise<void>;
}
