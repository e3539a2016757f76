/** Shows one object to a person: its fields in the server's order, one per line, times as dates. */
import { decode } from '../json/bytes.ts';
import { jsonKindOf, type Member, readMembers, readString } from '../json/members.ts';
import { Model } from '../models/model.ts';
import { daysLeft, SHUTDOWN_FIELDS } from '../models/shutdown.ts';
import { formatAge, isoDate } from '../models/time.ts';
import { modelTable } from './model-table.ts';
import { type CardSection, type ListFormatter, singleValueRenderer, type View } from './renderer.ts';
import { type Line, type Span, safeLine, span } from './terminal-text.ts';
import { padEnd, widthOf, wrapCells, wrapWords } from './width.ts';
import { yamlValue } from './yaml.ts';

/** A longer label overflows, so that one key cannot make every line as long as itself. */
const MAX_LABEL_WIDTH = 80;

/** The card of the object in `bytes[start, end)`. */
export function renderCard(bytes: Uint8Array, start: number, end: number, view: View): Line[] {
  const model = new Model(bytes, start, end);
  const members = readMembers(bytes, { start, end });
  if (members.length === 0)
    return yamlValue(bytes, { start, end })
      .trimEnd()
      .split('\n')
      .map((line): Line => [line]);
  const titled = ['id', 'identifier'].map((key) => members.find((member) => member.key === key)).find(Boolean);
  const rest = members.filter((member) => member !== titled);
  const room = rest.reduce((widest, { key }) => Math.max(widest, Math.min(MAX_LABEL_WIDTH, widthOf(safeLine(key)))), 0);
  const lines: Line[] = [];
  if (titled) lines.push([span('bold', scalarText(bytes, titled))]);
  for (const member of rest) lines.push(...fieldLines(model, member, room, view));
  for (const section of view.sections?.(model) ?? []) lines.push(...sectionLines(section, room, view.width));
  return lines;
}

function sectionLines({ title, rows }: CardSection, fieldRoom: number, width: number | undefined): Line[] {
  const widest = rows.reduce((most, { label }) => Math.max(most, widthOf(label)), 0);
  const room = title === '' ? Math.max(fieldRoom, widest) : widest;
  const cells = width ?? Number.POSITIVE_INFINITY;
  const head: Line[] = title === '' ? [] : [[], ...wrapWords(title, cells, cells).map((line) => [span('dim', line)])];
  const lines = rows.flatMap(({ label, text, note, isFullWidth }): Line[] => {
    return isFullWidth ? fullWidthLines(text, width) : labeledLines(label, room, text, note, width);
  });
  return [...head, ...lines];
}

function fullWidthLines(text: string, width: number = Number.POSITIVE_INFINITY): Line[] {
  return wrapWords(text, width - 2, width - 4).map((line, i) => [(i === 0 ? '  ' : '    ') + line]);
}

/** The least width that a text is wrapped to. */
const MIN_TEXT_WIDTH = 16;

/** A label with a word-wrapped text next to it, followed by a note. */
function labeledLines(label: string, room: number, text: string, note: string, width: number | undefined): Line[] {
  const indent = room + 4;
  const cells = Math.max(MIN_TEXT_WIDTH, (width ?? Number.POSITIVE_INFINITY) - indent);
  const [first = '', ...others] = wrapWords(text, cells, cells);
  const lines: Span[][] = [[span('dim', `  ${padEnd(label, room)}  `), span('plain', first)]];
  for (const other of others) lines.push([span('plain', ' '.repeat(indent) + other)]);
  if (note === '') return lines;
  const last = lines.at(-1) as Span[];
  if (lineWidth(last) + 2 + widthOf(note) <= indent + cells) last.push(span('dim', `  ${note}`));
  else for (const line of wrapWords(note, cells, cells)) lines.push([span('dim', ' '.repeat(indent) + line)]);
  return lines;
}

function fieldLines(model: Model, member: Member, room: number, view: View): Line[] {
  const { bytes } = model;
  const kind = jsonKindOf(bytes, member);
  if (kind === 'object' || kind === 'array') {
    const text = yamlValue(bytes, member).trimEnd();
    if (!text.includes('\n')) return labeledLines(safeLine(member.key), room, text, '', view.width);
    return [[span('dim', `  ${safeLine(member.key)}`)], ...text.split('\n').map((line): Line => [`    ${line}`])];
  }
  const text = scalarText(bytes, member);
  const note = timeNote(model, member.key, view.now);
  return labeledLines(safeLine(member.key), room, text === '' ? '-' : safeLine(text), note, view.width);
}

function scalarText(bytes: Uint8Array, member: Member): string {
  const kind = jsonKindOf(bytes, member);
  if (kind === 'string') return readString(bytes, member);
  return kind === 'null' ? '-' : decode(bytes, member.start, member.end);
}

/** Explains a time, for the fields that hold one. */
function timeNote(model: Model, key: string, now: number): string {
  if (SHUTDOWN_FIELDS.some((field) => field === key)) return shutdownNote(model, key, now);
  if (key !== 'created' && key !== 'created_at') return '';
  const seconds = model.time(key);
  const old = formatAge(seconds, now);
  return [isoDate(seconds), old && `${old} ago`].filter(Boolean).join(', ');
}

function shutdownNote(model: Model, key: string, now: number): string {
  const seconds = model.time(key);
  if (seconds === undefined) return '';
  const date = isoDate(seconds);
  return [model.string(key)?.startsWith(date) ? '' : date, daysLeft(seconds, now)].filter(Boolean).join(', ');
}

// The card formats: plain for one object on a terminal, boxed as `pretty`.

export const cardRenderer = singleValueRenderer(modelTable, (body, { start, end }, view) =>
  renderCard(body, start, end, view),
);

export const prettyRenderer = singleValueRenderer(boxedList, (body, { start, end }, view) =>
  drawBox(renderCard(body, start, end, view), view.width),
);

function boxedList(view: View): ListFormatter {
  return {
    begin: () => '',
    part: ({ batch }) =>
      [...batch].flatMap(({ bytes, start, end }) => drawBox(renderCard(bytes, start, end, view), view.width)),
    end: () => '',
  };
}

// Boxed cards: the `pretty` format.

/** Border and space on both sides. */
const FRAME = 4;
const MIN_WIDTH = 16;

/** The lines in a box. On a terminal (`width` given), long lines are wrapped to fit. */
export function drawBox(lines: readonly Line[], width: number | undefined): Line[] {
  const room = width === undefined ? Number.POSITIVE_INFINITY : Math.max(MIN_WIDTH, width - FRAME);
  const inside = lines.flatMap((line) => wrapLine(line, room));
  const cells = inside.reduce((widest, line) => Math.max(widest, lineWidth(line)), 1);
  const edge = '─'.repeat(cells + 2);
  return [
    [span('dim', `╭${edge}╮`)],
    ...inside.map((line): Line => [span('dim', '│ '), ...line, ' '.repeat(cells - lineWidth(line)), span('dim', ' │')]),
    [span('dim', `╰${edge}╯`)],
  ];
}

function lineWidth(line: readonly Span[]): number {
  return line.reduce((sum, part) => sum + widthOf(part.text), 0);
}

/** Cuts a line of spans into lines of at most `room` cells. The resulting spans are safe. */
function wrapLine(line: Line, room: number): Span[][] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const part of line) {
    const { text, style } = typeof part === 'string' ? span('plain', part) : part;
    for (const [i, piece] of wrapCells(safeLine(text), room - used, room).entries()) {
      if (i > 0) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push(span(style, piece));
      used += widthOf(piece);
    }
  }
  return lines;
}
