/**
 * Detects errors that come with status 200. Servers and gateways were seen to send `{"code":401,"success":false}`,
 * `{"object":"error",...}`, `{"base_resp":{"status_code":1004}}` and an `error` next to `data: null` or `[]`.
 */
import { CliError, isFailure } from '../errors/error.ts';
import { decode } from '../json/bytes.ts';
import type { Api } from './client.ts';
import { MAX_ERROR_BYTES } from './collect.ts';
import { extractReason } from './reason.ts';

/** Codes that mean success, whatever else the response holds. */
const SUCCESS_CODES = [0, 200];
const FAILED_WORDS = ['error', 'fail', 'failed', 'failure'];

type Fields = Readonly<Record<string, unknown>>;

/** The error in a response without models, or `undefined` if the response is merely empty. */
export function findServerError(body: Uint8Array): CliError<'server'> | undefined {
  const fields = body.length > MAX_ERROR_BYTES ? undefined : toObject(parseJson(body));
  if (!fields || !isErrorBody(fields)) return undefined;
  const status = findStatus(fields) ?? 200;
  return new CliError(
    'server',
    { status, method: 'GET', reason: extractReason(body), keyOrigin: undefined },
    body.slice(),
  );
}

/** Adds where the key came from to an error found in a body, which does not know it. */
export function withKeyOrigin(error: unknown, { keyOrigin, official }: Pick<Api, 'keyOrigin' | 'official'>): unknown {
  if (!isFailure(error) || error.code !== 'server' || keyOrigin === undefined) return error;
  const { args } = error;
  if (args.keyOrigin !== undefined) return error;
  return new CliError('server', { ...args, keyOrigin, official: official ?? false }, error.body);
}

function isErrorBody(fields: Fields): boolean {
  const { error, success, ok, object, type, status, code } = fields;
  if (error !== undefined && error !== null && error !== false && error !== '') return true;
  if (success === false || ok === false || object === 'error' || type === 'error') return true;
  if (typeof status === 'string' && FAILED_WORDS.includes(status.toLowerCase())) return true;
  const inner = toInteger(toObject(fields.base_resp)?.status_code);
  if (inner !== undefined && !SUCCESS_CODES.includes(inner)) return true;
  const number = toInteger(code);
  return number !== undefined && !SUCCESS_CODES.includes(number) && success !== true && status !== true;
}

/** The HTTP status that the response should have had, if it says. */
function findStatus(fields: Fields): number | undefined {
  const error = toObject(fields.error);
  const candidates = [fields.code, fields.status, fields.status_code, fields.statusCode, error?.code, error?.status];
  return candidates.map(toInteger).find((number) => number !== undefined && number >= 400 && number < 600);
}

function toInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

function toObject(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(decode(body).replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
