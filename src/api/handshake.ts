/**
 * Why a server broke a TLS handshake off. Bun's fetch says no more than that it did; a handshake of its own, without a
 * request, tells the alert.
 */
import { isIP } from 'node:net';
import { connect, rootCertificates } from 'node:tls';
import type { TlsFiles } from '../config/tls.ts';

/** An alert comes at once where there is one, in milliseconds. */
const LONGEST = 2000;

/** The error of a handshake with this server; `undefined` where none shows in time. */
export function handshakeError(url: URL, { authorities, client }: TlsFiles): Promise<Error | undefined> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(url.port) || 443,
      // An address has no name that a certificate could be asked for by (RFC 6066).
      servername: isIP(host) ? '' : host,
      ...(authorities.length > 0 && { ca: [...rootCertificates, ...authorities] }),
      ...client,
    });
    const end = (error?: Error) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(error);
    };
    const timer = setTimeout(end, LONGEST);
    socket.on('error', end);
    socket.on('close', () => end());
  });
}
