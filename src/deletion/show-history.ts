/** `models delete --journal`: shows past requests, the newest last. */
import { CliError } from '../errors/error.ts';
import { type Column, fieldColumn, namedColumn, plainContext, titledColumn } from '../models/columns.ts';
import { formatToSecond } from '../models/time.ts';
import type { View } from '../output/renderer.ts';
import { tableNotes } from '../query/table-notes.ts';
import { chooseFormat, createView, note, type Session, warn } from '../session/session.ts';
import { createList, showList } from '../session/show-list.ts';
import { DELETING_FLAGS, type FlagName } from '../spec/flags.ts';
import type { ShownFormat } from '../spec/formats.ts';
import { SELECTION_FLAGS } from '../spec/selection-flags.ts';
import { entryText, journalPath, readFiles, readHistory } from './history.ts';

export async function showJournal(session: Session): Promise<0> {
  const { ctx, out } = session;
  checkAlone(session);
  const path = journalPath(ctx);
  if (path === undefined) throw new CliError('no-journal', { path, problem: 'there is no home folder' });
  const format = chooseFormat(session, 'list');
  if (format === 'raw' && !session.flags.transform) {
    for (const bytes of read(path, readFiles)) await out.write(bytes);
    return 0;
  }
  const { entries, unreadable } = read(path, readHistory);
  const below: string[] = [];
  const view: View = {
    ...createView(session),
    columns: columnsFor(format, ctx.now() / 1000),
    onNotes: (notes) => below.push(...tableNotes(notes, undefined)),
  };
  await showList(session, createList(entries.map(entryText)), format, view);
  await session.close();
  await note(session, ...below.map((line) => [line]));
  if (entries.length === 0)
    await note(session, [`No journal yet, because this user has deleted nothing here: ${path}`]);
  if (unreadable > 0) await warn(session, tornText(unreadable));
  return 0;
}

/** @throws CliError `state-failed` */
function read<T>(path: string, reader: (path: string) => T): T {
  try {
    return reader(path);
  } catch (error) {
    const problem = (error as Error).message;
    throw new CliError('state-failed', { path, problem, next: undefined });
  }
}

function tornText(lines: number): string {
  return lines === 1
    ? 'one line of the journal is incomplete: a run was killed while writing it. The lines before it are intact.'
    : `${lines} lines of the journal are incomplete: runs were killed while writing them. The others are intact.`;
}

/** @throws CliError `conflict`: nothing is deleted, so no flag for deleting applies */
function checkAlone({ flags, args }: Session): void {
  const others: readonly FlagName[] = [
    ...(Object.keys(DELETING_FLAGS) as FlagName[]),
    ...SELECTION_FLAGS,
    'model',
    'ids',
  ];
  const other = others.find((name) => name !== 'journal' && flags[name] !== undefined && flags[name] !== false);
  if (other) throw new CliError('conflict', { flags: ['--journal', `--${other}`] });
  if (args[0] !== undefined) throw new CliError('conflict', { flags: ['--journal', `the argument '${args[0]}'`] });
}

function columnsFor(format: ShownFormat, now: number): readonly Column[] {
  const id = namedColumn('id', plainContext(now));
  if (format === 'table') return [titledColumn('outcome', 1), secondsOf('time'), id, titledColumn('endpoint', 9)];
  const about = [
    'run',
    'endpoint',
    'organization',
    'project',
    'try',
    'outcome',
    'deleted',
    'status',
    'reason',
    'model',
  ];
  return [fieldColumn('time'), fieldColumn('answered'), id, ...about.map(fieldColumn)];
}

/** A timestamp as people read it, in UTC. */
function secondsOf(field: string): Column {
  const { cell, ...column } = titledColumn(field, 2);
  return {
    ...column,
    cell(model) {
      const text = model.string(field);
      return text === undefined ? undefined : { type: 'text', text: formatToSecond(text) };
    },
  };
}
