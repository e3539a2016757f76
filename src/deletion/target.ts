/** Where models are deleted, and the journal of it. */
import type { Api } from '../api/client.ts';
import type { Connection } from '../config/connection.ts';
import { computeFingerprint } from '../config/fingerprint.ts';
import { CliError } from '../errors/error.ts';
import { withoutSecrets } from '../errors/redact.ts';
import { openApi, resolveSettings } from '../session/connect.ts';
import type { Session } from '../session/session.ts';
import { journalPath } from './history.ts';
import type { Journal } from './journal.ts';

export interface DeletionTarget {
  api: Api;
  /** For people: `api.openai.com, organization org-1`. */
  endpointName: string;
  endpoint: string;
  organization: string | null;
  project: string | null;
  /**
   * Fingerprint of the key that is sent. Null if keys cannot be told apart, so that no earlier run counts as this
   * key's.
   */
  fingerprint: string | null;
  /** Whether an error response may be checked against the server's list; false if the list is not available. */
  canList: boolean;
  /** `undefined` for a practice API that forgets everything at the end. */
  journal: Journal | undefined;
}

/**
 * Opens the API of this command line. Sends nothing yet.
 * @throws CliError as `connect`
 */
export async function openTarget(
  session: Session,
): Promise<Omit<DeletionTarget, 'journal'> & { connection: Connection }> {
  const connection = await resolveSettings(session);
  return {
    connection,
    api: await openApi(session, connection),
    endpointName: withoutSecrets(nameOf(connection), session.secrets),
    endpoint: connection.baseUrl.value.url,
    organization: connection.organization?.value ?? null,
    project: connection.project?.value ?? null,
    fingerprint: computeFingerprint(session.ctx, connection.apiKey?.value) ?? null,
    canList: true,
  };
}

/** In characters: a shorter secret is not a key. */
const MIN_KEY_LENGTH = 12;

/**
 * The text as it may appear in the journal. A key as short as a word is a placeholder for servers that need none. It
 * may well be part of an id, and ids must stay recognizable.
 */
export function removeKeys(text: string, secrets: readonly string[]): string {
  return withoutSecrets(
    text,
    secrets.filter((secret) => secret.length >= MIN_KEY_LENGTH),
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
 * @throws CliError `no-journal` if it cannot be written, in which case nothing may be deleted
 */
export async function withJournal<T>(
  { ctx }: Session,
  { sandbox }: Connection,
  work: (journal: Journal | undefined) => Promise<T>,
): Promise<T> {
  const path = journalPath(ctx);
  if (path === undefined) {
    if (sandbox) return work(undefined);
    throw new CliError('no-journal', { path, problem: 'there is no home folder' });
  }
  const { Journal } = await import('./journal.ts');
  const journal = Journal.open(path);
  try {
    return await work(journal);
  } finally {
    journal.close();
  }
}
