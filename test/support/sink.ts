import type { OutputStream } from '../../src/context.ts';

export interface SinkOptions {
  /** Width of the terminal that it is; not a terminal without. */
  columns?: number | undefined;
  /** Thrown by every write after the first `failsAfter` ones. */
  fails?: Error | undefined;
  failsAfter?: number | undefined;
}

/** An output stream that keeps the bytes it was given. */
export class Sink implements OutputStream {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  writes = 0;
  private readonly pieces: Uint8Array[] = [];
  private readonly options: SinkOptions;

  constructor(options: SinkOptions = {}) {
    this.options = options;
    this.isTTY = options.columns !== undefined;
    this.columns = options.columns;
    this.rows = this.isTTY ? 24 : undefined;
  }

  /** The bytes are copied: a writer may use its memory again. */
  async write(bytes: Uint8Array): Promise<void> {
    const { fails, failsAfter = 0 } = this.options;
    if (fails && this.writes >= failsAfter) throw fails;
    this.writes++;
    this.pieces.push(bytes.slice());
  }

  get bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }
}
