/** Where models are deleted, and the journal that is kept of it. */
import type { Api } from '../api/client.ts';
import type { Connection } from '../config/connection.ts';
import { fingerprintOf } from '../config/fingerprint.ts';
import { CliError } from '../errors/error.ts';
import { withoutSecrets } from '../errors/redact.ts';
import { connectionOf, openApi } from '../session/connect.ts';
import type { Session } from '../session/session.ts';
import { journalPath } from './history.ts';
import type { Journal } from './journal.ts';

export interface Target {
  api: Api;
  /** What a person calls it: `api.openai.com, organization org-1`. */
  where: string;
  endpoint: string;
  organization: string | null;
  project: string | null;
  /** Of the key that is sent; null where keys cannot be told apart, so that no earlier run counts as this one's. */
  fingerprint: string | null;
  /** A refusal may be checked against the server's list; false where the list cannot be had. */
  mayList: boolean;
  /** `undefined` for a practice API that forgets everything at the end. */
  journal: Journal | undefined;
}

/**
 * The API of this command line. Nothing is sent yet.
 * @throws CliError as `connect`
 */
export async function openTarget(session: Session): Promise<Omit<Target, 'journal'> & { connection: Connection }> {
  const connection = await connectionOf(session);
  return {
    connection,
    api: await openApi(session, connection),
    where: withoutSecrets(nameOf(connection), session.secrets),
    endpoint: connection.baseUrl.value.url,
    organization: connection.organization?.value ?? null,
    project: connection.project?.value ?? null,
    fingerprint: fingerprintOf(session.ctx, connection.apiKey?.value) ?? null,
    mayList: true,
  };
}

/** Characters: shorter secrets are no keys. */
const SHORTEST_KEY = 12;

/**
 * The text as it may stand in the journal. A key as short as a word is a placeholder for servers that want none: it may
 * well be a part of an id, which has to be known again.
 */
export function withoutKeys(text: string, secrets: readonly string[]): string {
  return withoutSecrets(
    text,
    secrets.filter((secret) => secret.length >= SHORTEST_KEY),
  );
}

function nameOf({ baseUrl, organization, project, sandbox }: Connection): string {
  if (sandbox) return 'the sandbox';
  const about = [
    new URL(baseUrl.value.url).host,
    organization && `organization ${organization.value}`,
    project && `project ${project.value}`,
  ];
  return about.filter(Boolean).join(', ');
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
  const { Journal } = await import('./journal.ts');
  const journal = Journal.open(path);
  try {
    return await work(journal);
  } finally {
    journal.close();
  }
}
