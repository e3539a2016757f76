/**
 * A unified diff that applies each replacement, for `git apply`. It works on bytes, so encodings, line endings and a
 * missing final newline are kept. Without git's own header, the paths are relative to the folder it is applied in.
 */
import { type Finding, replaceId } from '../findings.ts';
import { groupByFile, type Report } from '../report.ts';
import { unitsAt } from '../scan.ts';

const CONTEXT = 3;
const LINE_FEED = 0x0a;
const BOM = [0xef, 0xbb, 0xbf];

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function* diffFormat({ findings, readFile }: Report): Generator<Uint8Array> {
  for (const { path, found } of groupByFile(findings)) {
    const bytes = readFile(path);
    if (bytes) yield* fileDiff(path, bytes, found);
  }
}

/** A changed line with its line ending, by index from 0. */
interface Change {
  index: number;
  after: Uint8Array;
}

function* fileDiff(path: string, bytes: Uint8Array, findings: readonly Finding[]): Generator<Uint8Array> {
  const lines = linesOf(bytes);
  const changes: Change[] = [];
  for (let i = 0; i < findings.length; ) {
    const index = (findings[i]?.line ?? 1) - 1;
    let next = i;
    while (findings[next]?.line === index + 1) next++;
    const before = lines[index];
    const after = before && changed(before, findings.slice(i, next), index === 0 && hasMark(bytes));
    if (after) changes.push({ index, after });
    i = next;
  }
  if (changes.length === 0) return;
  yield encoder.encode(`--- ${shownPath('a', path)}\n+++ ${shownPath('b', path)}\n`);
  for (const hunk of hunksOf(changes)) yield hunkBytes(lines, hunk);
}

/** The line with its ids replaced; `undefined` if it does not change, or differs from what was read before. */
function changed(line: Uint8Array, findings: readonly Finding[], hasBom: boolean): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let at = 0;
  let units = 1;
  let edits = 0;
  const start = hasBom ? BOM.length : 0;
  if (hasBom) {
    parts.push(line.subarray(0, start));
    at = start;
  }
  for (const { column, text, verdict } of findings) {
    const instead = replaceId(text, verdict);
    if (instead === undefined) continue;
    const place = placeOf(line, at, units, column);
    const end = place + text.length;
    if (decoder.decode(line.subarray(place, end)) !== text) return undefined;
    parts.push(line.subarray(at, place), encoder.encode(instead) as Uint8Array);
    at = end;
    units = column + text.length;
    edits++;
  }
  if (edits === 0) return undefined;
  parts.push(line.subarray(at));
  return joined(parts);
}

/** The byte position of a column; `units` is the column of byte `at`. Invalid UTF-8 counts byte by byte. */
function placeOf(line: Uint8Array, at: number, units: number, column: number): number {
  let seen = units;
  let i = at;
  while (seen < column && i < line.length) seen += unitsAt(line, i++);
  while (i < line.length && unitsAt(line, i) === 0) i++;
  return i;
}

function hunksOf(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    const near = last?.at(-1);
    if (last && near && change.index - near.index <= 2 * CONTEXT) last.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function hunkBytes(lines: readonly Uint8Array[], hunk: readonly Change[]): Uint8Array {
  const first = Math.max(0, (hunk[0]?.index ?? 0) - CONTEXT);
  const last = Math.min(lines.length - 1, (hunk.at(-1)?.index ?? 0) + CONTEXT);
  const count = last - first + 1;
  const parts: Uint8Array[] = [encoder.encode(`@@ -${first + 1},${count} +${first + 1},${count} @@\n`)];
  const after = new Map(hunk.map((change) => [change.index, change.after]));
  let removed: Uint8Array[] = [];
  let added: Uint8Array[] = [];
  const flush = () => {
    parts.push(...removed, ...added);
    [removed, added] = [[], []];
  };
  for (let i = first; i <= last; i++) {
    const line = lines[i] as Uint8Array;
    const changedTo = after.get(i);
    if (changedTo) {
      removed.push(marked('-', line));
      added.push(marked('+', changedTo));
    } else {
      flush();
      parts.push(marked(' ', line));
    }
  }
  flush();
  return joined(parts);
}

function marked(mark: string, line: Uint8Array): Uint8Array {
  const ends = line.at(-1) === LINE_FEED;
  return joined([encoder.encode(mark), line, encoder.encode(ends ? '' : '\n\\ No newline at end of file\n')]);
}

/** The lines, including their line feeds. */
function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, from);
    const to = feed < 0 ? bytes.length : feed + 1;
    lines.push(bytes.subarray(from, to));
    from = to;
  }
  return lines;
}

function hasMark(bytes: Uint8Array): boolean {
  return BOM.every((byte, i) => bytes[i] === byte);
}

/** The path as git writes it: quoted and escaped if necessary, and followed by a tab if it contains a space. */
function shownPath(side: string, path: string): string {
  const whole = `${side}/${path}`;
  if (/[\x00-\x1f\x7f"\\]/.test(whole))
    return `"${whole.replace(/[\x00-\x1f\x7f"\\]/g, (char) =>
      char === '"' || char === '\\' ? `\\${char}` : `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`,
    )}"`;
  return whole.includes(' ') ? `${whole}\t` : whole;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
