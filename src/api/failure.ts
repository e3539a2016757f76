/** Errors of sockets, names and TLS, by the codes that Node, OpenSSL and Bun give them, as our own errors. */
import { CliError, type NetworkFailure } from '../errors.ts';

const KINDS: Readonly<Record<string, NetworkFailure>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  EAI_NODATA: 'name',
  EAI_FAIL: 'name',
  DNS_ENOTFOUND: 'name',
  FailedToOpenSocket: 'refused',
  ECONNREFUSED: 'refused',
  ConnectionRefused: 'refused',
  ECONNRESET: 'closed',
  ConnectionClosed: 'closed',
  ECONNABORTED: 'closed',
  EPIPE: 'closed',
  UND_ERR_SOCKET: 'closed',
  ETIMEDOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
};

/** What any thrown thing of a transport means. A CliError is passed on as it is. */
export function networkError(error: unknown, host: string): CliError {
  if (error instanceof CliError) return error;
  const { code, message } = describe(error);
  const kind = KINDS[code] ?? (isTls(code, message) ? 'tls' : 'other');
  const detail = kind === 'refused' || kind === 'closed' ? undefined : code || message;
  return new CliError('network', { kind, host, detail });
}

export function timeoutError(host: string, ms: number): CliError {
  return new CliError('network', { kind: 'timeout', host, detail: undefined, seconds: ms / 1000 });
}

function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const { code } = error as NodeJS.ErrnoException;
  // Several addresses were tried: their errors stand in an AggregateError without a message.
  if (error instanceof AggregateError && error.errors.length > 0 && !error.message) return describe(error.errors[0]);
  if (code === undefined && error.cause !== undefined) return describe(error.cause);
  return { code: typeof code === 'string' ? code : '', message: error.message };
}

function isTls(code: string, message: string): boolean {
  return (
    /^(ERR_(TLS|SSL)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(code) ||
    /certificate|\bTLS\b|\bSSL\b/.test(message)
  );
}
