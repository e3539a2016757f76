/** What every command gets: its context, its flags and arguments, and the two writers. */
import { collectSecrets } from '../config/secrets.ts';
import type { Context } from '../context.ts';
import { redact } from '../errors/redact.ts';
import { resolveFormat } from '../output/formats.ts';
import { openPagedStream, pagerCommand } from '../output/pager.ts';
import type { View } from '../output/renderer.ts';
import { type Line, wantsColor } from '../output/terminal-text.ts';
import { ignoringWriteErrors, Writer } from '../output/writer.ts';
import type { CommandName, HiddenName } from '../spec/commands.ts';
import type { FlagValues } from '../spec/flags.ts';
import type { ShownFormat } from '../spec/formats.ts';
import type { Exit } from '../spec/types.ts';
import type { StatusLine } from './activity.ts';

export interface Session {
  ctx: Context;
  flags: FlagValues;
  args: readonly string[];
  command: CommandName | HiddenName | undefined;
  /** Texts that must not be shown. Commands add the keys that they find. */
  secrets: string[];
  /** Extra hints if the server rejects the key. */
  rejectionHints: string[];
  /** Results only. */
  out: Writer;
  /** Notes, questions and errors. */
  err: Writer;
  /** Shows on the terminal that a response is awaited; `undefined` if nothing does. */
  activity: StatusLine | undefined;
  /** Ends the output: shows what a pager still holds back, and waits for the user to quit it. */
  close(): Promise<void>;
}

/** A command. Returns its exit code or throws a CliError. */
export type Command = (session: Session) => Promise<Exit>;

/** @param command decides whether its output may be paged */
export function openSession(
  context: Context,
  flags: FlagValues,
  args: readonly string[],
  command?: CommandName | HiddenName,
): Session {
  const isPlainText = flags.format === 'text';
  const ctx = clearingStatus(context, () => session.activity);
  const pager = isPageable(flags) && !isImmediate(flags, command) ? pagerCommand(ctx, flags) : undefined;
  const paged = pager === undefined ? undefined : openPagedStream(ctx, pager, flags.columns !== undefined);
  const out = new Writer(paged ?? ctx.stdout, !isPlainText && wantsColor(ctx.stdout, flags.color, ctx.env));
  const err = new Writer(ignoringWriteErrors(ctx.stderr), wantsColor(ctx.stderr, flags.color, ctx.env));
  let closed = false;
  const close = async () => {
    await out.flush();
    if (!closed) await paged?.close();
    closed = true;
  };
  const secrets = collectSecrets(flags, ctx.env);
  const session: Session = {
    ctx,
    flags,
    args,
    command,
    secrets,
    rejectionHints: [],
    out,
    err,
    activity: undefined,
    close,
  };
  return session;
}

/** On a terminal, results and activity share the screen, so the activity line is removed before a result or a pager. */
function clearingStatus(ctx: Context, activity: () => StatusLine | undefined): Context {
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
        const resting = activity()?.clear();
        return resting ? resting.then(() => stdout.write(bytes)) : stdout.write(bytes);
      },
    },
    ...(openPager && {
      async openPager(command, sideways) {
        await activity()?.clear();
        return openPager(command, sideways);
      },
    }),
  };
}

/** Whether people would page through this output on a terminal. Excludes ids, counts and the results of a path. */
function isPageable({ format = 'auto', transform, ids, count }: FlagValues): boolean {
  return !transform && !ids && !count && ['auto', 'text', 'table', 'pretty', 'json', 'jsonl', 'yaml'].includes(format);
}

/** Output about current events appears at once. Only a journal of past ones is paged. */
function isImmediate({ journal }: FlagValues, command: CommandName | HiddenName | undefined): boolean {
  return command === 'models watch' || command === 'models explore' || (command === 'models delete' && !journal);
}

/** The format of the results. A transform has no table of its own, so people get its JSON. */
export function chooseFormat({ flags, ctx }: Session, what: 'list' | 'one'): ShownFormat {
  const { format = 'auto' } = flags;
  if (flags.transform && format === 'auto') return 'json';
  // A user who chooses columns wants to see them, in a pipe too.
  if ((flags.columns || flags['no-headers']) && (format === 'auto' || format === 'text')) return 'table';
  return resolveFormat(format, ctx.stdout.isTTY, what === 'one');
}

/** Where results are shown. If stdout is not a terminal, COLUMNS gives the width, as with ls and git. */
export function createView({ ctx }: Session): View {
  const { isTTY, columns } = ctx.stdout;
  const columnsVariable = ctx.env.COLUMNS ?? '';
  const columnsSetting =
    columnsVariable !== '' && /^[1-9]\d{0,4}$/.test(columnsVariable) ? Number(columnsVariable) : undefined;
  return {
    width: isTTY ? (columns ?? columnsSetting ?? 80) : columnsSetting,
    now: ctx.now() / 1000,
    ...(isTTY && { maxRows: MAX_ROWS }),
  };
}

/** The most table rows that a person may page through. */
const MAX_ROWS = 50_000;

/** Colors documents on a terminal. Bytes in a pipe are left alone, whatever the color settings. */
export async function colorDocuments({ ctx, flags, out }: Session, format: ShownFormat): Promise<void> {
  if (!ctx.stdout.isTTY) return;
  if (flags['raw-output'] || !['json', 'jsonl', 'yaml'].includes(format)) return;
  const { createJsonPainter, createYamlPainter } = await import('../output/document-colors.ts');
  out.paintDocuments(format === 'yaml' ? createYamlPainter : createJsonPainter);
}

/** Whether this terminal may show an activity line. */
export function showsActivity({ ctx, flags }: Session): boolean {
  return ctx.stderr.isTTY && !flags.quiet && !flags.debug && ctx.env.TERM !== 'dumb';
}

/** A line for people that is neither data nor an error. `--quiet` hides it. */
export async function note(session: Session, ...lines: Line[]): Promise<void> {
  if (!session.flags.quiet) await writeNotes(session, lines);
}

/** A line that people must see even with `--quiet`. */
export async function warn(session: Session, text: string): Promise<void> {
  await writeNotes(session, [[{ text: 'Warning: ', style: 'yellow' }, redact(text, session.secrets)]]);
}

/** Prints lines to stderr. On a terminal, overlong lines are wrapped and indented. */
async function writeNotes({ ctx: { stderr }, err }: Session, lines: readonly Line[]): Promise<void> {
  if (stderr.isTTY) {
    const { wrapLine } = await import('../output/width.ts');
    await err.write(lines.flatMap((line) => wrapLine(line, stderr.columns ?? 80)));
  } else await err.write(lines);
  await err.flush();
}
