/** `models explore`: the models full screen, to find, view, compare, copy and clean up. */
import type { Context, OutputStream } from '../../context.ts';
import { CliError, failureOf } from '../../errors/error.ts';
import type { ExplorerContext } from '../../explore/state.ts';
import { decode } from '../../json/bytes.ts';
import { plainContext } from '../../models/columns.ts';
import { formatIdLine } from '../../models/id.ts';
import { isSet, wantsColor } from '../../output/terminal-text.ts';
import { hostName } from '../../query/page.ts';
import { checkListFlags, resolveQuery } from '../../query/query.ts';
import { type ListQuery, readSelection } from '../../query/selection.ts';
import type { ModelSource } from '../../query/source.ts';
import { promptLine } from '../../session/ask.ts';
import { errorLines } from '../../session/report.ts';
import { openSession, type Session, warn } from '../../session/session.ts';
import type { Exit } from '../../spec/types.ts';
import { modelsList, openSource, searchArguments } from './list.ts';

export async function modelsExplore(session: Session): Promise<Exit> {
  searchArguments(session);
  const { ctx, flags } = session;
  checkListFlags(flags, 'table');
  const { format: _, ...selecting } = flags;
  if (await isPlain(ctx)) return exploreByNumbers(session);
  const screen = canDraw(ctx, flags.print ?? false) ? ctx.openScreen : undefined;
  if (!screen) return withoutScreen(session);
  const notes: Notes = { onNote: undefined };
  const { source, query, about } = await opened({ ...session, flags: selecting }, notes);
  const [{ runExplorer }, opening] = await Promise.all([import('../../explore/explorer.ts'), screen()]);
  if (!opening) return withoutScreen(session);
  const left = await runExplorer({
    ctx,
    screen: opening,
    about,
    source,
    query,
    paneOn: flags.details ? true : undefined,
    notes,
    explain: (error) => explained(error, session),
    remove: (ids) => remove(session, ids),
  });
  if (left.exit === 130 && ctx.signal.aborted) throw new CliError('interrupted', {});
  await print(session, left.ids);
  return left.exit;
}

interface Notes {
  onNote: ((text: string) => void) | undefined;
}

interface OpenedList {
  source: ModelSource;
  query: ListQuery;
  about: ExplorerContext;
}

/**
 * What the explorer works on. Nothing is sent yet, so a problem with flags, key or URL ends the run before there is a
 * screen.
 * @param notes receives messages that would otherwise be written over the screen
 */
async function opened(session: Session, notes: Notes): Promise<OpenedList> {
  const { ctx, flags } = session;
  const now = ctx.now() / 1000;
  const aside = openSession(
    { ...ctx, stdout: noteStream(notes), stderr: noteStream(notes) },
    flags,
    [],
    session.command,
  );
  const selection = await readSelection(flags, now);
  const { source } = await openSource(aside);
  session.secrets.push(...aside.secrets);
  const query = await resolveQuery({ ...flags, details: true }, selection, {
    format: 'table',
    source,
    session: aside,
    now,
  });
  const about: ExplorerContext = {
    title: titleOf(source, flags),
    columns: query.view.columns ?? [],
    knowledge: query.columnContext ?? plainContext(now),
    sections: query.view.sections ?? (() => []),
    several: source.servers !== undefined,
    noDeleting:
      flags.from === undefined
        ? undefined
        : 'Nothing can be deleted here. To delete at the endpoint in use, run without --from.',
    prints: flags.print ?? false,
    color: wantsColor(ctx.stderr.isTTY ? ctx.stderr : ctx.stdout, flags.color, ctx.env),
  };
  return { source, query, about };
}

function titleOf({ baseUrl }: ModelSource, { from }: Session['flags']): string {
  return from?.join(', ') ?? hostName(baseUrl) ?? '';
}

/** A stream whose lines are shown on the last line of the screen. */
function noteStream(notes: Notes): OutputStream {
  return {
    isTTY: false,
    columns: undefined,
    rows: undefined,
    write(bytes) {
      const text = decode(bytes).trim().replace(/\s+/g, ' ');
      if (text !== '') notes.onNote?.(text);
    },
  };
}

function canDraw({ stdout, env, platform }: Context, prints: boolean): boolean {
  // With --print, the output may go into a pipe, and the screen to the terminal itself.
  return (stdout.isTTY || prints) && (env.TERM !== undefined || platform === 'win32');
}

/** Whether the terminal cannot move its cursor, or the user has asked for plain output. */
async function isPlain({ env, stdout, terminal }: Context): Promise<boolean> {
  const wants = env.TERM === 'dumb' || isSet(env.ACCESSIBLE);
  return wants && stdout.isTTY && ((await terminal?.isThere()) ?? false);
}

/** Without a terminal, prints the list as for a pipe. */
async function withoutScreen(session: Session): Promise<Exit> {
  if (session.flags.print) throw new CliError('no-terminal', { what: 'models explore --print' });
  await warn(session, 'no terminal to explore on; printing the list as json.');
  session.flags = { ...session.flags, format: 'json' };
  return modelsList(session);
}

async function exploreByNumbers(session: Session): Promise<Exit> {
  const { ctx, flags, err, out } = session;
  const [{ runNumberedPrompt }, { readListed }] = await Promise.all([
    import('../../explore/numbered.ts'),
    import('../../explore/reader.ts'),
  ]);
  const { source, query, about } = await opened(session, { onNote: undefined });
  const { listed, order } = await readListed(source, query, () => {}, ctx.now);
  const to = flags.print ? err : out;
  const id = await runNumberedPrompt({
    about,
    listed,
    order,
    async write(...chunks) {
      await to.write(...chunks);
      await to.flush();
    },
    ask: (question) => promptLine(ctx, to, question),
  });
  if (ctx.signal.aborted) throw new CliError('interrupted', {});
  if (id !== undefined) await print(session, [id]);
  return id === undefined && flags.print ? 130 : 0;
}

async function print({ out }: Session, ids: readonly string[]): Promise<void> {
  await out.write(ids.map((id) => `${formatIdLine(id)}\n`).join(''));
  await out.flush();
}

function explained(error: unknown, session: Session): string[] {
  return errorLines(failureOf(error), session).map((line) =>
    line.map((part) => (typeof part === 'string' ? part : part.text)).join(''),
  );
}

/** Deletes as on the command line, with its plan, question, journal and outcome. None of it goes into a pipe. */
async function remove(session: Session, ids: readonly string[]): Promise<void> {
  const { flags, ctx } = session;
  const { deleteModels } = await import('../../deletion/run-many.ts');
  const { format: _, print: __, columns: ___, ...plain } = flags;
  const own = openSession({ ...ctx, stdout: ctx.stderr }, plain, [], 'models delete');
  try {
    await deleteModels(own, { kind: 'ids', ids, named: false });
  } catch (error) {
    await own.err.write(errorLines(failureOf(error), own));
  }
  await own.close();
  await promptLine(ctx, own.err, 'Press Enter to return to the list. ');
}
