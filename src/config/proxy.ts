/**
 * Which proxy a request goes through: HTTPS_PROXY or HTTP_PROXY by the URL's scheme, else ALL_PROXY. Lower-case names
 * take precedence, as in curl. NO_PROXY lists hosts, domains, `host:port`, addresses and address ranges (`10.0.0.0/8`,
 * `fd00::/8`), or `*`. Loopback never goes through a proxy, as with OpenAI's own CLI: a proxy could not reach it.
 */

import type { OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';

import type { Context } from '../context.ts';
import { CliError } from '../errors/error.ts';
import { isLoopback } from './key.ts';

export interface ChosenProxy {
  url: URL;
  /** The variable it came from. */
  origin: string;
}

/** @throws CliError `bad-proxy` for a variable that is not an http or https URL, or has invalid credentials */
export function proxyFor(url: URL, env: Context['env']): ChosenProxy | undefined {
  const found = variable(env, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? variable(env, 'ALL_PROXY');
  if (!found || isLoopback(url.hostname) || isExempt(url, variable(env, 'NO_PROXY')?.value ?? '')) return undefined;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(found.value) ? found.value : `http://${found.value}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (!proxy?.hostname || !['http:', 'https:'].includes(proxy.protocol))
    throw new CliError('bad-proxy', { origin: found.origin });
  if ([proxy.username, proxy.password].some((part) => decoded(part) === undefined))
    throw new CliError('bad-proxy', { origin: found.origin, percent: true });
  return { url: proxy, origin: found.origin };
}

/** `undefined` for invalid percent-encoding: Bun would send no credentials, and Node would fail later. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function variable(env: Context['env'], name: string): { value: string; origin: string } | undefined {
  for (const origin of [name.toLowerCase(), name]) {
    const value = env[origin]?.trim();
    if (value) return { value, origin };
  }
  return undefined;
}

function isExempt(url: URL, list: string): boolean {
  const host = stripBrackets(url.hostname);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  const [, name = entry, wanted] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (wanted !== undefined && wanted !== port) return false;
  if (name.includes('/')) return isInSubnet(host, name);
  const address = parseAddress(stripBrackets(name));
  if (address) return sameBits(address, parseAddress(host), address.length * 8);
  const domain = stripBrackets(name.replace(/^\*?\./, ''));
  return host === domain || host.endsWith(`.${domain}`);
}

/** Whether an address is in a range such as `10.0.0.0/8`. A name is in no range, whatever it resolves to. */
function isInSubnet(host: string, range: string): boolean {
  const [, start = '', length = ''] = /^(.+)\/(\d{1,3})$/.exec(range) ?? [];
  const first = parseAddress(stripBrackets(start));
  const bits = Number(length);
  return first !== undefined && bits <= first.length * 8 && sameBits(first, parseAddress(host), bits);
}

function sameBits(one: readonly number[], other: readonly number[] | undefined, bits: number): boolean {
  if (other?.length !== one.length) return false;
  return one.every((byte, i) => {
    const unlike = byte ^ (other[i] as number);
    return unlike >> Math.max(0, 8 - Math.max(0, bits - i * 8)) === 0;
  });
}

/** The 4 or 16 bytes of an address. An IPv4 address inside an IPv6 one (`::ffff:10.0.0.1`) counts as IPv4. */
function parseAddress(text: string): number[] | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) {
    const bytes = text.split('.').map(Number);
    return bytes.every((byte) => byte < 256) ? bytes : undefined;
  }
  if (!text.includes(':') || !URL.canParse(`http://[${text}]`)) return undefined;
  // The URL parser normalizes all spellings of an address.
  const [head = '', tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const words = [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
  const bytes = words.flatMap((word) => [word >> 8, word & 0xff]);
  const mapped = words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff;
  return mapped ? bytes.slice(12) : bytes;
}

function stripBrackets(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

/** Request options for a URL. */
export function requestOptionsFor(url: URL): RequestOptions {
  return {
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: url.pathname + url.search,
  };
}

/** The credentials in a proxy's URL, as a header. */
export function proxyHeaders({ username, password }: URL): OutgoingHttpHeaders {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}
