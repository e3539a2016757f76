/**
 * `__remember-models`: requests the list and saves its ids for completion. Completion starts it in the background, so
 * nobody sees its messages, and it must not open a dialog: keychains and `key_command` are left alone.
 */
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readPages } from '../api/pages.ts';
import { accountText, resolveAccess } from '../completion/account.ts';
import { cachePath, formatModelCache, isRecentlyRequested, MAX_MODELS, requestTimePath } from '../completion/models.ts';
import type { Candidate } from '../completion/reply.ts';
import { toModelCandidates } from '../completion/reply.ts';
import { planConnection, resolveConnection } from '../config/connection.ts';
import { computeFingerprint } from '../config/fingerprint.ts';
import { isLoopback, readKey } from '../config/key.ts';
import { readProfile } from '../config/profile.ts';
import { usesSandbox } from '../config/setting.ts';
import { withLock } from '../fs/lock.ts';
import { makeFolder, replaceFile } from '../fs/replace.ts';
import { providerOf } from '../servers/recognize.ts';
import { openApi } from '../session/connect.ts';
import type { Session } from '../session/session.ts';

/** Milliseconds after which a slow server is given up: nobody is waiting for it by then. */
const TIMEOUT_MS = 10_000;

export async function refreshModelCache(session: Session): Promise<0> {
  const { flags } = session;
  // Without the keychain, only the file of stored keys is read.
  const { keychain: _, ...ctx } = session.ctx;
  const { profile } = await readProfile(flags, ctx);
  const { source, outranked } = planConnection(flags, ctx.env, profile);
  if (usesSandbox(flags, ctx.env)) return 0;
  const pendingKey = source.kind === 'command' ? undefined : readKey(source, ctx);
  const key = (await pendingKey?.catch(() => undefined))?.key;
  const target = resolveAccess(flags, ctx.env, profile);
  const fingerprint = computeFingerprint(ctx, accountText(key?.value, target));
  const path = fingerprint && cachePath({ ...target.endpoint, fingerprint }, ctx);
  if (path === undefined) return 0;
  const requestedAt = ctx.now();
  // Recorded even without a key, so that the next Tab does not wait for nothing again.
  if (!claimRefresh(requestTimePath(path), requestedAt, ctx)) return 0;
  if (source.kind === 'command') return 0;
  await pendingKey;
  // The user did not ask for this request. It is sent only with a key, to a server set up as one that needs none, or to
  // one on this machine.
  const isKeyless = profile?.settings.auth === 'none' && outranked === undefined;
  if (!key && !isKeyless && !isLoopback(new URL(target.endpoint.baseUrl).hostname)) return 0;
  const connection = resolveConnection(flags, ctx.env, { profile, key });
  replaceFile(path, formatModelCache({ requestedAt, models: await listModels(session, connection) }));
  return 0;
}

/**
 * Records that the server is being asked now, unless another run did so a moment ago: until there is a salt, every Tab
 * starts a run.
 */
function claimRefresh(path: string, now: number, { platform }: Session['ctx']): boolean {
  makePrivateFolder(dirname(path), platform);
  return withLock(`${path}.lock`, () => {
    if (existsSync(path) && isRecentlyRequested(readFileSync(path, 'utf8'), now)) return false;
    replaceFile(path, `${now}\n`);
    return true;
  });
}

async function listModels(session: Session, connection: ReturnType<typeof resolveConnection>): Promise<Candidate[]> {
  const ctx = { ...session.ctx, signal: AbortSignal.timeout(TIMEOUT_MS) };
  const api = await openApi({ ...session, ctx }, connection);
  const models: Candidate[] = [];
  // If a server gives no shutdown date, the dataset may: nobody waits for this run.
  const { lifecyclesInUse } = await import('../datasets/updated.ts');
  const lifecycles = await lifecyclesInUse(session);
  const provider = providerOf(api.baseUrl, api.preset);
  for await (const { batch } of readPages(api)) {
    for (const model of batch) {
      const { id, owner, created } = model;
      const row = id === undefined || provider === 'local' ? undefined : lifecycles.of(id, provider);
      const shutdown = model.string('shutdown_date') ?? (row?.isFirm ? row.shutdownDate : undefined);
      models.push(...toModelCandidates({ id, owner, created, shutdown, replacement: row?.replacement }));
    }
    if (models.length >= MAX_MODELS) break;
  }
  return models;
}

function makePrivateFolder(folder: string, platform: string): void {
  makeFolder(folder);
  if (platform !== 'win32') chmodSync(folder, 0o700);
}
