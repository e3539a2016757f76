/** Explains TLS failures in words, by the error codes of OpenSSL (Node) and BoringSSL (Bun). */

export interface TlsProblem {
  detail: string;
  advice: string;
}

const UNKNOWN_AUTHORITY: TlsProblem = {
  detail: 'its certificate is not signed by a trusted authority',
  advice: 'If you trust that authority, set SSL_CERT_FILE to a PEM file with its certificate.',
};

const SELF_SIGNED: TlsProblem = {
  detail: 'its certificate is self-signed',
  advice: 'If you trust it, set SSL_CERT_FILE to a PEM file with that certificate.',
};

const CLIENT_REFUSED: TlsProblem = {
  detail: 'the server refused the client certificate, or requires one',
  advice: 'Pass one that it accepts, and its key, with the --mtls-client flags.',
};

const PLAIN_HTTP: TlsProblem = {
  detail: 'the server does not speak TLS on that port',
  advice: 'Is the port right? Should the base URL begin with http://?',
};

const OLD_TLS: TlsProblem = {
  detail: 'the server only supports an old version of TLS',
  advice: 'Ask whoever runs the server to enable TLS 1.2 or newer.',
};

const BAD_FILE: TlsProblem = {
  detail: 'a certificate file is invalid',
  advice: 'Check the files set in SSL_CERT_FILE and NODE_EXTRA_CA_CERTS.',
};

const HANDSHAKE_ENDED: TlsProblem = {
  detail: 'the server ended the TLS handshake',
  advice: 'It may require a client certificate (see the --mtls-client flags), or may not speak TLS on that port.',
};

/** The first pattern to match wins: against the code, or against the message if no code matches. */
const PROBLEMS: readonly [RegExp, TlsProblem][] = [
  [
    /CERT_HAS_EXPIRED/,
    {
      detail: 'its certificate has expired',
      advice: "Ask whoever runs the server to renew it. Is this machine's clock right?",
    },
  ],
  [
    /CERT_NOT_YET_VALID/,
    {
      detail: 'its certificate is not valid yet',
      advice: "Is this machine's clock right? If so, ask whoever runs the server to replace it.",
    },
  ],
  [
    /ALTNAME_INVALID|HOSTNAME_MISMATCH/,
    {
      detail: 'its certificate is for another host',
      advice: 'Check the host in the base URL: the certificate must match it.',
    },
  ],
  [
    /CERT_REVOKED/,
    { detail: 'its certificate was revoked', advice: 'Do not connect. Ask whoever runs the server for a new one.' },
  ],
  [/DEPTH_ZERO_SELF_SIGNED|^SELF_SIGNED_CERT$/, SELF_SIGNED],
  [/SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_UNTRUSTED|INVALID_CA/, UNKNOWN_AUTHORITY],
  [/OSSL_(ASN1|PEM)|PEM_(LIB|READ)|BAD_(BASE64|END_LINE)/, BAD_FILE],
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|wrong version number|packet length too long|HTTP_REQUEST/i, PLAIN_HTTP],
  [/ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|alert protocol version|unsupported protocol/i, OLD_TLS],
  [
    /ALERT_(CERTIFICATE|BAD_CERT|UNKNOWN_CA|HANDSHAKE|ACCESS)|CERTIFICATE_REQUIRED|alert (certificate|bad cert|unknown ca|handshake|number 116)/i,
    CLIENT_REFUSED,
  ],
];

/** The problem, or `undefined` if the failure has nothing to do with TLS. */
export function findTlsProblem(code: string, message: string): TlsProblem | undefined {
  const match =
    PROBLEMS.find(([pattern]) => pattern.test(code)) ??
    PROBLEMS.find(([pattern]) => isTls(code, message) && pattern.test(message));
  if (match) return match[1];
  if (!isTls(code, message)) return undefined;
  if (HANDSHAKE_CODES.includes(code)) return HANDSHAKE_ENDED;
  return { detail: code || message, advice: "Check the server's certificate and the base URL." };
}

/** All that Bun's fetch reports for a TLS alert. */
const HANDSHAKE_CODES = ['EPROTO', 'TLSHandshakeFailed'];

export function isHandshakeFailure(error: unknown): boolean {
  return HANDSHAKE_CODES.includes(String((error as { code?: unknown } | null)?.code));
}

function isTls(code: string, message: string): boolean {
  return (
    /^(TLSHandshake|ERR_(TLS|SSL|OSSL)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(code) ||
    /certificate|\bTLS\b|\bSSL\b/.test(message)
  );
}
