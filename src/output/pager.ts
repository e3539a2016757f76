/**
 * Long output for a person goes through a pager, as in gh and git. What fits on the screen is written directly, so
 * nothing is started for a short list.
 */
import type { Context, OutputStream } from '../context.ts';
import type { FlagValues } from '../spec/flags.ts';

/** A stream that must be closed: only then is everything shown and the pager left. */
export interface PagedStream extends OutputStream {
  close(): Promise<void>;
}

/** The pager to use for a terminal, or `undefined` for none: `--no-pager`, OPENAI_PAGER, PAGER, then less. */
export function pagerCommand(ctx: Context, flags: FlagValues): string | undefined {
  if (flags['no-pager'] || !ctx.stdout.isTTY || !ctx.openPager || !canPage(ctx)) return undefined;
  const command = (ctx.env.OPENAI_PAGER ?? ctx.env.PAGER ?? 'less').trim();
  return command === '' || command === 'cat' ? undefined : command;
}

/** A pager on a terminal that says nothing about itself complains and waits for a key. Windows has no such names. */
function canPage({ env, platform }: Context): boolean {
  if (env.TERM === undefined || env.TERM === '') return platform === 'win32';
  return env.TERM !== 'dumb' && env.TERM !== 'unknown';
}

/**
 * A stream that holds back a screenful before it decides whether the pager is needed.
 * @param sideways rows may be wider than the screen, because somebody asked for those columns
 */
export function pagedStream(ctx: Context, command: string, sideways = false): PagedStream {
  const { stdout } = ctx;
  const rows = stdout.rows ?? 24;
  let held: Uint8Array[] = [];
  let lines = 0;
  let sink: OutputStream | undefined;
  let pager: PagedStream | undefined;
  return {
    isTTY: true,
    columns: stdout.columns,
    rows: stdout.rows,
    async write(bytes) {
      if (sink) return sink.write(bytes);
      held.push(bytes.slice());
      lines += countLines(bytes);
      // The prompt of the shell needs a line too.
      if (lines < rows - 1) return;
      pager = await ctx.openPager?.(command, sideways);
      sink = pager ?? stdout;
      for (const piece of held) await sink.write(piece);
      held = [];
    },
    async close() {
      if (pager) return pager.close();
      for (const piece of held) await stdout.write(piece);
      held = [];
    },
  };
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (const byte of bytes) if (byte === 0x0a) lines++;
  return lines;
}
