/**
 * Finds out why a server ended a TLS handshake. Bun's fetch reports only that it did; a second handshake, without a
 * request, shows the alert.
 */
import { isIP } from 'node:net';
import { connect, rootCertificates } from 'node:tls';
import type { TlsFiles } from '../config/tls.ts';

/** How long to wait for an alert, in milliseconds. If there is one, it comes at once. */
const MAX_LENGTH = 2000;

/** The error of a handshake with this server, or `undefined` if there is none in time. */
export function handshakeError(url: URL, { authorities, client }: TlsFiles): Promise<Error | undefined> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(url.port) || 443,
      // Server name indication does not allow IP addresses (RFC 6066).
      servername: isIP(host) ? '' : host,
      ...(authorities.length > 0 && { ca: [...rootCertificates, ...authorities] }),
      ...client,
    });
    const finish = (error?: Error) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(error);
    };
    const timer = setTimeout(finish, MAX_LENGTH);
    socket.on('error', finish);
    socket.on('close', () => finish());
  });
}
