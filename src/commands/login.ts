/** `login`: reads a key, tries it, and stores it. */
import { readList } from '../api/list.ts';
import { baseUrlSetting, type Connection, isOpenAI, planConnection, resolveConnection } from '../config/connection.ts';
import { checkBaseUrl, checkKey, describeSource, profileKeySource } from '../config/key.ts';
import { findStoredKey, removeStoredKey, type StoredIn, storeKey } from '../config/keychain.ts';
import { findProfile, readProfile } from '../config/profile.ts';
import { type ActiveProfile, type Setting, usesSandbox } from '../config/setting.ts';
import { CliError } from '../errors/error.ts';
import { openApi } from '../session/connect.ts';
import { note, type Session, warn } from '../session/session.ts';
import { NO_PROFILE } from '../spec/profile.ts';

export async function login(session: Session): Promise<0> {
  const { flags, ctx } = session;
  if (usesSandbox(flags, ctx.env)) throw new CliError('conflict', { flags: ['openai login', 'the sandbox'] });
  const { profile, file } = await readProfile(flags, ctx);
  for (const warning of file?.warnings ?? []) await warn(session, warning);
  checkAddress(session, profile);

  const key = checkKey(await askKey(session, profile));
  session.secrets.push(key.value);
  const proven = await tryKey(session, profile, key);

  const stored = await storeLoginKey(session, profile, key.value);
  const works = proven
    ? 'The key works. It is'
    : 'The server lists its models without a key, so the key could not be checked. It is';
  if (stored.place === 'keychain') await note(session, [`${works} stored in the keychain.`]);
  else await warn(session, `${stored.problem}. ${works} stored in ${stored.path}, readable by you alone.`);
  if (!profile && ctx.env.OPENAI_API_KEY) await note(session, ['OPENAI_API_KEY is set and takes precedence over it.']);
  return 0;
}

/** A stored key is sent to only one server, so it must be tested on that one. @throws CliError `login-elsewhere` */
function checkAddress({ flags, ctx }: Session, profile: ActiveProfile | undefined): void {
  const { outranked } = planConnection(flags, ctx.env, profile);
  const baseUrl = baseUrlSetting(flags, ctx.env, profile);
  const away = outranked ?? (profile || isOpenAI(checkBaseUrl(baseUrl)) ? undefined : baseUrl);
  if (away) throw new CliError('login-elsewhere', { origin: away.origin, profile: profile?.name });
}

/** @throws CliError `no-key-typed`, `interrupted` */
async function askKey(session: Session, profile: ActiveProfile | undefined): Promise<Setting<string>> {
  const { flags, ctx } = session;
  if (flags['api-key'] !== undefined) return { value: flags['api-key'], origin: '--api-key' };
  const asks = ctx.stdin.isTTY && ctx.stderr.isTTY && !flags['no-input'] && ctx.askSecret;
  if (ctx.stdin.isTTY && !asks) throw new CliError('no-key-typed', {});
  const typed = asks
    ? await ctx.askSecret?.(`API key for ${profile ? `profile ${profile.name}` : 'OpenAI'}`)
    : await piped(session);
  if (typed === undefined) throw new CliError('interrupted', {});
  const value = typed.trim();
  if (value === '') throw new CliError('no-key-typed', {});
  return { value, origin: asks ? 'the prompt' : 'standard input' };
}

async function piped({ ctx }: Session): Promise<string> {
  try {
    return (await ctx.stdin.readLine()) ?? '';
  } catch (error) {
    throw new CliError('key-source', {
      source: 'standard input',
      problem: `cannot be read: ${(error as Error).message}`,
    });
  }
}

/**
 * Requests the list with the key, then without it: the key was only needed if the second request fails.
 * @throws CliError `server` and others; nothing is stored then
 */
async function tryKey(session: Session, profile: ActiveProfile | undefined, key: Setting<string>): Promise<boolean> {
  const connection = resolveConnection(session.flags, session.ctx.env, { profile, key });
  await verifyList(session, connection);
  try {
    await verifyList(session, { ...connection, apiKey: undefined, maxRetries: 0 });
    return false;
  } catch (error) {
    if (session.ctx.signal.aborted) throw error;
    return true;
  }
}

async function verifyList(session: Session, connection: Connection): Promise<void> {
  const { body } = await (await openApi(session, connection)).list();
  // A web page that answers everything with 200 has not accepted a key.
  for await (const _ of readList(body)) break;
}

/**
 * Stores the key and makes the profile use it: both or neither.
 * @throws CliError `state-failed`; everything is as before then
 */
async function storeLoginKey(session: Session, profile: ActiveProfile | undefined, key: string): Promise<StoredIn> {
  const { ctx } = session;
  const account = profile?.name ?? NO_PROFILE;
  if (!profile) return storeKey(account, key, ctx);
  const before = await findStoredKey(account, ctx).catch(() => undefined);
  const stored = await storeKey(account, key, ctx);
  try {
    if (!usesStoredKey(profile)) await useStoredKey(session, profile);
    return stored;
  } catch (error) {
    if (before?.key) await storeKey(account, before.key.value, ctx);
    else await removeStoredKey(account, ctx, stored.place === 'keychain');
    throw error;
  }
}

function usesStoredKey({ settings }: ActiveProfile): boolean {
  const others = ['key_env', 'key_file', 'key_command'] as const;
  return settings.keychain === true && settings.auth !== 'none' && others.every((name) => settings[name] === undefined);
}

/** Makes the profile take its key from where it was stored. */
async function useStoredKey(session: Session, { name, settings, origin }: ActiveProfile): Promise<void> {
  const { changeConfig } = await import('../config/edit.ts');
  changeConfig(session.ctx, (draft, config) => {
    findProfile({ value: name, origin }, config);
    draft.setKeys(name, {
      key_env: undefined,
      key_file: undefined,
      key_command: undefined,
      ...(settings.auth === 'none' && { auth: undefined }),
      keychain: true,
    });
  });
  const before = profileKeySource(name, settings);
  if (before && before.kind !== 'stored' && before.kind !== 'none')
    await note(session, [`The profile ${name} no longer takes its key from ${describeSource(before)}.`]);
}

// `logout`: removes a stored key.

export async function logout(session: Session): Promise<0> {
  const { flags, ctx } = session;
  if (usesSandbox(flags, ctx.env)) throw new CliError('conflict', { flags: ['openai logout', 'the sandbox'] });
  const { profile } = await readProfile(flags, ctx);

  const { removed, problem } = await removeStoredKey(profile?.name ?? NO_PROFILE, ctx);
  const whose = profile ? `for the profile ${profile.name}` : 'for OpenAI';
  if (removed.length > 0) await note(session, [`Removed the key ${whose} from ${removed.join(' and ')}.`]);
  else await note(session, [`No stored key ${whose}${problem === undefined ? '' : `: ${problem}`}.`]);
  return 0;
}
