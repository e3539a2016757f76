/** The files of a git work tree, as git sees them. */
import { spawn } from 'node:child_process';
import type { Context } from '../context.ts';

/**
 * The files below a folder that git tracks or does not ignore, as paths relative to it. `undefined` if it is not in a
 * work tree or git is missing. Runs nothing from the tree, whose settings may name a program that watches files.
 */
export function gitFiles(folder: string, ctx: Pick<Context, 'env' | 'signal'>): Promise<string[] | undefined> {
  const args = ['-c', 'core.fsmonitor=false', '--no-optional-locks', 'ls-files', '-co', '--exclude-standard', '-z'];
  return new Promise((resolve) => {
    const env = { ...ctx.env } as NodeJS.ProcessEnv;
    const child = spawn('git', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
    const chunks: Buffer[] = [];
    const interrupt = () => child.kill('SIGKILL');
    const end = (files: string[] | undefined) => {
      ctx.signal.removeEventListener('abort', interrupt);
      resolve(files);
    };
    ctx.signal.addEventListener('abort', interrupt, { once: true });
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', () => end(undefined));
    child.once('close', (code) => {
      if (code !== 0) return end(undefined);
      const names = Buffer.concat(chunks).toString('utf8').split('\0');
      // A folder with a slash is a repository of its own. A tracked file with a conflict is listed more than once.
      end([...new Set(names.filter((name) => name !== '' && !name.endsWith('/')))]);
    });
  });
}
