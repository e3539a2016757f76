import { fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { ReadStream } from 'node:tty';

/** More characters than any real line has. */
const MAX_LINE_LENGTH = 1 << 26;

/**
 * Standard input line by line. The stream is paused between lines, so that it does not keep the process alive. A byte
 * order mark determines the encoding (Windows PowerShell writes UTF-16). Without one it is UTF-8.
 */
export class LineReader {
  private readonly stream: Readable;
  /** Bytes that may begin a byte order mark; `undefined` once the encoding is known. */
  private head: Uint8Array | undefined = new Uint8Array();
  private decoder = new TextDecoder('utf-8', { fatal: true });
  private lines: string[] = [];
  /** The index of the next line in `lines`. */
  private next = 0;
  /** The unfinished line, in pieces, so that a long one is joined only once. */
  private pieces: string[] = [];
  private length = 0;
  private ended = false;
  private failure: Error | undefined;
  private wake: (() => void) | undefined;

  constructor(stream: Readable) {
    this.stream = stream;
    stream.on('data', (chunk: Uint8Array) => {
      this.take(chunk);
      this.wake?.();
    });
    stream.on('end', () => this.end());
    stream.on('close', () => this.end());
    stream.on('error', (error) => this.end(error));
    stream.pause();
  }

  /**
   * The next line without its line break, or `undefined` at the end.
   * @throws the stream's error, or an error for input that is not text; what came before may be incomplete
   */
  async readLine(): Promise<string | undefined> {
    for (;;) {
      const line = this.lines[this.next];
      if (line !== undefined) {
        this.next++;
        return line.endsWith('\r') ? line.slice(0, -1) : line;
      }
      if (this.failure) throw this.failure;
      if (this.ended) return undefined;
      this.lines = [];
      this.next = 0;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        this.stream.resume();
      });
      this.stream.pause();
    }
  }

  /**
   * Discards what has arrived and what arrives within `ms` milliseconds; from a terminal, also text without a line
   * break.
   */
  async drop(ms: number): Promise<void> {
    const terminal = this.stream as Partial<ReadStream>;
    terminal.setRawMode?.(true);
    try {
      this.stream.resume();
      await new Promise((resolve) => setTimeout(resolve, ms));
      this.stream.pause();
    } finally {
      terminal.setRawMode?.(false);
    }
    this.lines = [];
    this.next = 0;
    this.pieces = [];
    this.length = 0;
  }

  private take(chunk: Uint8Array): void {
    if (this.ended) return;
    try {
      this.add(this.decode(chunk, { stream: true }));
    } catch (error) {
      this.end(error as Error);
      this.stream.destroy();
    }
  }

  private decode(chunk: Uint8Array, options: { stream: boolean }): string {
    const bytes = this.withHead(chunk, options.stream);
    try {
      return this.decoder.decode(bytes, options);
    } catch {
      throw new Error(`it is not ${this.decoder.encoding.toUpperCase()} text`);
    }
  }

  /** Holds back the first byte, because the encoding is known only after two. */
  private withHead(chunk: Uint8Array, more: boolean): Uint8Array {
    if (!this.head) return chunk;
    const bytes = Buffer.concat([this.head, chunk]);
    if (bytes.length < 2 && more) {
      this.head = bytes;
      return new Uint8Array();
    }
    this.head = undefined;
    const mark = bytes.toString('hex', 0, 2);
    if (mark === 'fffe') this.decoder = new TextDecoder('utf-16le', { fatal: true });
    if (mark === 'feff') this.decoder = new TextDecoder('utf-16be', { fatal: true });
    return bytes;
  }

  private add(text: string): void {
    if (text.includes('\0')) throw new Error('it contains NUL characters, so it is not text');
    const lines = text.split('\n');
    lines.forEach((line, i) => {
      if (i > 0) this.endLine();
      this.pieces.push(line);
      this.length += line.length;
      if (this.length > MAX_LINE_LENGTH) throw new Error('one of its lines is too long');
    });
  }

  private endLine(): void {
    this.lines.push(this.pieces.join(''));
    this.pieces = [];
    this.length = 0;
  }

  /** A line before a failure may be incomplete, so it is dropped. */
  private end(failure?: Error): void {
    if (!this.ended) {
      this.ended = true;
      this.failure = failure;
      if (!failure) this.finish();
    }
    this.wake?.();
  }

  /** Input cut off in the middle of a character is not text. */
  private finish(): void {
    try {
      this.add(this.decode(new Uint8Array(), { stream: false }));
      if (this.length > 0) this.endLine();
    } catch (error) {
      this.failure = error as Error;
    }
  }
}

/** @throws for a folder, which Node would treat as empty input */
export function standardInput(): LineReader {
  if (isFolder(0)) throw new Error('it is a folder');
  return new LineReader(process.stdin);
}

function isFolder(file: number): boolean {
  try {
    return fstatSync(file).isDirectory();
  } catch {
    return false;
  }
}
