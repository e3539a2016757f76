/** Certificates: the client's own for mutual TLS, and authorities besides the built-in ones. Each file is read once. */
import { readFileSync } from 'node:fs';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { Setting } from './origin.ts';
import type { Connection } from './settings.ts';

export interface TlsFiles {
  /** PEM texts to trust besides the built-in authorities. */
  authorities: readonly string[];
  /** PEM texts of the client certificate and its key: only for the base URL's origin. */
  client: { cert: string; key: string } | undefined;
}

/** Variables that name a file with certificates: OpenSSL's and Go's, and Node's. */
const AUTHORITY_FILES = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'];

/**
 * The files that this connection needs; nothing is read for plain http.
 * @throws CliError `unreadable-file`, `bad-pem`
 */
export async function readTlsFiles(connection: Connection, env: Context['env']): Promise<TlsFiles> {
  const { clientCertificate, baseUrl } = connection;
  if (!baseUrl.value.url.startsWith('https:')) return { authorities: [], client: undefined };
  return {
    authorities: AUTHORITY_FILES.flatMap((name) => {
      const value = env[name];
      return value ? [readPem({ value, origin: name }, /BEGIN (?:TRUSTED |X509 )?CERTIFICATE/, 'a certificate')] : [];
    }),
    client: clientCertificate && (await readPair(clientCertificate)),
  };
}

/** The two files of a client certificate, checked before anything is sent. */
async function readPair({
  certificate,
  key,
}: NonNullable<Connection['clientCertificate']>): Promise<NonNullable<TlsFiles['client']>> {
  const pair = {
    cert: readPem(certificate, /BEGIN (?:X509 )?CERTIFICATE/, 'a certificate'),
    key: readPem(key, /BEGIN (?:[A-Z]+ )*PRIVATE KEY/, 'a private key'),
  };
  const { createPrivateKey, X509Certificate } = await import('node:crypto');
  const locked = /ENCRYPTED/.test(pair.key);
  const usable = locked ? undefined : attempt(() => createPrivateKey(pair.key));
  if (!usable) throw badPem(key, `a private key ${locked ? 'without a password' : 'that is valid'}`);
  const owner = attempt(() => new X509Certificate(pair.cert));
  if (!owner) throw badPem(certificate, 'a certificate that is valid');
  if (!owner.checkPrivateKey(usable)) throw badPem(key, 'a private key that belongs to the certificate');
  return pair;
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function badPem({ value: path, origin }: Setting<string>, what: string): CliError {
  return new CliError('bad-pem', { origin, path, what });
}

function readPem({ value: path, origin }: Setting<string>, pattern: RegExp, what: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CliError('unreadable-file', {
      origin,
      path,
      problem: code === 'ENOENT' ? 'there is no such file' : message,
    });
  }
  if (!pattern.test(text)) throw badPem({ value: path, origin }, what);
  return text;
}
