/**
 * `openai __complete` in the real environment. It runs at every Tab, so under Bun it avoids Node's modules, which would
 * cost as much as everything else.
 */
import { complete } from '../src/completion/complete.ts';
import type { CompletionContext } from '../src/completion/reply.ts';

interface BunFiles {
  mmap(path: string): Uint8Array;
  write(to: unknown, text: string): Promise<number>;
  stdout: unknown;
  CryptoHasher: new (name: 'sha256') => { update(text: string): { digest(encoding: 'hex'): string } };
}

/** Larger than any file that completion reads. */
const MAX_BYTES = 1 << 25;

const bun = 'Bun' in globalThis ? (globalThis as unknown as { Bun: BunFiles }).Bun : undefined;

const ctx: CompletionContext = {
  env: process.env,
  home: process.env.HOME || process.env.USERPROFILE || undefined,
  platform: process.platform,
  uid: process.geteuid?.(),
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  async readText(path) {
    try {
      return bun ? await readWithBun(bun, path) : await readWithNode(path);
    } catch {
      return undefined;
    }
  },
  async sha256(text) {
    if (bun) return new bun.CryptoHasher('sha256').update(text).digest('hex');
    return (await import('node:crypto')).createHash('sha256').update(text).digest('hex');
  },
  async spawnInBackground(args) {
    const { spawn } = await import('node:child_process');
    // A compiled executable reports a path inside itself as its script. Node needs the script's path.
    const script = bun ? [] : [process.argv[1] as string];
    const child = spawn(process.execPath, [...script, ...args], { detached: true, stdio: 'ignore', windowsHide: true });
    child.on('error', () => {});
    child.unref();
  },
};

/** Reads with mmap, which loads nothing more but refuses read-only files and anything that is not a file. */
async function readWithBun({ mmap }: BunFiles, path: string): Promise<string | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = mmap(path);
  } catch (error) {
    return (error as { code?: unknown }).code === 'ENOENT' ? undefined : await readWithNode(path);
  }
  return bytes.length > MAX_BYTES ? undefined : new TextDecoder().decode(bytes);
}

/** Opens regular files only: a pipe in its place might never get a writer. */
async function readWithNode(path: string): Promise<string | undefined> {
  const { readFileSync, statSync } = await import('node:fs');
  const found = statSync(path);
  return found.isFile() && found.size <= MAX_BYTES ? readFileSync(path, 'utf8') : undefined;
}

/** Prints the candidates for the shell's script. The exit code says what they are. */
export async function answerShell(args: readonly string[]): Promise<void> {
  const { text, exit } = await complete(args, ctx);
  process.exitCode = exit;
  try {
    // Given nothing to write, Bun would empty the file that stdout is redirected to.
    if (text === '') return;
    if (bun) await bun.write(bun.stdout, text);
    else (await import('node:fs')).writeFileSync(1, text);
  } catch {
    // The shell no longer reads the output.
  }
}
