/**
 * Finds the reason that a server gives in an error body. Servers were seen to use `error.message`, `error` (text),
 * `message`, `detail` (text, object or list), `errors[0].message`, a list of errors, `title`, plain text, and pages of
 * HTML.
 */
import { decode, OPEN_ARRAY, OPEN_OBJECT, QUOTE, skipByteOrderMark, skipWhitespace } from '../json/bytes.ts';

/** A longer body is not an error, and parsed it would take far more memory than its text. */
const MAX_PARSED = 1 << 20;
/** How much of a page is read: what it is about is at its beginning. */
const PAGE_BEGINNING = 1 << 16;
const MAX_LENGTH = 2000;
/** A word at the cutoff is kept whole up to this length, because half a key could not be redacted. */
const MAX_WORD_LENGTH = 1 << 12;
/** Fields that hold a reason, the most specific first. */
const FIELDS = [
  'error',
  'message',
  'detail',
  'errors',
  'error_description',
  'error_msg',
  'error_message',
  'errorMessage',
  'err_msg',
  'errmsg',
  'msg',
  'Message',
  'reason',
  'fault',
  'faultstring',
  'base_resp',
  'status_msg',
  'title',
] as const;
const ELEMENTS = ['message', 'faultstring', 'error_msg', 'reason', 'title', 'h1'];
const MAX_DEPTH = 4;

/** The reason as text for a person, or `undefined` if the body gives none. */
export function extractReason(body: Uint8Array): string | undefined {
  const json = looksLikeJson(body);
  if (json && body.length > MAX_PARSED + 1) return undefined;
  const text = decode(body.subarray(0, json ? body.length : PAGE_BEGINNING))
    .replace(/^\ufeff/, '')
    .trim();
  if (text === '') return undefined;
  const reason = json ? findReason(parse(text), 0) : isHtml(text) ? elementText(text) : text;
  return reason === undefined ? undefined : truncate(reason);
}

function truncate(reason: string): string {
  if (reason.length <= MAX_LENGTH) return reason;
  const overflow = reason.slice(MAX_LENGTH, MAX_LENGTH + MAX_WORD_LENGTH);
  const blank = overflow.search(/\s/);
  const end = MAX_LENGTH + (blank < 0 ? overflow.length : blank);
  return end === reason.length ? reason : `${reason.slice(0, end)} …`;
}

/** Whether the text is a page meant for a browser, or XML. */
export function isHtml(text: string): boolean {
  return /^<(!doctype|html|head|body|\?xml|error|title)\b/i.test(text.slice(0, 256).trimStart());
}

function looksLikeJson(body: Uint8Array): boolean {
  const first = body[skipWhitespace(body, skipByteOrderMark(body), body.length)];
  return first === OPEN_OBJECT || first === OPEN_ARRAY || first === QUOTE;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function findReason(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return findReason(value[0], depth + 1);
  for (const field of FIELDS) {
    const reason = findReason((value as Record<string, unknown>)[field], depth + 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/**
 * The text of the first element that may hold a reason: the title of a page, or the message of XML. Each search scans
 * the text once; a single pattern would start over at every unclosed tag.
 */
function elementText(text: string): string | undefined {
  for (const name of ELEMENTS) {
    const tag = new RegExp(`<(?:[a-z]{1,20}:)?${name}[\\s>]`, 'i').exec(text);
    const open = tag ? text.indexOf('>', tag.index) : -1;
    if (open < 0) continue;
    const inside = text.slice(open + 1);
    const raw = inside.trimStart().startsWith('<![CDATA[');
    const start = raw ? inside.indexOf('<![CDATA[') + '<![CDATA['.length : 0;
    const end = inside.indexOf(raw ? ']]>' : '<', start);
    const found = end < 0 ? '' : inside.slice(start, end).trim();
    if (found !== '') return found;
  }
  return undefined;
}

/** Whether an error body says that the account's quota is used up, which no wait fixes. */
export function isQuotaExceeded(body: Uint8Array): boolean {
  const { code, type } = errorIn(body);
  return [code, type].some((word) => word === 'insufficient_quota' || word === 'billing_hard_limit_reached');
}

/** Error types of gateways that forward every request, even ones they do not know: one-api and new-api. */
const ROUTING_ERRORS: readonly unknown[] = ['one_api_error', 'new_api_error'];

/** Whether the body is from a gateway that found no upstream for the request, so nothing was done. */
export function isUnrouted(body: Uint8Array): boolean {
  return ROUTING_ERRORS.includes(errorIn(body).type);
}

/** Whether the body is what a server returns while it is still loading its model. */
export function isLoading(body: Uint8Array): boolean {
  return /\bloading\b.{0,20}\bmodel\b|\bmodel\b.{0,40}\bloading\b/i.test(
    (extractReason(body) ?? '').slice(0, MAX_LENGTH),
  );
}

/** Whether an error body says, as OpenAI's API and compatible servers do, that a model does not exist. */
export function isModelNotFound(body: Uint8Array): boolean {
  return errorIn(body).code === 'model_not_found';
}

function errorIn(body: Uint8Array): { code?: unknown; type?: unknown } {
  if (body.length > MAX_PARSED + 1) return {};
  const error = (parse(decode(body)) as { error?: unknown } | null)?.error;
  return typeof error === 'object' && error !== null ? error : {};
}
