/** `profiles show`: what a run with this profile would use, and where each value comes from. */

import { type Connection, planConnection, resolveConnection } from '../../config/connection.ts';
import { readConfig } from '../../config/file.ts';
import { describeSource, type KeySource } from '../../config/key.ts';
import type { Config } from '../../config/parse.ts';
import { chooseProfile, findProfile } from '../../config/profile.ts';
import { redactHeader, redactUrl } from '../../config/secrets.ts';
import { type ActiveProfile, textSetting } from '../../config/setting.ts';
import type { Context } from '../../context.ts';
import { type Session, warn } from '../../session/session.ts';
import { showSettings } from '../../session/show.ts';
import { NO_PROFILE } from '../../spec/profile.ts';

/** A value as shown, and its origin. */
interface Shown {
  value: string;
  from: string;
}

export async function profilesShow(session: Session): Promise<0> {
  const { flags, ctx, args } = session;
  const file = await readConfig(ctx);
  for (const warning of file?.warnings ?? []) await warn(session, warning);
  // The question is about the profile, so the sandbox does not matter.
  const endpointFlags = { ...flags, sandbox: false };
  const inUse = textSetting({}, ctx.env, 'profile')?.value ?? file?.config.profile ?? NO_PROFILE;
  const profile =
    args[0] === undefined ? chooseProfile(endpointFlags, ctx.env, file) : profileOf(args[0], file?.config);

  const { source } = planConnection(endpointFlags, ctx.env, profile);
  // The key is not read: showing a profile must not run commands or unlock keychains.
  const connection = resolveConnection(endpointFlags, ctx.env, { profile, key: { value: 'unread', origin: '' } });
  const name = profile?.name ?? NO_PROFILE;
  const from = profile ? `profile ${name}` : 'the default';
  const settings = {
    base_url: { value: redactUrl(connection.baseUrl.value.url + queryOf(connection)), from: connection.baseUrl.origin },
    ...(connection.preset && { preset: { value: connection.preset, from } }),
    ...ids(connection),
    auth: source.kind === 'none' ? { value: 'none', from } : { value: connection.auth, from },
    key: { value: keyState(source, ctx), from: source.kind === 'none' ? from : describeSource(source) },
  };
  const headers = headersOf(connection);
  const rows = [...Object.entries(settings), ...Object.entries(headers)].map(([setting, { value, from: origin }]) => ({
    setting,
    value,
    from: origin,
  }));
  const document = { name, in_use: name === inUse, ...settings, headers };
  await showSettings(session, rows, document);
  return 0;
}

function profileOf(name: string, config: Config | undefined): ActiveProfile | undefined {
  if (name === NO_PROFILE) return undefined;
  const origin = 'the command line';
  return { name, settings: findProfile({ value: name, origin }, config), origin };
}

function queryOf({ baseUrl }: Connection): string {
  const query = new URLSearchParams(baseUrl.value.query).toString();
  return query === '' ? '' : `?${query}`;
}

function ids({ organization, project }: Connection): Record<string, Shown> {
  return {
    ...(organization && { organization: { value: organization.value, from: organization.origin } }),
    ...(project && { project: { value: project.value, from: project.origin } }),
  };
}

function headersOf({ headers }: Connection): Record<string, Shown> {
  return Object.fromEntries(
    headers.map(({ name, value, origin }) => [name, { value: redactHeader(name, value), from: origin }]),
  );
}

/** Whether there is a key, as far as can be determined without reading it. */
function keyState(source: KeySource, { env }: Context): string {
  if (source.kind === 'none') return 'none';
  if (source.kind === 'variable') return env[source.name] ? 'set' : 'not set';
  return source.kind === 'given' ? 'set' : 'read when needed';
}
