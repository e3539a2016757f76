/** `profiles add`: creates a profile from flags, a preset, or both. */

import { isOpenAI } from '../../config/connection.ts';
import { checkBaseUrl, describeSource, parseHeader, profileKeySource } from '../../config/key.ts';
import { profileNameProblem } from '../../config/parse.ts';
import { redactHeader, redactUrl } from '../../config/secrets.ts';
import { CliError } from '../../errors/error.ts';
import { nearest } from '../../errors/nearest.ts';
import { findServer, type Server } from '../../servers/servers.ts';
import { type AuthStyle, SERVER_NAMES, type ServerName } from '../../servers/titles.ts';
import { note, type Session, warn } from '../../session/session.ts';
import { showSettings } from '../../session/show.ts';
import type { FlagName, FlagValues } from '../../spec/flags.ts';
import type { Profile } from '../../spec/profile.ts';
import { profileArgument } from './argument.ts';

const SOURCE_FLAGS = ['key-env', 'key-file', 'key-command', 'keychain'] as const satisfies readonly FlagName[];
/** A profile without a preset needs one of these. */
const SETTING_FLAGS: readonly FlagName[] = ['base-url', 'organization', 'project', 'header', 'auth', ...SOURCE_FLAGS];

export async function profilesAdd(session: Session): Promise<0> {
  const { flags, ctx } = session;
  const name = profileArgument(session, 'profiles add');
  const problem = profileNameProblem(name);
  if (problem !== undefined) throw new CliError('bad-profile-name', { name, problem });
  const profile = newProfile(name, flags);

  const { changeConfig } = await import('../../config/edit.ts');
  changeConfig(ctx, (draft, { profiles }) => {
    if (Object.hasOwn(profiles, name)) throw new CliError('profile-exists', { name });
    draft.setProfile(name, profile);
    if (flags.use) draft.use(name);
  });
  if (flags.format !== undefined || flags.transform)
    await showSettings(session, [{ name, base_url: redactUrl(profile.base_url ?? '') }], { name, ...shown(profile) });
  if (flags['api-key'] !== undefined)
    await warn(session, `the key was not stored. To store it: openai login --profile ${name}`);
  const use = flags.use ? 'It is now in use.' : `Try it: openai --profile ${name} models list`;
  await note(session, [`Added profile ${name}. ${keyNote(name, profile, session)} ${use}`]);
  return 0;
}

/** @throws CliError of exit 2 if flags cannot be combined or do not say enough */
function newProfile(name: string, flags: FlagValues): Profile {
  const presetName = flags.preset ?? name;
  const preset = findServer(presetName);
  if (!preset && !SETTING_FLAGS.some((flag) => flags[flag] !== undefined))
    throw new CliError('empty-profile', { name, nearest: nearest(name, SERVER_NAMES) });
  if (preset?.ownAddress && flags['base-url'] === undefined)
    throw new CliError('own-address', { preset: presetName, form: preset.baseUrl });
  const baseUrl = flags['base-url']?.trim() ?? preset?.baseUrl;
  const elsewhere = baseUrl !== undefined && !isOpenAI(checkBaseUrl({ value: baseUrl, origin: '--base-url' }));
  const source = sourceOf(flags, preset);
  const auth = authOf(flags, preset, source, elsewhere);
  const headers = { ...preset?.headers, ...headersOf(flags.header ?? []) };
  return {
    ...(baseUrl !== undefined && { base_url: baseUrl }),
    ...(preset && { preset: presetName as ServerName }),
    ...(flags.organization !== undefined && { organization: flags.organization }),
    ...(flags.project !== undefined && { project: flags.project }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(auth !== 'bearer' && { auth }),
    ...(auth !== 'none' && source),
  };
}

type Source = Pick<Profile, 'key_env' | 'key_file' | 'key_command' | 'keychain'>;

function sourceOf(flags: FlagValues, preset: Server | undefined): Source {
  const [first, second] = SOURCE_FLAGS.filter((flag) => flags[flag] !== undefined && flags[flag] !== false);
  if (first && second) throw new CliError('conflict', { flags: [`--${first}`, `--${second}`] });
  if (first && flags.auth === 'none') throw new CliError('conflict', { flags: [`--${first}`, '--auth none'] });
  if (!first) return preset?.keyEnv === undefined ? {} : { key_env: preset.keyEnv };
  if (first === 'keychain') return { keychain: true };
  const value = flags[first] as string;
  if (value.trim() === '') throw new CliError('bad-value', { what: `--${first}`, value, want: 'something' });
  return { [first.replace('-', '_')]: value };
}

/** Without any mention of a key, none is sent to a server other than OpenAI: OPENAI_API_KEY is not meant for it. */
function authOf(flags: FlagValues, preset: Server | undefined, source: Source, elsewhere: boolean): AuthStyle {
  if (flags.auth !== undefined) return flags.auth;
  const keyed = Object.keys(source).length > 0;
  if (preset) return preset.auth === 'none' && keyed ? 'bearer' : preset.auth;
  return elsewhere && !keyed ? 'none' : 'bearer';
}

function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(lines.map((line) => parseHeader(line, '--header')).map(({ name, value }) => [name, value]));
}

/** The profile in displayable form: without the credentials in its URL and headers. */
function shown({ base_url: url, headers, ...others }: Profile): Profile {
  return {
    ...(url !== undefined && { base_url: redactUrl(url) }),
    ...others,
    ...(headers && {
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redactHeader(name, value)])),
    }),
  };
}

/** Where the key will come from, and what still has to be done about it. */
function keyNote(name: string, profile: Profile, { ctx }: Session): string {
  const source = profileKeySource(name, profile);
  if (source?.kind === 'none') return `No key is sent to it. If it needs one: openai login --profile ${name}.`;
  if (source?.kind === 'stored') return `To store its key: openai login --profile ${name}.`;
  const place = `Its key comes from ${describeSource(source)}`;
  return source?.kind === 'variable' && !ctx.env[source.name] ? `${place}, which is not set.` : `${place}.`;
}
