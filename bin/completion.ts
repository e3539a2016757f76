/**
 * `openai __complete` in the real world. It is loaded at every Tab, so under Bun it leaves Node's modules alone: they
 * would cost as much again as all the rest.
 */
import { complete } from '../src/completion/complete.ts';
import type { World } from '../src/completion/world.ts';

interface BunFiles {
  mmap(path: string): Uint8Array;
  file(path: string): { text(): Promise<string> };
  write(to: unknown, text: string): Promise<number>;
  stdout: unknown;
}

const bun = 'Bun' in globalThis ? (globalThis as unknown as { Bun: BunFiles }).Bun : undefined;

const world: World = {
  env: process.env,
  home: process.env.HOME ?? process.env.USERPROFILE,
  platform: process.platform,
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  async readText(path) {
    try {
      return bun ? await readWithBun(bun, path) : (await import('node:fs')).readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
  async startAside(args) {
    const { spawn } = await import('node:child_process');
    // A compiled executable names a place inside itself as its script; Node needs the script's path.
    const script = bun ? [] : [process.argv[1] as string];
    const child = spawn(process.execPath, [...script, ...args], { detached: true, stdio: 'ignore', windowsHide: true });
    child.on('error', () => {});
    child.unref();
  },
};

/** A file as the memory has it is read without the threads that `file` starts; one that may only be read it refuses. */
async function readWithBun({ mmap, file }: BunFiles, path: string): Promise<string> {
  try {
    return new TextDecoder().decode(mmap(path));
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') throw error;
    return await file(path).text();
  }
}

/** Prints what fits the line, for the script of the shell; the exit code says what it is. */
export async function answerShell(args: readonly string[]): Promise<void> {
  const { text, exit } = await complete(args, world);
  process.exitCode = exit;
  try {
    if (bun) await bun.write(bun.stdout, text);
    else (await import('node:fs')).writeFileSync(1, text);
  } catch {
    // The shell has lost interest.
  }
}
