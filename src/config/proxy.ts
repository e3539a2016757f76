/**
 * Which proxy a request goes through: HTTPS_PROXY or HTTP_PROXY by the URL's scheme, else ALL_PROXY; lower case
 * counts first, as in curl. NO_PROXY lists hosts, domains, `host:port`, addresses, or `*`. Loopback never goes
 * through a proxy, as with OpenAI's own CLI: a proxy could not reach it.
 */

import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { isLoopback } from './key.ts';

export interface ChosenProxy {
  url: URL;
  /** The variable it came from. */
  origin: string;
}

/** @throws CliError `bad-proxy` for a variable that holds no http or https address. */
export function proxyFor(url: URL, env: Context['env']): ChosenProxy | undefined {
  const found = variable(env, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? variable(env, 'ALL_PROXY');
  if (!found || isLoopback(url.hostname) || isExempt(url, variable(env, 'NO_PROXY')?.value ?? '')) return undefined;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(found.value) ? found.value : `http://${found.value}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (!proxy?.hostname || !['http:', 'https:'].includes(proxy.protocol))
    throw new CliError('bad-proxy', { origin: found.origin });
  return { url: proxy, origin: found.origin };
}

function variable(env: Context['env'], name: string): { value: string; origin: string } | undefined {
  for (const origin of [name.toLowerCase(), name]) {
    const value = env[origin]?.trim();
    if (value) return { value, origin };
  }
  return undefined;
}

function isExempt(url: URL, list: string): boolean {
  const host = bare(url.hostname);
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
  const domain = bare(name.replace(/^\*?\./, ''));
  return host === domain || host.endsWith(`.${domain}`);
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}
