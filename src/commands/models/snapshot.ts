/** `models snapshot`: saves the current list, or shows and removes saved ones. */
import { CliError } from '../../errors/error.ts';
import { nearest } from '../../errors/nearest.ts';
import { formatToSecond } from '../../models/time.ts';
import { checkListFlags } from '../../query/query.ts';
import { chooseFormat, note, type Session } from '../../session/session.ts';
import { showItems } from '../../session/show.ts';
import { snapshotNameProblem } from '../../sources/name.ts';
import { completeSnapshots } from '../../sources/open.ts';
import { removeSnapshot, type Snapshot, snapshotFolder, withFolderLock } from '../../sources/snapshots.ts';
import { takeSnapshot } from '../../sources/take.ts';
import type { Exit } from '../../spec/types.ts';

export async function modelsSnapshot(session: Session): Promise<Exit> {
  const { flags, args } = session;
  if (flags.list || flags.remove !== undefined) {
    const used = flags.list ? '--list' : '--remove';
    if (flags.list && flags.remove !== undefined) throw new CliError('conflict', { flags: ['--list', '--remove'] });
    if (args[0] !== undefined) throw new CliError('conflict', { flags: [used, `the argument '${args[0]}'`] });
    return flags.list ? showSnapshots(session) : remove(session, flags.remove ?? '');
  }
  const [name] = args;
  const problem = name === undefined ? undefined : snapshotNameProblem(name);
  if (problem !== undefined)
    throw new CliError('bad-value', { what: 'the name', value: name, want: `plain: ${problem}` });
  checkListFlags(flags, 'jsonl');
  await takeSnapshot(session, name ?? null);
  return 0;
}

async function showSnapshots(session: Session): Promise<0> {
  const snapshots = await completeSnapshots(session);
  const rows = snapshots.map(({ name, at, endpoint, profile, models, selection }) => ({
    name: name ?? '-',
    at: formatToSecond(at),
    models: models.toLocaleString('en-US'),
    endpoint,
    ...(snapshots.some((one) => one.profile !== null) && { profile: profile ?? '-' }),
    ...(snapshots.some((one) => one.selection !== null) && { selection: selection ?? '-' }),
  }));
  const items = snapshots.map(({ name, at, endpoint, profile, models, bytes, path, selection }) => ({
    name,
    at,
    endpoint,
    profile,
    models,
    bytes,
    path,
    selection,
  }));
  await showItems(session, rows, items);
  if (snapshots.length === 0 && chooseFormat(session, 'list') === 'table')
    await note(session, ['No snapshots yet. Take one: openai models snapshot']);
  return 0;
}

/** Removes a snapshot by its name, or by its time as shown in the list. */
async function remove(session: Session, nameOrTime: string): Promise<0> {
  const snapshots = await completeSnapshots(session);
  const timeOf = ({ at }: Snapshot) => [at, at.slice(0, 19), formatToSecond(at)];
  const found = snapshots.filter((one) => one.name === nameOrTime || timeOf(one).includes(nameOrTime));
  if (found.length === 0)
    throw new CliError('no-snapshot', {
      problem: `no snapshot '${nameOrTime}'`,
      nearest: nearest(
        nameOrTime,
        snapshots.flatMap((one) => one.name ?? []),
      ),
    });
  withFolderLock(snapshotFolder(session.ctx), () => {
    for (const one of found) removeSnapshot(one);
  });
  for (const { name, at, endpoint } of found) await note(session, [`Removed snapshot ${name ?? at} of ${endpoint}.`]);
  return 0;
}
