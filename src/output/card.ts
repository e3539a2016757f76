/** One object for a person: its fields in the server's order, one below the other, times as dates. */
import { decode } from '../json/bytes.ts';
import { kindOf, type Member, readMembers, readString } from '../json/members.ts';
import { Model } from '../models/model.ts';
import { daysLeft, SHUTDOWN_FIELDS } from '../models/shutdown.ts';
import type { CardSection, View } from './formatter.ts';
import { safeLine } from './safe.ts';
import { type Line, span } from './span.ts';
import { age, isoDate } from './when.ts';
import { padEnd, widthOf } from './width.ts';
import { yamlValue } from './yaml.ts';

/** A longer label runs over: one key must not make every line as long as itself. */
const WIDEST_LABEL = 80;

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
  const room = rest.reduce((widest, { key }) => Math.max(widest, Math.min(WIDEST_LABEL, widthOf(safeLine(key)))), 0);
  const lines: Line[] = [];
  if (titled) lines.push([span('bold', scalarText(bytes, titled))]);
  for (const member of rest) lines.push(...field(model, member, room, view));
  for (const section of view.sections?.(model) ?? []) lines.push(...sectionLines(section, room));
  return lines;
}

function sectionLines({ title, rows }: CardSection, fieldRoom: number): Line[] {
  const widest = rows.reduce((most, { label }) => Math.max(most, widthOf(label)), 0);
  const room = title === '' ? Math.max(fieldRoom, widest) : widest;
  const head: Line[] = title === '' ? [] : [[], [span('dim', title)]];
  return [
    ...head,
    ...rows.map(({ label, text, note }): Line => {
      return [span('dim', `  ${padEnd(label, room)}  `), text, ...(note === '' ? [] : [span('dim', `  ${note}`)])];
    }),
  ];
}

function field(model: Model, member: Member, room: number, view: View): Line[] {
  const { bytes } = model;
  const label = span('dim', `  ${padEnd(safeLine(member.key), room)}  `);
  const kind = kindOf(bytes, member);
  if (kind === 'object' || kind === 'array') {
    const text = yamlValue(bytes, member).trimEnd();
    if (!text.includes('\n')) return [[label, text]];
    return [[label], ...text.split('\n').map((line): Line => [`    ${line}`])];
  }
  const text = scalarText(bytes, member);
  const date = timeNote(model, member.key, view.now);
  return [[label, text === '' ? '-' : text, ...(date ? [span('dim', `  ${date}`)] : [])]];
}

function scalarText(bytes: Uint8Array, member: Member): string {
  const kind = kindOf(bytes, member);
  if (kind === 'string') return readString(bytes, member);
  return kind === 'null' ? '-' : decode(bytes, member.start, member.end);
}

/** What a time means, for the fields that hold one. */
function timeNote(model: Model, key: string, now: number): string {
  if (SHUTDOWN_FIELDS.some((field) => field === key)) return shutdownNote(model, key, now);
  if (key !== 'created' && key !== 'created_at') return '';
  const seconds = model.time(key);
  const old = age(seconds, now);
  return [isoDate(seconds), old && `${old} ago`].filter(Boolean).join(', ');
}

function shutdownNote(model: Model, key: string, now: number): string {
  const seconds = model.time(key);
  if (seconds === undefined) return '';
  const date = isoDate(seconds);
  return [model.string(key)?.startsWith(date) ? '' : date, daysLeft(seconds, now)].filter(Boolean).join(', ');
}
