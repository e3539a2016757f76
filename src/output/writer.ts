/**
 * The only place that writes output. It makes text safe if the stream is a terminal, paints spans, collects small
 * pieces and writes them. A format cannot bypass it, because it only returns chunks.
 */
import { OutputClosedError, type OutputStream } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { ByteBuffer, decode, encode } from '../json/bytes.ts';
import type { Paint, Painter } from './document-colors.ts';
import { type Chunk, isPlain, type Line, type Style, safeLine, safeText } from './terminal-text.ts';

/** Pieces are collected up to this size. */
const BUFFER_SIZE = 1 << 16;
/** The most lines converted at once. */
const LINES_AT_ONCE = 1000;
/**
 * Milliseconds after which signals and timers get a turn: output that never blocks would hold them up until its end.
 */
const MAX_TURN_MS = 50;
/** The codes that turn a style on and off (ECMA-48, SGR). */
const SGR: Readonly<Record<Exclude<Style, 'plain'>, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  reverse: [7, 27],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};
const endOfTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Returns to the start of the line and clears it (ECMA-48: CR, EL). */
const CLEAR_LINE = '\r\x1b[K';

export class Writer {
  private readonly stream: OutputStream;
  private readonly color: boolean;
  private readonly buffer = new ByteBuffer();
  /** Whether the terminal shows a line that the next output replaces. */
  private hasStatusLine = false;
  /** Colors documents, as opposed to lines of spans, on a terminal. */
  private painter: Painter | undefined;
  /** When signals and timers last got a turn, in milliseconds. */
  private lastYield = performance.now();

  constructor(stream: OutputStream, color: boolean) {
    this.stream = stream;
    this.color = color;
  }

  /** From now on, paints documents with what `make` returns, if the stream has color. */
  paintDocuments(make: (paint: Paint) => Painter): void {
    if (this.color) this.painter = make(styleText);
  }

  /**
   * Takes chunks. Large ones are written at once.
   * @throws OutputClosedError if the reader is gone; CliError `write-failed` if writing fails (a full disk)
   */
  async write(...chunks: readonly Chunk[]): Promise<void> {
    for (const chunk of chunks) {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) await this.writeChunk(chunk);
      else
        for (let at = 0; at < chunk.length; at += LINES_AT_ONCE)
          await this.writeChunk(chunk.slice(at, at + LINES_AT_ONCE));
    }
  }

  private async yieldToEventLoop(): Promise<void> {
    if (performance.now() - this.lastYield < MAX_TURN_MS) return;
    await endOfTurn();
    this.lastYield = performance.now();
  }

  private async writeChunk(chunk: Chunk): Promise<void> {
    const bytes = this.toBytes(chunk);
    await this.yieldToEventLoop();
    if (bytes.length === 0) return;
    if (bytes.length >= BUFFER_SIZE) {
      await this.flush();
      await this.send(bytes);
      return;
    }
    this.buffer.append(bytes);
    if (this.buffer.length >= BUFFER_SIZE) await this.flush();
  }

  /** Writes what was collected. Every run ends with it. */
  async flush(): Promise<void> {
    if (this.buffer.length > 0) await this.send(this.buffer.take());
  }

  /**
   * Shows a line until the next output replaces it; an empty line removes it. For terminals only. The line must be
   * shorter than the terminal is wide.
   */
  async writeStatus(line: Line): Promise<void> {
    await this.flush();
    const text = this.renderLine(line);
    if (text === '' && !this.hasStatusLine) return;
    await this.send(encode(text));
    this.hasStatusLine = text !== '';
  }

  private async send(bytes: Uint8Array): Promise<void> {
    const clear = this.hasStatusLine ? encode(CLEAR_LINE) : new Uint8Array();
    this.hasStatusLine = false;
    try {
      if (clear.length > 0) await this.stream.write(clear);
      if (bytes.length > 0) await this.stream.write(bytes);
    } catch (error) {
      if (error instanceof OutputClosedError) throw error;
      throw new CliError('write-failed', { problem: describe(error) });
    }
  }

  private toBytes(chunk: Chunk): Uint8Array {
    if (chunk instanceof Uint8Array && !this.stream.isTTY && !this.painter) return chunk;
    if (chunk instanceof Uint8Array || typeof chunk === 'string') {
      const text = typeof chunk === 'string' ? chunk : decode(chunk);
      const safe = this.stream.isTTY ? safeText(text) : text;
      return encode(this.painter ? this.painter(safe) : safe);
    }
    let text = '';
    for (const line of chunk) text += `${this.renderLine(line)}\n`;
    return encode(text);
  }

  private renderLine(line: Line): string {
    let whole = '';
    for (const part of line) whole += typeof part === 'string' ? part : part.text;
    // Most lines of a long table have nothing to make safe and nothing to paint.
    if (!this.color && isPlain(whole)) return whole.trimEnd();
    const texts = line.map((part) => safeLine(typeof part === 'string' ? part : part.text));
    // Trailing blanks show nothing, and a color's reset after them would keep them from being trimmed.
    while (texts.at(-1)?.trim() === '') texts.pop();
    const last = texts.length - 1;
    if (last >= 0) texts[last] = (texts[last] as string).trimEnd();
    if (!this.color) return texts.join('');
    return texts.map((text, i) => this.paintPart(text, line[i] as Line[number])).join('');
  }

  /** Leading blanks are not painted, because color does not show on them. */
  private paintPart(text: string, part: Line[number]): string {
    const style = typeof part === 'string' ? 'plain' : part.style;
    const bare = text.trimStart();
    const blanks = text.slice(0, text.length - bare.length);
    return bare === '' ? blanks : blanks + styleText(bare, style);
  }
}

/** The text, which must be safe, in its style. */
export function styleText(text: string, style: Style): string {
  if (style === 'plain') return text;
  const [on, off] = SGR[style];
  return `\x1b[${on}m${text}\x1b[${off}m`;
}

/** Wraps a stream for output that may be lost: a failed write is dropped and has no other effect. */
export function ignoringWriteErrors(stream: OutputStream): OutputStream {
  return {
    isTTY: stream.isTTY,
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
    async write(bytes) {
      try {
        await stream.write(bytes);
      } catch {
        // Its reader is gone or its disk is full, and there is no other place to report it.
      }
    },
  };
}

function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' ? 'no space left on device' : message;
}
