/** Certificates: the client's own for mutual TLS, and authorities besides the built-in ones. Each file is read once. */
import type { Context } from '../context.ts';
import type { Connection } from './connection.ts';
import type { Setting } from './setting.ts';

export interface TlsFiles {
  /** PEM texts to trust besides the built-in authorities. */
  authorities: readonly string[];
  /** PEM texts of the client certificate and its key, for the base URL's origin only. */
  client: { cert: string; key: string } | undefined;
}

/** Variables that name a file of certificates: that of OpenSSL and Go, and that of Node. */
const AUTHORITY_FILES = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'];

/**
 * The files that this connection needs. Nothing is read for plain http.
 * @throws CliError `unreadable-file`, `bad-pem`
 */
export async function readTlsFiles(connection: Connection, env: Context['env']): Promise<TlsFiles> {
  const { clientCertificate, baseUrl } = connection;
  const named = authorityFiles(env);
  const needsFiles = baseUrl.value.url.startsWith('https:') && (named.length > 0 || clientCertificate);
  if (!needsFiles) return { authorities: [], client: undefined };
  const { readAuthority, readPair } = await import('./pem.ts');
  return { authorities: named.map(readAuthority), client: clientCertificate && (await readPair(clientCertificate)) };
}

/**
 * Only the authorities, for requests without a client certificate.
 * @throws CliError `unreadable-file`, `bad-pem`
 */
export async function readAuthorities(env: Context['env']): Promise<string[]> {
  const named = authorityFiles(env);
  return named.length === 0 ? [] : named.map((await import('./pem.ts')).readAuthority);
}

function authorityFiles(env: Context['env']): Setting<string>[] {
  const files: Setting<string>[] = [];
  for (const name of AUTHORITY_FILES) {
    const value = env[name];
    if (value) files.push({ value, origin: name });
  }
  return files;
}
