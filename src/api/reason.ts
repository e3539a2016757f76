/**
 * The reason that a server gives in an error body, wherever it puts it. Servers were seen to use `error.message`,
 * `error` (text), `message`, `detail` (text, object or list), `errors[0].message`, a list of errors, `title`, plain
 * text, and pages of HTML.
 */
import { decode } from '../json/bytes.ts';

const LONGEST = 2000;
/** Fields that hold a reason, the most telling first. */
const FIELDS = ['error', 'message', 'detail', 'errors', 'error_description', 'msg', 'reason', 'title'] as const;
const DEEPEST = 4;

/** The reason as text for a person, or `undefined` where the body gives none. */
export function reasonOf(body: Uint8Array): string | undefined {
  const text = decode(body)
    .replace(/^\ufeff/, '')
    .trim();
  if (text === '') return undefined;
  const reason = looksLikeJson(text) ? reasonIn(parse(text), 0) : isHtml(text) ? htmlTitle(text) : text;
  if (reason === undefined) return undefined;
  return reason.length > LONGEST ? `${reason.slice(0, LONGEST)} …` : reason;
}

/** True for a page meant for a browser. */
export function isHtml(text: string): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml)\b/i.test(text);
}

function looksLikeJson(text: string): boolean {
  return /^[[{"]/.test(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function reasonIn(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return reasonIn(value[0], depth + 1);
  for (const field of FIELDS) {
    const reason = reasonIn((value as Record<string, unknown>)[field], depth + 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function htmlTitle(text: string): string | undefined {
  const title = /<title[^>]*>([^<]*)</i.exec(text) ?? /<h1[^>]*>([^<]*)</i.exec(text);
  return title?.[1]?.trim() || undefined;
}

/** True for an error body in which OpenAI's API, or a server that does as it does, says that a model does not exist. */
export function isModelNotFound(body: Uint8Array): boolean {
  const error = (parse(decode(body)) as { error?: unknown } | null)?.error;
  return typeof error === 'object' && error !== null && (error as { code?: unknown }).code === 'model_not_found';
}
