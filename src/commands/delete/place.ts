/** Where models are deleted, and the journal that is kept of it. */
import type { Api } from '../../api/client.ts';
import type { Connection } from '../../config/settings.ts';
import { CliError } from '../../errors.ts';
import { journalPath } from '../../journal/files.ts';
import type { Journal } from '../../journal/journal.ts';
import { connectionOf, openApi } from '../connect.ts';
import type { Session } from '../session.ts';

export interface Place {
  api: Api;
  endpoint: string;
  organization: string | null;
  project: string | null;
  /** `undefined` for a practice API that forgets everything at the end. */
  journal: Journal | undefined;
}

/**
 * The API of this command line. Nothing is sent yet.
 * @throws CliError as `connect`
 */
export async function openPlace(session: Session): Promise<Omit<Place, 'journal'> & { connection: Connection }> {
  const connection = await connectionOf(session);
  return {
    connection,
    api: await openApi(session, connection),
    endpoint: connection.baseUrl.value.url,
    organization: connection.organization?.value ?? null,
    project: connection.project?.value ?? null,
  };
}

/**
 * Opens the journal for `work`.
 * @throws CliError `no-journal` where it cannot be written: then nothing may be deleted
 */
export async function withJournal<T>(
  { ctx }: Session,
  { sandbox }: Connection,
  work: (journal: Journal | undefined) => Promise<T>,
): Promise<T> {
  const path = journalPath(ctx);
  if (path === undefined) {
    if (sandbox) return work(undefined);
    throw new CliError('no-journal', { path, problem: 'this account has no home folder' });
  }
  const { Journal } = await import('../../journal/journal.ts');
  const journal = Journal.open(path);
  try {
    return await work(journal);
  } finally {
    journal.close();
  }
}
