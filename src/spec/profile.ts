/**
 * The content of a profile: the keys of the config file, declared once. Validation, docs and commands are based on it.
 */
import { AUTH_NAMES, type AuthStyle, type ServerName } from '../servers/titles.ts';

export type ProfileKeyType = 'string' | 'preset' | 'auth' | 'headers' | 'true';

/** The keys of a profile, in the order of the file, with one line about each. */
export const PROFILE_KEYS = {
  base_url: { type: 'string', hint: "the server's API; default: OpenAI's" },
  preset: { type: 'preset', hint: 'the kind of server, for advice that fits it; also needs base_url' },
  organization: { type: 'string', hint: 'sent as OpenAI-Organization' },
  project: { type: 'string', hint: 'sent as OpenAI-Project' },
  headers: { type: 'headers', hint: 'extra headers, as names and values' },
  auth: { type: 'auth', hint: `how the key is sent: ${AUTH_NAMES.join(', ')}; default: bearer` },
  key_env: { type: 'string', hint: 'read the key from this environment variable' },
  key_file: {
    type: 'string',
    hint: "read the key from this file; relative to the config file's folder, ~ is your home",
  },
  key_command: {
    type: 'string',
    hint: "read the key from this command's output; runs without a shell, for at most 10 s",
  },
  keychain: { type: 'true', hint: 'use the key that openai login stored' },
} as const satisfies Record<string, { type: ProfileKeyType; hint: string }>;

export type ProfileKey = keyof typeof PROFILE_KEYS;

export const PROFILE_KEY_NAMES = Object.keys(PROFILE_KEYS) as readonly ProfileKey[];

/** Where a profile's key may come from. A profile has at most one of these. */
export const KEY_SOURCES = ['key_env', 'key_file', 'key_command', 'keychain'] as const satisfies readonly ProfileKey[];

/** The top-level keys of the config file. */
export const CONFIG_KEYS = { profile: 'the profile in use', profiles: 'profiles by name' } as const;

/** A profile as in the config file. */
export interface Profile {
  base_url?: string;
  preset?: ServerName;
  organization?: string;
  project?: string;
  headers?: Readonly<Record<string, string>>;
  auth?: AuthStyle;
  key_env?: string;
  key_file?: string;
  key_command?: string;
  keychain?: true;
}

/** The name that means no profile: OpenAI's own API, with the settings of flags and environment. */
export const NO_PROFILE = 'default';
