/** What every command gets: its context, its flags and arguments, and the two writers. */
import { secretsOf } from '../config/secrets.ts';
import type { Context } from '../context.ts';
import { redact } from '../errors/redact.ts';
import { showFormat } from '../output/formats.ts';
import { pagedStream, pagerCommand } from '../output/pager.ts';
import type { View } from '../output/renderer.ts';
import { type Line, wantsColor } from '../output/terminal-text.ts';
import { neverFailing, Writer } from '../output/writer.ts';
import type { CommandName, HiddenName } from '../spec/commands.ts';
import type { FlagValues } from '../spec/flags.ts';
import type { ShownFormat } from '../spec/formats.ts';
import type { Exit } from '../spec/types.ts';
import type { ScreenLine } from './activity.ts';

export interface Session {
  ctx: Context;
  flags: FlagValues;
  args: readonly string[];
  command: CommandName | HiddenName | undefined;
  /** Texts that must not be shown. Commands add the keys that they find. */
  secrets: string[];
  /** Extra hints if the server rejects the key. */
  ifRefused: string[];
  /** Results only. */
  out: Writer;
  /** Notes, questions and errors. */
  err: Writer;
  /** Shows on the terminal that a response is awaited; `undefined` if nothing does. */
  activity: ScreenLine | undefined;
  /** Ends the output: shows what a pager still holds back, and waits for the user to quit it. */
  close(): Promise<void>;
}

/** A command. Returns its exit code or throws a CliError. */
export type Command = (session: Session) => Promise<Exit>;

/** @param command decides whether its output may be paged */
export function openSession(
  given: Context,
  flags: FlagValues,
  args: readonly string[],
  command?: CommandName | HiddenName,
): Session {
  const plain = flags.format === 'text';
  const ctx = resting(given, () => session.activity);
  const pager = isForPeople(flags) && !isReceipt(flags, command) ? pagerCommand(ctx, flags) : undefined;
  const paged = pager === undefined ? undefined : pagedStream(ctx, pager, flags.columns !== undefined);
  const out = new Writer(paged ?? ctx.stdout, !plain && wantsColor(ctx.stdout, flags.color, ctx.env));
  const err = new Writer(neverFailing(ctx.stderr), wantsColor(ctx.stderr, flags.color, ctx.env));
  let closed = false;
  const close = async () => {
    await out.flush();
    if (!closed) await paged?.close();
    closed = true;
  };
  const secrets = secretsOf(flags, ctx.env);
  const session: Session = {
    ctx,
    flags,
    args,
    command,
    secrets,
    ifRefused: [],
    out,
    err,
    activity: undefined,
    close,
  };
  return session;
}

/** On a terminal, results and activity share the screen, so the activity line is removed before a result or a pager. */
function resting(ctx: Context, activity: () => ScreenLine | undefined): Context {
  const { stdout, stderr, openPager } = ctx;
  if (!stdout.isTTY || !stderr.isTTY) return ctx;
  return {
    ...ctx,
    stdout: {
      isTTY: true,
      get columns() {
        return stdout.columns;
      },
      get rows() {
        return stdout.rows;
      },
      write(bytes) {
        const resting = activity()?.rest();
        return resting ? resting.then(() => stdout.write(bytes)) : stdout.write(bytes);
      },
    },
    ...(openPager && {
      async openPager(command, sideways) {
        await activity()?.rest();
        return openPager(command, sideways);
      },
    }),
  };
}

/** Whether people would page through this output on a terminal. Excludes ids, counts and the results of a path. */
function isForPeople({ format = 'auto', transform, ids, count }: FlagValues): boolean {
  return !transform && !ids && !count && ['auto', 'text', 'table', 'pretty', 'json', 'jsonl', 'yaml'].includes(format);
}

/** Output about current events appears at once. Only a journal of past ones is paged. */
function isReceipt({ journal }: FlagValues, command: CommandName | HiddenName | undefined): boolean {
  return command === 'models watch' || command === 'models explore' || (command === 'models delete' && !journal);
}

/** The format of the results. A transform has no table of its own, so people get its JSON. */
export function chosenFormat({ flags, ctx }: Session, what: 'list' | 'one'): ShownFormat {
  const { format = 'auto' } = flags;
  if (flags.transform && format === 'auto') return 'json';
  // A user who chooses columns wants to see them, in a pipe too.
  if ((flags.columns || flags['no-headers']) && (format === 'auto' || format === 'text')) return 'table';
  return showFormat(format, ctx.stdout.isTTY, what === 'one');
}

/** Where results are shown. If stdout is not a terminal, COLUMNS gives the width, as with ls and git. */
export function viewOf({ ctx }: Session): View {
  const { isTTY, columns } = ctx.stdout;
  const told = ctx.env.COLUMNS ?? '';
  const said = told !== '' && /^[1-9]\d{0,4}$/.test(told) ? Number(told) : undefined;
  return {
    width: isTTY ? (columns ?? said ?? 80) : said,
    now: ctx.now() / 1000,
    ...(isTTY && { mostRows: MAX_ROWS }),
  };
}

/** The most table rows that a person may page through. */
const MAX_ROWS = 50_000;

/** Colors documents on a terminal. Bytes in a pipe are left alone, whatever the color settings. */
export async function colorDocuments({ ctx, flags, out }: Session, format: ShownFormat): Promise<void> {
  if (!ctx.stdout.isTTY) return;
  if (flags['raw-output'] || !['json', 'jsonl', 'yaml'].includes(format)) return;
  const { jsonPainter, yamlPainter } = await import('../output/document-colors.ts');
  out.paintDocuments(format === 'yaml' ? yamlPainter : jsonPainter);
}

/** Whether this terminal may show an activity line. */
export function showsActivity({ ctx, flags }: Session): boolean {
  return ctx.stderr.isTTY && !flags.quiet && !flags.debug && ctx.env.TERM !== 'dumb';
}

/** A line for people that is neither data nor an error. `--quiet` hides it. */
export async function note(session: Session, ...lines: Line[]): Promise<void> {
  if (!session.flags.quiet) await tell(session, lines);
}

/** A line that people must see even with `--quiet`. */
export async function warn(session: Session, text: string): Promise<void> {
  await tell(session, [[{ text: 'Warning: ', style: 'yellow' }, redact(text, session.secrets)]]);
}

/** Prints lines to stderr. On a terminal, overlong lines are wrapped and indented. */
async function tell({ ctx: { stderr }, err }: Session, lines: readonly Line[]): Promise<void> {
  if (stderr.isTTY) {
    const { wrapLine } = await import('../output/width.ts');
    await err.write(lines.flatMap((line) => wrapLine(line, stderr.columns ?? 80)));
  } else await err.write(lines);
  await err.flush();
}
