/** Gets a key from a command of the user's choice, such as a password manager. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { hasCode } from '../fs/lock.ts';

const LIMIT_SECONDS = 10;
/** More output than this is not a key. */
const MAX_OUTPUT = 1 << 16;

interface CommandResult {
  stdout: string;
  stderr: string;
  /** The exit code, the signal that ended it, or why we ended it. */
  exitStatus: number | string;
}

/**
 * What the command prints, without one trailing line break. It runs without a shell and without input.
 * @param source what errors call the command
 * @throws CliError `key-source`, with what the command wrote to stderr
 */
export async function keyFromCommand(
  line: string,
  source: string,
  ctx: Pick<Context, 'env' | 'signal'>,
  seconds = LIMIT_SECONDS,
): Promise<string> {
  const fail = (problem: string, errorOutput?: string) =>
    new CliError('key-source', { source, problem, said: errorOutput });
  const words = splitWords(line);
  if (!words) throw fail('has an unclosed quote');
  const [file, ...args] = words;
  if (file === undefined) throw fail('is empty');
  const { stdout, stderr, exitStatus } = await runCommand(file, args, ctx, seconds).catch((error) => {
    if (hasCode(error, 'ENOENT')) throw fail(`cannot run: no program '${file}'`);
    if (hasCode(error, 'EACCES')) throw fail(`cannot run: '${file}' is not executable`);
    throw fail(`cannot run: ${(error as Error).message}`);
  });
  if (ctx.signal.aborted) throw new CliError('interrupted', {});
  const errorOutput = stderr.trim() || undefined;
  if (typeof exitStatus === 'string') throw fail(exitStatus, errorOutput);
  if (exitStatus !== 0) throw fail(`exited with ${exitStatus}`, errorOutput);
  const key = stdout.replace(/\r?\n$/, '');
  if (key.trim() === '') throw fail('printed nothing', errorOutput);
  return key;
}

function runCommand(file: string, args: readonly string[], ctx: Pick<Context, 'env' | 'signal'>, seconds: number) {
  return new Promise<CommandResult>((resolve, reject) => {
    const env = { ...ctx.env } as NodeJS.ProcessEnv;
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const output = { stdout: '', stderr: '' };
    let ended = false;
    const end = (exitStatus: number | string) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      ctx.signal.removeEventListener('abort', interrupt);
      if (typeof exitStatus === 'string') detach(child);
      resolve({ ...output, exitStatus });
    };
    const interrupt = () => end('was interrupted');
    const timer = setTimeout(() => end(`took longer than ${seconds} s`), seconds * 1000);
    ctx.signal.addEventListener('abort', interrupt, { once: true });
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
        if (output[name].length > MAX_OUTPUT) end('printed too much to be a key');
      });
    child.once('error', (error) => {
      clearTimeout(timer);
      ctx.signal.removeEventListener('abort', interrupt);
      reject(error);
    });
    child.once('close', (code, signal) => end(code ?? `was killed by ${signal}`));
  });
}

/** Ends the child. Processes that it started may live on, but cannot keep this program waiting. */
function detach(child: ChildProcess): void {
  child.kill('SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}

/**
 * Splits a command line into words like a POSIX shell: blanks separate words, single quotes keep everything, double
 * quotes keep all but backslashes, a backslash keeps the next character. Nothing is expanded, and shell operators are
 * plain characters.
 *
 * @returns `undefined` if a quote is not closed or a backslash ends the line
 */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let i = 0; i < line.length; i++) {
    const c = line[i] as string;
    if (quote !== undefined) {
      if (c === quote) quote = undefined;
      else if (c === '\\' && quote === '"' && isEscaped(line[i + 1])) word = (word ?? '') + line[++i];
      else word = (word ?? '') + c;
    } else if (c === '"' || c === "'") {
      quote = c;
      word ??= '';
    } else if (c === '\\') {
      if (i + 1 === line.length) return undefined;
      word = (word ?? '') + line[++i];
    } else if (/\s/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + c;
  }
  if (quote !== undefined) return undefined;
  return word === undefined ? words : [...words, word];
}

/** In double quotes, a backslash is kept unless one of these follows. */
function isEscaped(next: string | undefined): boolean {
  return next !== undefined && '"\\$`'.includes(next);
}
