/** `--format-error` and `--transform-error`: prints the server's error body to stderr, for programs. */

import { quoteShellWord } from '../config/text.ts';
import type { CliError } from '../errors/error.ts';
import { exitOf, explain, helpFor } from '../errors/explain.ts';
import { redact } from '../errors/redact.ts';
import { decode, encode, skipByteOrderMark, skipWhitespace } from '../json/bytes.ts';
import { type Range, readMembers } from '../json/members.ts';
import { Scanner } from '../json/scanner.ts';
import { loadRenderer, resolveFormat } from '../output/formats.ts';
import { rawValue } from '../output/json.ts';
import type { Chunk, Line } from '../output/terminal-text.ts';
import { wrapLine } from '../output/width.ts';
import type { FlagValues } from '../spec/flags.ts';
import { createView, type Session } from './session.ts';

/**
 * The body in the requested format, or `undefined` if none was requested. A path is resolved against the body, or
 * against its `error`, as in the official CLI. One that matches nothing leaves the body whole.
 */
export async function renderErrorBody(
  session: Session,
  body: Uint8Array,
  secrets: readonly string[],
): Promise<Chunk[] | undefined> {
  const { flags, ctx } = session;
  const path = flags['transform-error'];
  const requestedFormat = flags['format-error'];
  if (requestedFormat === undefined && !path) return undefined;
  const safe = encode(redact(decode(body), secrets));
  const range = findValue(safe);
  const view = { width: ctx.stderr.isTTY ? createView(session).width : undefined, now: ctx.now() / 1000 };
  const format =
    path && (requestedFormat ?? 'auto') === 'auto'
      ? 'json'
      : resolveFormat(requestedFormat ?? 'auto', ctx.stderr.isTTY, true);
  if (!range) return [rawValue(safe)];
  const renderer = await loadRenderer(format);
  if (path) {
    const { compileTransform } = await import('../models/transform.ts');
    const { transformedValues } = await import('../output/transformed.ts');
    const transform = compileTransform(path);
    const result = candidates(safe, range)
      .map(transform)
      .find((found) => found !== undefined);
    if (result) {
      const values = transformedValues(renderer, { ...view, rawOutput: flags['raw-output'] ?? false });
      return [values.add(result), values.end()];
    }
  }
  const values = renderer.values(view);
  return [values.add(safe, range), values.end()];
}

function candidates(bytes: Uint8Array, range: Range): string[] {
  const error = readMembers(bytes, range).find((member) => member.key === 'error');
  return [range, ...(error ? [error] : [])].map(({ start, end }) => decode(bytes, start, end));
}

/** The range of the single JSON value in these bytes, if that is what they are. */
function findValue(bytes: Uint8Array): Range | undefined {
  const start = skipWhitespace(bytes, skipByteOrderMark(bytes), bytes.length);
  const scanner = new Scanner();
  if (!scanner.value(bytes, start, bytes.length)) return undefined;
  const end = scanner.position;
  return skipWhitespace(bytes, end, bytes.length) === bytes.length ? { start, end } : undefined;
}

/** An error for people: what happened, what the server said, what to do next. */
export function errorLines(error: CliError, { flags, ctx, secrets }: Session): Line[] {
  const { happened, said, next = exitOf(error) === 2 ? helpFor(error.command) : undefined } = explain(error);
  const shown = (text: string) => clipText(redact(text, secrets));
  const lines: Line[] = [
    [{ text: 'openai: ', style: 'red' }, shown(`${sourcePrefix(error)}${happened}${effortText(error)}`)],
  ];
  const add = (text: string) => lines.push([INDENT, shown(text)]);
  for (const line of said?.split('\n', MAX_LINES) ?? []) if (line.trim() !== '') add(line);
  for (const line of [next, error.also]) if (line !== undefined) add(atThisEndpoint(line, flags));
  const { isTTY, columns } = ctx.stderr;
  return isTTY ? lines.flatMap((line) => wrapLine(line, columns ?? 80)) : lines;
}

const INDENT = '  ';

/** The list that the error is about, if there are several. */
function sourcePrefix({ source }: CliError): string {
  return source === undefined ? '' : `${source}: `;
}

/** ` (3 tries in 12 s)`, if one was not enough. */
function effortText({ effort }: CliError): string {
  if (!effort || effort.tries < 2) return '';
  const seconds = effort.milliseconds / 1000;
  return ` (${effort.tries} tries in ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s)`;
}

/** Suggested commands get the same endpoint flags as this run. */
function atThisEndpoint(text: string, flags: FlagValues): string {
  const where = [
    flags.sandbox && '--sandbox',
    flags.profile && `--profile ${quoteShellWord(flags.profile)}`,
    flags['base-url'] && `--base-url ${quoteShellWord(flags['base-url'])}`,
  ].filter(Boolean);
  if (where.length === 0) return text;
  return text.replace(/\bopenai models (?:list|retrieve|delete)\b/g, (command) => `${command} ${where.join(' ')}`);
}

/** The most that is shown of a line and of a text: ids and reasons from servers have no limit. */
const MAX_LINE_LENGTH = 4000;
const MAX_LINES = 100;

/** Call this after keys are redacted, so that no part of one remains. */
function clipText(text: string): string {
  if (text.length <= MAX_LINE_LENGTH) return text;
  return `${text.slice(0, MAX_LINE_LENGTH)} … (${(text.length - MAX_LINE_LENGTH).toLocaleString('en-US')} more)`;
}
