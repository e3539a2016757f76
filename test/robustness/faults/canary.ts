/** Secrets that every run of the suite is given, and the search for them in all that a run leaves behind. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const KEY = 'sk-canary-5f0c1d2e3a4b596877';
const TOKEN = 'canary-token-77aa88bb99cc';
const SESSION = 'canary-session-0a1b2c3d4e';
export const PASSWORD = 'canary-password-31337';
/** In the environment of every run. */
export const CREDENTIALS: Readonly<Record<string, string>> = {
  OPENAI_API_KEY: KEY,
  OPENAI_ORG_ID: 'org-acme',
  OPENAI_PROJECT_ID: 'proj-acme',
  OPENAI_CUSTOM_HEADERS: `X-Gateway-Token: ${TOKEN}\nCookie: session=${SESSION}\nX-Team: acme`,
};
/** Header names that never go to another origin. */
export const CREDENTIAL_HEADERS = [
  'authorization',
  'openai-organization',
  'openai-project',
  'cookie',
  'x-gateway-token',
  'x-team',
];

/** Every spelling in which a secret would be readable. */
const SECRETS = [KEY, TOKEN, SESSION, PASSWORD].flatMap((secret) => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
]);

/** The secrets that stand in the bytes. */
export function secretsIn(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return SECRETS.filter((secret) => text.includes(secret));
}

/** The files under a folder that hold a secret, in their name or in what they say. */
export function leakingFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const leaks =
      secretsIn(Buffer.from(entry.name)).length > 0 || (entry.isFile() && secretsIn(readFileSync(path)).length > 0);
    return leaks ? [path] : [];
  });
}
