/** The way to the server, step by step: name, connection, TLS. It only opens connections and sends no requests. */
import { lookup } from 'node:dns/promises';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { connect, isIP } from 'node:net';
import { delimiter, join } from 'node:path';
import { connect as connectTls, type PeerCertificate, rootCertificates } from 'node:tls';
import type { TlsFiles } from '../config/tls.ts';
import type { Context } from '../context.ts';

const DAY = 86_400_000;
/** A certificate that expires sooner than this gets a warning. */
const SOON_DAYS = 14;

/** Resolves the addresses of a host. */
export async function checkName(hostname: string): Promise<Check> {
  try {
    const addresses = await lookup(bare(hostname), { all: true });
    return pass('name', `${hostname} is ${addresses.map(({ address }) => address).join(', ')}`);
  } catch (error) {
    return fail(
      'name',
      `${hostname} cannot be resolved (${codeOf(error)})`,
      'Check the spelling of the base URL and the network.',
    );
  }
}

/** Opens a connection to the server, or to the proxy in front of it. */
export async function checkConnection(url: URL, timeout: number, now: () => number): Promise<Check> {
  const port = portOf(url);
  const began = now();
  try {
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ host: bare(url.hostname), port, timeout });
      socket.once('connect', () => {
        socket.destroy();
        resolve();
      });
      socket.once('timeout', () => socket.destroy(new Error('timed out')));
      socket.once('error', reject);
    });
    return pass('connection', `${url.hostname}:${port} responds in ${Math.round(now() - began)} ms`);
  } catch (error) {
    return fail(
      'connection',
      `${url.hostname}:${port} does not respond (${codeOf(error)})`,
      'Is the server running? Is the port right? Is there a firewall or proxy in between?',
    );
  }
}

/** Checks the server's certificate: who issued it and when it expires. */
export async function checkTls(
  url: URL,
  { authorities, client }: TlsFiles,
  { timeout, now }: { timeout: number; now: () => number },
): Promise<Check> {
  try {
    const certificate = await new Promise<PeerCertificate>((resolve, reject) => {
      const socket = connectTls({
        host: bare(url.hostname),
        port: portOf(url),
        // An IP address is not a name that a certificate can be requested for (RFC 6066).
        servername: isIP(bare(url.hostname)) ? '' : bare(url.hostname),
        timeout,
        ...(authorities.length > 0 && { ca: [...rootCertificates, ...authorities] }),
        ...client,
      });
      socket.once('secureConnect', () => {
        resolve(socket.getPeerCertificate());
        socket.destroy();
      });
      socket.once('timeout', () => socket.destroy(new Error('timed out')));
      socket.once('error', reject);
    });
    return certificateCheck(certificate, now());
  } catch (error) {
    return fail('TLS', `no secure connection (${codeOf(error)})`, 'Try openai models list or curl -v for more.');
  }
}

function certificateCheck({ issuer, valid_to }: PeerCertificate, now: number): Check {
  const until = new Date(valid_to);
  const days = Math.floor((until.getTime() - now) / DAY);
  const found = `certificate by ${issuer?.O ?? issuer?.CN ?? 'an unnamed issuer'}, until ${until.toISOString().slice(0, 10)}`;
  if (days < SOON_DAYS)
    return warning('TLS', `${found}: ${days} days left`, 'Ask whoever runs the server to renew it.');
  return pass('TLS', found);
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function codeOf(error: unknown): string {
  const { code, message, errors } = error as NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] };
  return code ?? errors?.[0]?.code ?? message;
}

// Which program `openai` is: OpenAI's own CLI and old packages also install one with that name.

const NAMES = { win32: ['openai.exe', 'openai.cmd', 'openai'] } as const satisfies Record<string, readonly string[]>;

/** The first `openai` on PATH, and whether it is this program. */
export function checkPath({ env, platform, program }: Context): Check {
  const names = platform === 'win32' ? NAMES.win32 : ['openai'];
  const found = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .filter(isProgram);
  const [first] = found;
  if (first === undefined) return warning('command', 'no openai on PATH', 'Install it, or run it by its full path.');
  if (program !== undefined && samePlace(first, program)) return pass('command', `${first} is this program`);
  return warning('command', `${first} comes first on PATH and is a different program`, othersNext(found, program));
}

function othersNext(found: readonly string[], program: string | undefined): string {
  const later = program === undefined ? undefined : found.find((path) => samePlace(path, program));
  return later
    ? `Put the folder of ${later} first on PATH.`
    : 'Remove it (pip uninstall openai, npm rm -g openai, brew uninstall openai), or run this one by its full path.';
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function samePlace(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

/** The findings of `doctor`. */

export type Verdict = 'pass' | 'warn' | 'fail';

export interface Check {
  /** What was checked, in a word or two. */
  name: string;
  verdict: Verdict;
  /** What was found. Never a key. */
  found: string;
  /** What to do about it. */
  next?: string;
}

export function pass(name: string, found: string): Check {
  return { name, verdict: 'pass', found };
}

export function warning(name: string, found: string, next: string): Check {
  return { name, verdict: 'warn', found, next };
}

export function fail(name: string, found: string, next: string): Check {
  return { name, verdict: 'fail', found, next };
}
