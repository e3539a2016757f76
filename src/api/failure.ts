/** Turns socket, DNS and TLS errors into our own errors, by the codes that Node, OpenSSL and Bun give them. */
import type { ChosenProxy } from '../config/proxy.ts';
import { CliError, type Failure, isFailure, type NetworkFailure } from '../errors/error.ts';
import { decode, skipWhitespace } from '../json/bytes.ts';
import { findTlsProblem } from './certificate.ts';
import { MAX_ERROR_BYTES } from './collect.ts';
import { extractReason, isHtml } from './reason.ts';

const KINDS: Readonly<Record<string, NetworkFailure>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'lookup',
  EAI_NODATA: 'lookup',
  EAI_FAIL: 'lookup',
  DNS_ENOTFOUND: 'lookup',
  DNSResolutionFailed: 'lookup',
  FailedToOpenSocket: 'refused',
  ECONNREFUSED: 'refused',
  ConnectionRefused: 'refused',
  ECONNRESET: 'closed',
  ConnectionClosed: 'closed',
  ECONNABORTED: 'closed',
  EPIPE: 'closed',
  UND_ERR_SOCKET: 'closed',
  ERR_STREAM_PREMATURE_CLOSE: 'closed',
  ETIMEDOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
};

/** Codes of Node's HTTP parser, and of Bun's. */
const NOT_HTTP =
  /^(HPE_|Malformed_HTTP|InvalidHTTP|ResponseHeadersTooLarge|UnrequestedUpgrade|UnexpectedData|InvalidContentLength|UnsupportedTransferEncoding)/;

/** The error for anything that a transport throws. A CliError is passed on unchanged. */
export function networkError(error: unknown, host: string): Failure {
  if (isFailure(error)) return error;
  const { code, message } = describe(error);
  if (NOT_HTTP.test(code)) return notHttpError(host);
  const tls = findTlsProblem(code, message);
  if (tls) return new CliError('network', { kind: 'tls', host, ...tls });
  const kind = KINDS[code] ?? 'other';
  const detail = kind === 'refused' || kind === 'closed' ? undefined : code || message;
  return new CliError('network', { kind, host, detail });
}

/** Like {@link networkError}, for a request with a client certificate, which a server may reject without saying so. */
export function clientCertificateError(error: unknown, host: string): CliError {
  const failure = networkError(error, host);
  if (failure.code !== 'network' || failure.args.kind !== 'closed') return failure;
  const advice = 'The server may not accept the client certificate.';
  return new CliError('network', { kind: 'closed', host, detail: undefined, advice });
}

/** Like {@link networkError}, for a connection to a proxy. A TLS error is about the server behind it. */
export function proxyError(error: unknown, { url, origin }: ChosenProxy): CliError {
  const { status } = error as { status?: unknown };
  if (typeof status === 'number') return proxyStatusError(status, { url, origin });
  const failure = networkError(error, url.host);
  if (failure.code !== 'network' || failure.args.kind === 'tls' || failure.args.kind === 'timeout') return failure;
  const { kind, detail } = failure.args;
  const reason = {
    refused: 'nothing is listening there',
    name: 'there is no such host',
    lookup: 'there is no such host',
    closed: 'it closed the connection',
  };
  const advice = `The proxy is set by ${origin}.`;
  const explanation = reason[kind as keyof typeof reason] ?? detail;
  return new CliError('network', { kind: 'proxy', host: url.host, detail: explanation, advice });
}

/** The error when the proxy responded but did not open a tunnel to the server. */
export function proxyStatusError(status: number, { url, origin }: ChosenProxy): CliError {
  if (status === 407)
    return new CliError('server', { status, method: 'CONNECT', reason: undefined, keyOrigin: undefined });
  const advice = `The proxy is set by ${origin}.`;
  return new CliError('network', { kind: 'proxy', host: url.host, detail: `it returned ${status}`, advice });
}

/** Like {@link networkError}, for a response that had already begun. */
export function bodyError(error: unknown, host: string): CliError {
  const failure = networkError(error, host);
  if (failure.code !== 'network' || failure.args.kind !== 'closed') return failure;
  return new CliError('network', { kind: 'other', host, detail: 'the connection ended in the middle of the response' });
}

/** The error for a response that does not follow the protocol. */
export function notHttpError(host: string): Failure {
  const advice = 'Is the port right? Should the base URL begin with https://?';
  return new CliError('network', { kind: 'other', host, detail: 'the response is not valid HTTP', advice });
}

export function timeoutError(host: string, ms: number): CliError {
  return new CliError('network', { kind: 'timeout', host, detail: undefined, seconds: ms / 1000 });
}

function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const { code } = error as NodeJS.ErrnoException;
  // When several addresses were tried, their errors are in an AggregateError without a message.
  if (error instanceof AggregateError && error.errors.length > 0 && !error.message) return describe(error.errors[0]);
  if (code === undefined && error.cause !== undefined) return describe(error.cause);
  return { code: typeof code === 'string' ? code : '', message: error.message };
}

/** The most of a response that is held at once. No model comes near this, but an endless response does. */
export const MAX_BYTES = 64 << 20;

/** The most values in one model, or beside the models: parsed, they take far more memory than their text. */
export const MAX_VALUES = 250_000;

/** The error for a response that goes on and on without completing anything. */
export function responseTooLongError(what: string): CliError {
  return new CliError('not-json', { what, problem: 'the response is too long to fit in memory', html: false });
}

/** The error for a value with more parts than any real one has. */
export function tooManyValuesError(what: string): CliError {
  const problem = `part of it has more than ${MAX_VALUES.toLocaleString('en-US')} values, more than any model has`;
  return new CliError('not-json', { what, problem, html: false });
}

/** Where reading stopped: a byte offset in the whole response, and whether the text simply ended there. */
export interface ParseFailure {
  /** The part of the response that is in memory. */
  body: Uint8Array;
  at: number;
  ended: boolean;
}

/** The error for a response that is not the expected JSON: empty, a web page, cut off or invalid. */
export function invalidResponseError({ body, at, ended }: ParseFailure, what: string): CliError {
  const html = isHtml(decode(body.subarray(0, 256)));
  const problem = html ? describePage(body) : describeText(body, at, ended);
  return new CliError('not-json', { what, problem, html }, body.slice(0, MAX_ERROR_BYTES));
}

function describePage(body: Uint8Array): string {
  const title = extractReason(body);
  return `the response is a web page${title ? ` (${title})` : ''}`;
}

function describeText(body: Uint8Array, at: number, ended: boolean): string {
  if (skipWhitespace(body, 0, body.length) >= body.length) return 'the response is empty';
  const position = at.toLocaleString('en-US');
  return ended ? `the response ends early, after ${position} bytes` : `the response is invalid at byte ${position}`;
}
