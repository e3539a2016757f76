/** Endpoints as sources: that of this command line and those of profiles, each using only its own settings. */
import type { Api } from '../api/client.ts';
import {
  baseUrlSetting,
  type Connection,
  isProfileServer,
  LOCAL_SANDBOX_URL,
  SANDBOX_URL,
} from '../config/connection.ts';
import { checkBaseUrl, profileKeySource } from '../config/key.ts';
import { readProfile } from '../config/profile.ts';
import { usesSandbox } from '../config/setting.ts';
import { OPENAI_URL } from '../servers/titles.ts';
import { openApi, resolveSettings } from '../session/connect.ts';
import type { Session } from '../session/session.ts';
import { CONNECTION_FLAGS } from '../spec/connection-flags.ts';
import { type FlagName, type FlagValues, specOf } from '../spec/flags.ts';
import { NO_PROFILE, type Profile } from '../spec/profile.ts';
import type { ListEndpoint } from './snapshots.ts';

export interface LiveSource {
  api: Api;
  /** The profile that the server belongs to. */
  profile: string | null;
  /** Cancels any requests to it. */
  stop(): void;
}

type Profiles = ReadonlyMap<string, Profile>;

/** Endpoints for practice, which need no key; a profile with the same name takes precedence. */
const LOCAL_SANDBOX_PROFILE = 'sandbox-local';
export const SANDBOX_PROFILES = ['sandbox', LOCAL_SANDBOX_PROFILE] as const;

export function isSandboxProfile(profile: string, profiles: Profiles): boolean {
  const own = profiles.get(profile);
  return SANDBOX_PROFILES.some((name) => name === profile) && (own === undefined || Object.keys(own).length === 0);
}

export interface OpenOptions {
  /** Whether it is the only source, so that hints about a refusal apply to it. */
  isOnlySource: boolean;
  /** Whether it is the only endpoint, so that the terminal shows what it is waiting for. */
  showsActivityLine: boolean;
}

/**
 * The API of a profile, or of this command line if none is named. Nothing is sent yet.
 * @throws CliError as `connect`
 */
export async function openLive(
  session: Session,
  profile: string | undefined,
  profiles: Profiles,
  { isOnlySource, showsActivityLine }: OpenOptions,
): Promise<LiveSource> {
  const stopping = new AbortController();
  const { ctx } = session;
  const stop = () => stopping.abort();
  if (ctx.signal.aborted) stop();
  else ctx.signal.addEventListener('abort', stop, { once: true });
  const own = profile === undefined ? session : createProfileSession(session, profile, profiles);
  const sourceSession: Session = {
    ...own,
    ctx: { ...own.ctx, signal: stopping.signal },
    rejectionHints: isOnlySource ? session.rejectionHints : [],
  };
  const connection = withLocalSandbox(await resolveSettings(sourceSession), profile);
  const api = await openApi(sourceSession, connection, showsActivityLine);
  if (showsActivityLine) session.activity = sourceSession.activity;
  return {
    api,
    profile: connection.profile?.name ?? null,
    stop() {
      ctx.signal.removeEventListener('abort', stop);
      stop();
    },
  };
}

/** The endpoint that snapshots are looked up by; its key is not looked up. */
export async function resolveEndpoint(
  session: Session,
  profile: string | undefined,
  profiles: Profiles,
): Promise<ListEndpoint> {
  const { flags, ctx } = profile === undefined ? session : createProfileSession(session, profile, profiles);
  if (usesSandbox(flags, ctx.env))
    return { endpoint: profile === LOCAL_SANDBOX_PROFILE ? LOCAL_SANDBOX_URL : SANDBOX_URL, profile: null };
  const { profile: active } = await readProfile(flags, ctx);
  const baseUrl = baseUrlSetting(flags, ctx.env, active);
  const serves = active !== undefined && isProfileServer(active, baseUrl);
  return { endpoint: checkBaseUrl(baseUrl).url, profile: serves ? active.name : null };
}

function withLocalSandbox(connection: Connection, profile: string | undefined): Connection {
  if (!connection.sandbox || profile !== LOCAL_SANDBOX_PROFILE) return connection;
  const baseUrl = { value: { url: LOCAL_SANDBOX_URL, query: {} }, origin: `@${profile}` };
  return { ...connection, baseUrl, preset: 'ollama' };
}

/** Flags about one endpoint: those for the endpoint in use are not for another. Timeouts and retries apply to all. */
const ENDPOINT_SPECIFIC_FLAGS = [
  ...(Object.keys(CONNECTION_FLAGS) as (keyof typeof CONNECTION_FLAGS)[]).filter(
    (name) => name !== 'timeout' && name !== 'max-retries',
  ),
  'sandbox',
] as const satisfies readonly FlagName[];

/** The session as if this profile had been named, without any settings of another endpoint. */
function createProfileSession(session: Session, profile: string, profiles: Profiles): Session {
  const flags: FlagValues = { ...session.flags };
  const env: Record<string, string | undefined> = { ...session.ctx.env };
  const ownKey = isEnvironmentKeyForProfile(session, profile, profiles);
  for (const name of ENDPOINT_SPECIFIC_FLAGS) {
    delete flags[name];
    const variable = specOf(name).env;
    if (variable !== undefined && !(ownKey && name === 'api-key')) delete env[variable];
  }
  // This overrides the config file's own choice, too.
  if (isSandboxProfile(profile, profiles)) flags.sandbox = true;
  else {
    delete flags.scenario;
    flags.profile = profile;
  }
  return { ...session, flags, ctx: { ...session.ctx, env }, activity: undefined };
}

/**
 * Whether the variable OPENAI_API_KEY is for this profile: the profile says so, or it has no key setting and leads to
 * the same server as the environment variables.
 */
function isEnvironmentKeyForProfile({ ctx: { env } }: Session, profile: string, profiles: Profiles): boolean {
  const settings = profiles.get(profile) ?? {};
  if (settings.key_env === CONNECTION_FLAGS['api-key'].env) return true;
  if (profile !== NO_PROFILE && profileKeySource(profile, settings) !== undefined) return false;
  return toOrigin(settings.base_url ?? OPENAI_URL) === toOrigin(env.OPENAI_BASE_URL || OPENAI_URL);
}

function toOrigin(url: string): string {
  return URL.canParse(url.trim()) ? new URL(url.trim()).origin : url;
}
