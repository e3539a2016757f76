/** A command line in, an exit code out. The only place that catches. */
import { isHidden, parse } from './cli/parse.ts';
import { LOADERS } from './commands/index.ts';
import { type Context, OutputClosedError } from './context.ts';
import { CliError, failureOf } from './errors/error.ts';
import { redact } from './errors/redact.ts';
import type { Chunk } from './output/terminal-text.ts';
import { openSession, type Session } from './session/session.ts';
import { VERSION_LINE } from './version.ts';

/** Runs `openai` with these arguments. Never throws, and never ends the process. */
export async function main(argv: readonly string[], ctx: Context): Promise<number> {
  let session: Session | undefined;
  try {
    const { command, group, flags, brief, args } = parse(argv);
    session = openSession(ctx, flags, args, command);
    if (flags.version) {
      await session.out.write(VERSION_LINE);
      await session.close();
      return 0;
    }
    if (flags.help || command === undefined) {
      const { showHelp } = await import('./commands/help.ts');
      await showHelp(session, command === undefined || isHidden(command) ? undefined : command, {
        group,
        brief: brief ?? false,
      });
      await session.close();
      return 0;
    }
    if (flags.format === 'html' && ctx.stdout.isTTY) throw new CliError('page-on-terminal', { command });
    const run = await LOADERS[command]();
    const code = await run(session);
    await session.close();
    return code;
  } catch (error) {
    return await report(error, session ?? openSession(ctx, {}, []));
  }
}

/** Says what went wrong on stderr and gives the exit code. */
async function report(thrown: unknown, session: Session): Promise<number> {
  if (thrown instanceof OutputClosedError) return 0;
  const error = failureOf(thrown);
  if (session.command !== undefined && !isHidden(session.command)) error.command ??= session.command;
  // Most runs have nothing to explain.
  const { exitOf } = await import('./errors/explain.ts');
  if (exitOf(error) === 4 && session.rejectionHints.length > 0)
    error.also = [...(error.also ? [error.also] : []), ...session.rejectionHints].join(' ');
  try {
    // What was complete before the failure is still worth having.
    if (error.code !== 'write-failed') await session.close();
  } catch {
    // The failure that is being reported comes first.
  }
  try {
    await session.err.write(...((await machineReadable(error, session)) ?? (await readable(error, session))));
    if (session.flags.debug && thrown instanceof Error && !(thrown instanceof CliError))
      await session.err.write(`${redact(thrown.stack ?? '', session.secrets)}\n`);
    await session.err.flush();
  } catch {
    // Nobody can be told; the exit code still tells.
  }
  return exitOf(error);
}

async function readable(error: CliError, session: Session): Promise<Chunk[]> {
  const { errorLines } = await import('./session/report.ts');
  return [errorLines(error, session)];
}

/** The server's error body, where a flag asks for it. */
async function machineReadable(error: CliError, session: Session): Promise<Chunk[] | undefined> {
  const { flags } = session;
  if (!error.body || (flags['format-error'] === undefined && !flags['transform-error'])) return undefined;
  const { renderErrorBody } = await import('./session/report.ts');
  return renderErrorBody(session, error.body, session.secrets);
}
