import type { Reply } from '../../support/server.ts';

/** A row of the suite, and of the table in docs/reliability.md. */
export interface Fault {
  /** What the server does, as the table says it. */
  name: string;
  /** What the user gets, as the table says it. */
  happens: string;
  /** Replies to one request after the other; the last one goes on. */
  does: readonly Reply[];
  /** `models list --format jsonl` unless said; `{origin}` and the like are filled in. */
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  exit: number;
  /** How many requests reach the server; not checked where several numbers are right. */
  requests?: number;
  /**
   * Exactly what stdout holds, or how many whole lines at least and at most. Unless said: the two models of the honest list where the exit code
   * is 0, nothing where it is not.
   */
  stdout?: string | RegExp | { lines: readonly [number, number] };
  /** All of these match stderr. Without any, a success says nothing and a failure says something. */
  stderr?: readonly RegExp[];
  /** None of these matches stdout or stderr. */
  never?: readonly RegExp[];
  /** All of these match the heads of the requests, in order, as `METHOD target host`. */
  asked?: readonly RegExp[];
  /** Seconds, where the point is that it ends at all. */
  within?: number;
  /** The reader of stdout leaves after its first piece. */
  readerLeaves?: true;
  /** Most resident memory, in MiB; checked where the system tells. */
  memory?: number;
  /** Where the standalone differs, and why it may. */
  standalone?: Partial<Pick<Fault, 'exit' | 'happens' | 'requests' | 'stdout' | 'stderr'>>;
}

/** Rows that belong together. */
export interface FaultGroup {
  title: string;
  faults: readonly Fault[];
}
