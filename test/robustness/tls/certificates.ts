/** Certificates made at run time, so that none can expire in a checkout. */
import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

const DAY = 86_400_000;

/** A certificate with its private key, both as PEM. */
export interface Identity {
  cert: string;
  key: string;
}

export interface Authority extends Identity {
  issue(wanted: Wanted): Identity;
}

export interface Wanted {
  name: string;
  /** Host names and addresses that it is for. */
  hosts?: readonly string[];
  /** Days from now; a week ago to a year ahead unless said. */
  from?: number;
  to?: number;
}

export function createAuthority(name: string): Authority {
  const keys = keyPair();
  const subject = attributes(name);
  const cert = certify(
    { name, from: -30, to: 365 },
    { keys, issuer: subject, signer: keys.privateKey, authority: true },
  );
  const issue = (wanted: Wanted): Identity => {
    const own = keyPair();
    return {
      cert: certify(wanted, { keys: own, issuer: subject, signer: keys.privateKey, authority: false }),
      key: own.pem,
    };
  };
  return { cert, key: keys.pem, issue };
}

/** A certificate that nobody but itself vouches for. */
export function selfSigned(wanted: Wanted): Identity {
  const keys = keyPair();
  const made = { keys, issuer: attributes(wanted.name), signer: keys.privateKey, authority: false };
  return { cert: certify(wanted, made), key: keys.pem };
}

interface Keys {
  publicKey: forge.pki.PublicKey;
  privateKey: forge.pki.rsa.PrivateKey;
  pem: string;
}

/** Node makes keys far faster than JavaScript does. */
function keyPair(): Keys {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    publicKey: forge.pki.publicKeyFromPem(publicKey),
    privateKey: forge.pki.privateKeyFromPem(privateKey),
    pem: privateKey,
  };
}

/** A private key that only a password opens. */
export function lockedKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'canary' },
  });
  return privateKey;
}

function attributes(name: string): forge.pki.CertificateField[] {
  return [{ name: 'commonName', value: name }];
}

interface Making {
  keys: Keys;
  issuer: forge.pki.CertificateField[];
  signer: forge.pki.rsa.PrivateKey;
  authority: boolean;
}

let serial = 1;

function certify(
  { name, hosts = [], from = -7, to = 365 }: Wanted,
  { keys, issuer, signer, authority }: Making,
): string {
  const cert = forge.pki.createCertificate();
  cert.publicKey = keys.publicKey;
  cert.serialNumber = (serial++).toString(16).padStart(2, '0');
  cert.validity.notBefore = new Date(Date.now() + from * DAY);
  cert.validity.notAfter = new Date(Date.now() + to * DAY);
  cert.setSubject(attributes(name));
  cert.setIssuer(issuer);
  const names = hosts.map((host) => (/^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host }));
  cert.setExtensions([
    { name: 'basicConstraints', cA: authority },
    ...(authority ? [{ name: 'keyUsage', keyCertSign: true, cRLSign: true }] : []),
    ...(names.length > 0 ? [{ name: 'subjectAltName', altNames: names }] : []),
  ]);
  cert.sign(signer, forge.md.sha256.create());
  return forge.pki.certificateToPem(cert);
}
