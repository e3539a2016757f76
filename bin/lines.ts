import type { Readable } from 'node:stream';

/** Standard input line by line. Between two lines the stream rests, so that it does not keep the process. */
export class LineReader {
  private readonly stream: Readable;
  private text = '';
  private ended = false;
  private failure: Error | undefined;
  private wake: (() => void) | undefined;

  constructor(stream: Readable) {
    this.stream = stream;
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      this.text += chunk;
      this.wake?.();
    });
    stream.on('end', () => this.end());
    stream.on('close', () => this.end());
    stream.on('error', (error) => {
      this.failure = error;
      this.end();
    });
    stream.pause();
  }

  /**
   * The next line without its line break; `undefined` at the end.
   * @throws what reading the stream fails with: what came before may not be all
   */
  async readLine(): Promise<string | undefined> {
    for (;;) {
      const line = this.take();
      if (line !== undefined) return line;
      if (this.failure) throw this.failure;
      if (this.ended) return undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        this.stream.resume();
      });
      this.stream.pause();
    }
  }

  /** Drops what is there already, and what comes within `ms` milliseconds. */
  async drop(ms: number): Promise<void> {
    this.stream.resume();
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.stream.pause();
    this.text = '';
  }

  private take(): string | undefined {
    const { text } = this;
    const at = text.indexOf('\n');
    if (at < 0 && !(this.ended && text !== '')) return undefined;
    this.text = at < 0 ? '' : text.slice(at + 1);
    return (at < 0 ? text : text.slice(0, at)).replace(/\r$/, '');
  }

  private end(): void {
    this.ended = true;
    this.wake?.();
  }
}
