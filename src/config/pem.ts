/** PEM files, checked before anything is sent. */
import { readFileSync } from 'node:fs';
import { CliError } from '../errors/error.ts';
import type { Connection } from './connection.ts';
import type { Setting } from './setting.ts';

/**
 * A file of authorities to trust.
 * @throws CliError `unreadable-file`, `bad-pem`
 */
export function readAuthority(setting: Setting<string>): string {
  return readPem(setting, /BEGIN (?:TRUSTED |X509 )?CERTIFICATE/, 'a certificate');
}

/**
 * The two files of a client certificate.
 * @throws CliError `unreadable-file`, `bad-pem`
 */
export async function readPair({
  certificate,
  key,
}: NonNullable<Connection['clientCertificate']>): Promise<NonNullable<{ cert: string; key: string }>> {
  const pair = {
    cert: readPem(certificate, /BEGIN (?:X509 )?CERTIFICATE/, 'a certificate'),
    key: readPem(key, /BEGIN (?:[A-Z]+ )*PRIVATE KEY/, 'a private key'),
  };
  const { createPrivateKey, X509Certificate } = await import('node:crypto');
  const locked = /ENCRYPTED/.test(pair.key);
  const usable = locked ? undefined : attempt(() => createPrivateKey(pair.key));
  if (!usable) throw badPem(key, `a private key ${locked ? 'without a password' : 'that is valid'}`);
  const owner = attempt(() => new X509Certificate(pair.cert));
  if (!owner) throw badPem(certificate, 'a valid certificate');
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
