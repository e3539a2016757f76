/**
 * Long output for a person goes through a pager, as in gh and git. What fits on the screen is written directly, so a
 * short list starts no process.
 */
import type { Context, OutputStream } from '../context.ts';
import type { FlagValues } from '../spec/flags.ts';

/** A stream that must be closed. Closing resolves once everything is shown and the pager has exited. */
export interface PagedStream extends OutputStream {
  close(): Promise<void>;
}

/** The pager for a terminal, or `undefined` for none: `--no-pager`, OPENAI_PAGER, PAGER, then less. */
export function pagerCommand(ctx: Context, flags: FlagValues): string | undefined {
  if (flags['no-pager'] || !ctx.stdout.isTTY || !ctx.openPager || !supportsPaging(ctx)) return undefined;
  const command = (ctx.env.OPENAI_PAGER ?? ctx.env.PAGER ?? 'less').trim();
  return command === '' || command === 'cat' ? undefined : command;
}

/** Without a usable TERM, a pager complains and waits for a key. Windows has no TERM. */
function supportsPaging({ env, platform }: Context): boolean {
  if (env.TERM === undefined || env.TERM === '') return platform === 'win32';
  return env.TERM !== 'dumb' && env.TERM !== 'unknown';
}

/**
 * A stream that holds back a screenful before deciding whether a pager is needed.
 * @param sideways rows may be wider than the screen, because their columns were requested
 */
export function openPagedStream(ctx: Context, command: string, sideways = false): PagedStream {
  const { stdout } = ctx;
  const rows = stdout.rows ?? 24;
  let buffered: Uint8Array[] = [];
  let lines = 0;
  let sink: OutputStream | undefined;
  let pager: PagedStream | undefined;
  return {
    isTTY: true,
    columns: stdout.columns,
    rows: stdout.rows,
    async write(bytes) {
      if (sink) return sink.write(bytes);
      buffered.push(bytes.slice());
      lines += countLines(bytes);
      // The shell prompt needs a line too.
      if (lines < rows - 1) return;
      pager = await ctx.openPager?.(command, sideways);
      sink = pager ?? stdout;
      for (const piece of buffered) await sink.write(piece);
      buffered = [];
    },
    async close() {
      if (pager) return pager.close();
      for (const piece of buffered) await stdout.write(piece);
      buffered = [];
    },
  };
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (const byte of bytes) if (byte === 0x0a) lines++;
  return lines;
}
