/** `completion SHELL`: prints the shell's completion script; `--install` puts it where the shell looks. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { SCRIPTS } from '../completion/scripts.ts';
import { quoteShellWord } from '../config/text.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { nearest } from '../errors/nearest.ts';
import { joinPath } from '../fs/paths.ts';
import { makeFolder, replaceFile } from '../fs/replace.ts';
import { note, type Session } from '../session/session.ts';
import { SHELLS, type Shell } from '../spec/types.ts';

/** Other names of shells. */
const OTHER_NAMES: Readonly<Record<string, string>> = { pwsh: 'powershell' };

/** @throws CliError `bad-value` if there is no script for the shell, or none is named */
export async function completion(session: Session): Promise<0> {
  const { args, flags, out, ctx } = session;
  if (flags.install) return install(session, shellNamed(args[0] ?? ctx.env.SHELL?.split('/').at(-1)));
  await out.write(SCRIPTS[shellNamed(args[0])]);
  return 0;
}

function shellNamed(named: string | undefined): Shell {
  const requestedName = named?.toLowerCase() ?? '';
  const name = Object.hasOwn(OTHER_NAMES, requestedName) ? OTHER_NAMES[requestedName] : requestedName;
  const shell = SHELLS.find((known) => known === name);
  if (shell) return shell;
  const want = `one of ${SHELLS.join(', ')}`;
  throw new CliError('bad-value', { what: 'the shell', value: named, want, nearest: nearest(requestedName, SHELLS) });
}

/** Where a shell loads completions from, and anything else it needs. */
interface Place {
  path: string;
  /** A line for the shell's own startup file, if the shell does not look into the folder by itself. */
  also?: string;
}

/** Follows each shell's documentation. `undefined` without a home folder. */
function placeFor(shell: Shell, { env, home }: Context): Place | undefined {
  if (home === undefined) return undefined;
  const data = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : joinPath(home, '.local', 'share');
  const config = env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : joinPath(home, '.config');
  switch (shell) {
    case 'bash':
      return { path: joinPath(data, 'bash-completion', 'completions', 'openai') };
    case 'fish':
      return { path: joinPath(config, 'fish', 'completions', 'openai.fish') };
    case 'zsh': {
      const path = joinPath(data, 'zsh', 'site-functions', '_openai');
      const folder = quoteShellWord(dirname(path));
      return { path, also: `Add to ~/.zshrc, before compinit: fpath=(${folder} $fpath)` };
    }
    case 'powershell': {
      const path = joinPath(data, 'openai-models', 'openai.ps1');
      return { path, also: `Add to $PROFILE: . '${path.replaceAll("'", "''")}'` };
    }
  }
}

/** @throws CliError `state-failed` if the file cannot be written */
async function install(session: Session, shell: Shell): Promise<0> {
  const place = placeFor(shell, session.ctx);
  if (!place)
    throw new CliError('state-failed', { path: 'the home folder', problem: 'this account has none', next: undefined });
  const { path, also } = place;
  const replaced = existsSync(path);
  try {
    makeFolder(dirname(path), 0o755);
    replaceFile(path, SCRIPTS[shell], undefined, 0o644);
  } catch (error) {
    throw new CliError('state-failed', { path, problem: (error as Error).message, next: undefined });
  }
  await note(
    session,
    [`${replaced ? 'Replaced' : 'Wrote'} ${path}`],
    ...(also ? [[also]] : []),
    ['It takes effect in new shells.'],
    [`To undo: rm ${quoteShellWord(path)}`],
  );
  return 0;
}
