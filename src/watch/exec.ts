/** The command that receives changes: one run at a time, each given all changes since the last run began. */
import { type ChildProcess, spawn } from 'node:child_process';
import { splitWords } from '../config/key-command.ts';
import { CliError } from '../errors/error.ts';
import { hasCode } from '../fs/lock.ts';
import { type Session, warn } from '../session/session.ts';

/** Maximum lines waiting for a command that does not finish; older ones are dropped, with a warning. */
const MAX_LINES = 10_000;

export class ChangeCommand {
  private readonly session: Session;
  private readonly file: string;
  private readonly args: readonly string[];
  private waiting: string[] = [];
  private dropped = 0;
  private running: Promise<void> | undefined;
  private child: ChildProcess | undefined;

  /** @throws CliError `bad-value` for a line that is not a command */
  constructor(session: Session, line: string) {
    const [file, ...args] = splitWords(line) ?? [];
    if (file === undefined)
      throw new CliError('bad-value', { what: '--exec', value: line, want: 'a command with closed quotes' });
    this.session = session;
    this.file = file;
    this.args = args;
  }

  /** Takes lines without line breaks, and does not wait for the command to handle them. */
  enqueue(lines: readonly string[]): void {
    for (const line of lines) this.waiting.push(line);
    const surplus = this.waiting.length - MAX_LINES;
    if (surplus > 0) {
      this.waiting.splice(0, surplus);
      this.dropped += surplus;
    }
    this.running ??= this.runAll();
  }

  /** Resolves once the command has received everything. */
  async drain(): Promise<void> {
    await this.running;
  }

  /** Ends the running command. */
  stop(): void {
    this.waiting = [];
    this.child?.kill('SIGTERM');
  }

  private async runAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const lines = this.waiting;
      this.waiting = [];
      if (this.dropped > 0)
        await warn(this.session, `${this.file} did not finish: ${this.dropped} older changes were not passed to it`);
      this.dropped = 0;
      const problem = await this.run(lines.map((line) => `${line}\n`).join(''));
      if (problem !== undefined && !this.session.ctx.signal.aborted)
        await warn(this.session, `${this.file} ${problem}`);
    }
    this.running = undefined;
  }

  /** Returns what went wrong, if anything. */
  private run(input: string): Promise<string | undefined> {
    const { ctx, err } = this.session;
    return new Promise((resolve) => {
      const env = { ...ctx.env } as NodeJS.ProcessEnv;
      const child = spawn(this.file, this.args, { env, stdio: 'pipe', windowsHide: true });
      this.child = child;
      const end = (problem: string | undefined) => {
        this.child = undefined;
        resolve(problem);
      };
      child.once('error', (error) => end(spawnProblem(error)));
      child.once('close', (code, signal) => {
        end(code === 0 ? undefined : code === null ? `was killed by ${signal}` : `exited with ${code}`);
      });
      // Not an error: a command may do its work without reading its input.
      child.stdin.on('error', () => {});
      child.stdin.end(input);
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          void err.write(text).then(() => err.flush());
        });
    });
  }
}

function spawnProblem(error: Error): string {
  if (hasCode(error, 'ENOENT')) return 'cannot run: no such program';
  if (hasCode(error, 'EACCES')) return 'cannot run: it is not executable';
  return `cannot run: ${error.message}`;
}
