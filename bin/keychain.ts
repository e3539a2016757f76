/**
 * The operating system's keychain through @napi-rs/keyring, in a separate process: the library blocks in a single call
 * for as long as the keychain takes, and a process can be killed. The key is sent through pipes, never on a command
 * line.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Keychain } from '../src/context.ts';

/** Makes this program the child: `openai __keychain read ACCOUNT`. */
const CHILD_COMMAND = '__keychain';

const SERVICE = 'openai-models';
/** Without a terminal, nobody can unlock the keychain. With one, a person needs time to type a password. */
const LIMIT_MS = 5_000;
const LIMIT_WITH_PERSON_MS = 60_000;

type Action = 'read' | 'write' | 'remove';

interface Reply {
  key?: string | null;
  removed?: boolean;
  problem?: string;
}

/** @param interactive whether someone can respond to a dialog that unlocks the keychain */
export function openKeychain(interactive: boolean): Keychain {
  const ask = (action: Action, account: string, key = '') =>
    askChild(action, account, key, interactive ? LIMIT_WITH_PERSON_MS : LIMIT_MS);
  return {
    read: async (account) => (await ask('read', account)).key ?? undefined,
    write: async (account, key) => void (await ask('write', account, key)),
    remove: async (account) => (await ask('remove', account)).removed ?? false,
  };
}

async function askChild(action: Action, account: string, key: string, limit: number): Promise<Reply> {
  if (!hasSession()) throw new Error('no keychain available (no D-Bus session)');
  const reply = await runChild([CHILD_COMMAND, action, account], key, limit);
  if (reply.problem !== undefined) throw new Error(`cannot use the keychain (${reply.problem})`);
  return reply;
}

/** On Linux, the keychain is a service of the desktop session. */
function hasSession(): boolean {
  if (process.platform !== 'linux') return true;
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder } = process.env;
  return Boolean(address) || (Boolean(folder) && existsSync(`${folder}/bus`));
}

function runChild(args: readonly string[], input: string, limit: number): Promise<Reply> {
  // A compiled executable reports a path inside itself as its script. Node needs the script's path.
  const script = 'Bun' in globalThis ? [] : [process.argv[1] as string];
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, [...script, ...args], {
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    let output = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the keychain did not respond within ${limit / 1000} s`));
    }, limit);
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`cannot query the keychain (${error.message})`));
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      try {
        resolve(JSON.parse(output) as Reply);
      } catch {
        reject(new Error(`cannot query the keychain (it exited with ${code ?? signal})`));
      }
    });
  });
}

/** The child's part: one action, one line of JSON on stdout. */
export async function serveKeychain([action, account = '']: readonly string[]): Promise<void> {
  const { writeSync } = await import('node:fs');
  writeSync(1, `${JSON.stringify(await performAction(action as Action, account))}\n`);
}

async function performAction(action: Action, account: string): Promise<Reply> {
  try {
    const { Entry } = await import('@napi-rs/keyring');
    // Otherwise the library falls back to the kernel's keyring, which does not survive a reboot.
    const entry = new Entry(SERVICE, account, { linux: { store: 'secret-service' } });
    switch (action) {
      case 'read':
        return { key: entry.getPassword() };
      case 'write':
        entry.setPassword(await readInput());
        return {};
      case 'remove':
        return { removed: entry.deleteCredential() };
      default:
        return { problem: `unknown action ${action}` };
    }
  } catch (error) {
    return { problem: (error as Error).message.split('\n')[0] ?? '' };
  }
}

async function readInput(): Promise<string> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) text += chunk;
  return text;
}
