/** A command line in, an exit code out. The only place that catches. */
import { parse } from './cli/parse.ts';
import { LOADERS } from './commands/index.ts';
import { errorLines, openSession, type Session } from './commands/session.ts';
import { type Context, SinkClosed } from './context.ts';
import { CliError, exitOf } from './errors.ts';
import type { FlagValues } from './spec/flags.ts';
import { VERSION } from './version.ts';

/** Runs `openai` with these arguments. Never throws, and never ends the process. */
export async function main(argv: readonly string[], ctx: Context): Promise<number> {
  let session = openSession(ctx, {}, []);
  try {
    const { command, group, flags, args } = parse(argv);
    session = openSession(ctx, flags, args);
    if (flags.version) {
      await session.out.write(`openai version ${VERSION}\n`);
      await session.out.flush();
      return 0;
    }
    if (flags.help || command === undefined) {
      const { showHelp } = await import('./commands/help.ts');
      return await showHelp(session, command, group);
    }
    const run = await LOADERS[command]();
    return await run(session);
  } catch (error) {
    return await report(error, session);
  }
}

/** Says what went wrong on stderr and gives the exit code. */
async function report(thrown: unknown, session: Session): Promise<number> {
  if (thrown instanceof SinkClosed) return 0;
  const error = thrown instanceof CliError ? thrown : unexpected(thrown);
  try {
    // What was complete before the failure is still worth having.
    if (error.code !== 'write-failed') await session.out.flush();
  } catch {
    // The failure that is being reported comes first.
  }
  try {
    await session.err.write(errorLines(error, secretsOf(session)));
    if (session.flags.debug && thrown instanceof Error && !(thrown instanceof CliError))
      await session.err.write(`${thrown.stack}\n`);
    await session.err.flush();
  } catch {
    // Nobody can be told; the exit code still tells.
  }
  return exitOf(error);
}

function unexpected(thrown: unknown): CliError {
  return new CliError('unexpected', { message: thrown instanceof Error ? thrown.message : String(thrown) });
}

/** What must not appear in an error, whoever wrote it. */
function secretsOf({ flags, ctx }: Session): string[] {
  const values: (FlagValues[keyof FlagValues] | undefined)[] = [
    flags['api-key'],
    flags['admin-api-key'],
    flags['webhook-secret'],
    ctx.env.OPENAI_API_KEY,
    ctx.env.OPENAI_ADMIN_KEY,
    ctx.env.OPENAI_WEBHOOK_SECRET,
  ];
  return values.filter((value): value is string => typeof value === 'string').map((value) => value.trim());
}
