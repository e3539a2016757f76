/** Who needs no proxy: NO_PROXY against addresses, without a request. The ways through real proxies are in test/robustness/proxy. */
import { describe, expect, test } from 'vitest';
import { proxyFor } from '../../../src/config/proxy.ts';

const isProxied = (url: string, list: string) =>
  proxyFor(new URL(url), { HTTP_PROXY: 'http://p.test:1', HTTPS_PROXY: 'http://p.test:2', NO_PROXY: list }) !==
  undefined;

describe('NO_PROXY', () => {
  test.each([
    ['10.0.0.0/8', 'http://10.1.2.3:8000/v1'],
    ['10.0.0.0/8', 'http://10.255.255.255/v1'],
    ['10.128.0.0/9', 'http://10.200.0.1/v1'],
    ['192.168.4.0/22', 'http://192.168.7.255/v1'],
    ['192.168.1.7/32', 'http://192.168.1.7/v1'],
    ['0.0.0.0/0', 'http://8.8.8.8/v1'],
    ['a.test, 172.16.0.0/12 b.test', 'https://172.31.0.1/v1'],
    ['fd00::/8', 'http://[fd12:3456::1]:8000/v1'],
    ['FD00::/8', 'http://[fdff::]/v1'],
    ['[fd00::]/8', 'http://[fd00::1]/v1'],
    ['2001:db8::/33', 'http://[2001:db8:7fff::1]/v1'],
    ['::/0', 'http://[2001:db8::1]/v1'],
    ['10.0.0.0/8', 'http://[::ffff:10.0.0.1]/v1'],
    ['fd00::1', 'http://[fd00:0:0::1]/v1'],
    ['[fd00::1]', 'http://[fd00::1]/v1'],
    ['fd00:0:0:0::01', 'http://[fd00::1]/v1'],
    ['::ffff:10.0.0.1', 'http://10.0.0.1/v1'],
    ['[fd00::1]:8000', 'http://[fd00::1]:8000/v1'],
    ['10.0.0.1', 'http://10.0.0.1/v1'],
    ['10.0.0.1:80', 'http://10.0.0.1/v1'],
    ['api.test:443', 'https://api.test/v1'],
    ['api.test:80', 'http://api.test/v1'],
    ['api.test:8443', 'https://api.test:8443/v1'],
    ['.test', 'https://api.test/v1'],
    ['*.test', 'https://api.test/v1'],
    ['test', 'https://api.test/v1'],
    ['API.test.', 'https://api.test/v1'],
    ['*', 'https://api.test/v1'],
  ])('%s: %s goes straight there', (list, url) => expect(isProxied(url, list)).toBe(false));

  test.each([
    ['10.0.0.0/8', 'http://11.0.0.1/v1'],
    ['10.128.0.0/9', 'http://10.127.255.255/v1'],
    ['192.168.4.0/22', 'http://192.168.8.0/v1'],
    ['192.168.1.7/32', 'http://192.168.1.6/v1'],
    ['10.0.0.0/33', 'http://10.0.0.1/v1'],
    ['10.0.0.1/33', 'http://10.0.0.1/v1'],
    ['fd00::1/129', 'http://[fd00::1]/v1'],
    ['10.0.0.0/', 'http://10.0.0.1/v1'],
    ['10.0.0.0/8x', 'http://10.0.0.1/v1'],
    ['10.0.0/8', 'http://10.0.0.1/v1'],
    ['10.0.0.300/8', 'http://10.0.0.1/v1'],
    ['10.0.0.0/8', 'http://ten.test/v1'],
    ['fd00::/8', 'http://[fc00::1]/v1'],
    ['fd00::/129', 'http://[fd00::1]/v1'],
    ['2001:db8::/33', 'http://[2001:db8:8000::1]/v1'],
    ['::/0', 'http://10.0.0.1/v1'],
    ['0.0.0.0/0', 'http://[fd00::1]/v1'],
    ['0.0.0.1', 'http://10.0.0.1/v1'],
    ['api.test:443', 'https://api.test:8443/v1'],
    ['api.test:443', 'http://api.test/v1'],
    ['pi.test', 'https://api.test/v1'],
    ['', 'https://api.test/v1'],
  ])('%s: %s goes through the proxy', (list, url) => expect(isProxied(url, list)).toBe(true));
});

test.each(['http://user:100%pw@p.test', 'http://100%:pw@p.test', 'http://user:%ff@p.test'])(
  'credentials that mean nothing are refused: %s',
  (address) => {
    expect(() => proxyFor(new URL('http://api.test/v1'), { HTTP_PROXY: address })).toThrow(
      expect.objectContaining({ code: 'bad-proxy', args: { origin: 'HTTP_PROXY', percent: true } }),
    );
  },
);

describe('the proxy', () => {
  const http = 'http://api.test/v1';
  const https = 'https://api.test/v1';
  test.each<[url: string, env: Record<string, string>, proxy: string | undefined, origin?: string]>([
    [http, {}, undefined],
    [http, { HTTP_PROXY: 'http://p.test:1' }, 'http://p.test:1/', 'HTTP_PROXY'],
    [https, { HTTP_PROXY: 'http://p.test:1' }, undefined],
    [https, { HTTPS_PROXY: 'http://p.test:1' }, 'http://p.test:1/', 'HTTPS_PROXY'],
    [http, { HTTPS_PROXY: 'http://p.test:1' }, undefined],
    [http, { ALL_PROXY: 'http://p.test:1' }, 'http://p.test:1/', 'ALL_PROXY'],
    [https, { all_proxy: 'http://p.test:1', ALL_PROXY: 'http://q.test' }, 'http://p.test:1/', 'all_proxy'],
    [https, { HTTPS_PROXY: 'http://p.test:1', ALL_PROXY: 'http://q.test' }, 'http://p.test:1/', 'HTTPS_PROXY'],
    [https, { https_proxy: ' ', HTTPS_PROXY: ' http://p.test:1 ' }, 'http://p.test:1/', 'HTTPS_PROXY'],
    [http, { http_proxy: 'p.test:1' }, 'http://p.test:1/', 'http_proxy'],
    [http, { http_proxy: 'HTTPS://p.test' }, 'https://p.test/', 'http_proxy'],
    ['http://127.0.0.1:8/v1', { HTTP_PROXY: 'http://p.test:1' }, undefined],
    ['http://[::1]:8/v1', { HTTP_PROXY: 'http://p.test:1' }, undefined],
    ['http://localhost/v1', { HTTP_PROXY: 'no proxy' }, undefined],
    ...['LOCALHOST', 'a.localhost', '[::]', '0.0.0.0', '127.1.2.3', '[::ffff:127.0.0.1]'].map(
      (host): [string, Record<string, string>, undefined] => [
        `http://${host}:8/v1`,
        { HTTP_PROXY: 'http://p' },
        undefined,
      ],
    ),
    ...['localhost.test', 'alocalhost', '[::2]', '128.0.0.1', '127.0.0.1.test'].map(
      (host): [string, Record<string, string>, string, string] => [
        `http://${host}:8/v1`,
        { HTTP_PROXY: 'http://p' },
        'http://p/',
        'HTTP_PROXY',
      ],
    ),
    [http, { HTTP_PROXY: 'no proxy', NO_PROXY: 'api.test' }, undefined],
  ])('of %s with %j is %s', (url, env, proxy, origin) => {
    const chosen = proxyFor(new URL(url), env);
    expect(chosen?.url.href).toBe(proxy);
    expect(chosen?.origin).toBe(origin);
  });

  test.each(['socks5://p.test', 'no proxy', 'http://', 'ftp://p.test'])('%s is none', (address) => {
    expect(() => proxyFor(new URL(http), { http_proxy: address })).toThrow(
      expect.objectContaining({ code: 'bad-proxy', args: { origin: 'http_proxy' } }),
    );
  });
});
