/** What must never be shown, in whatever text it turns up. */
import type { Context } from '../context.ts';
import type { FlagValues } from '../spec/flags.ts';

/** Header names whose values are credentials. */
export const SECRET_NAME = /auth|key|token|secret|cookie|passw|credential|signature/i;

/** The keys and credentials that this command line and environment hold. */
export function secretsOf(flags: FlagValues, env: Context['env']): string[] {
  const headers = [...(flags.header ?? []), ...(env.OPENAI_CUSTOM_HEADERS ?? '').split(/\r?\n/)];
  const values = [
    flags['api-key'],
    flags['admin-api-key'],
    flags['webhook-secret'],
    env.OPENAI_API_KEY,
    env.OPENAI_ADMIN_KEY,
    env.OPENAI_WEBHOOK_SECRET,
  ];
  return [...values.map((value) => value?.trim() ?? ''), ...headerSecrets(headers)].filter((value) => value !== '');
}

/** The credentials in header lines, without the scheme before them. */
export function headerSecrets(lines: readonly string[]): string[] {
  return lines.filter((line) => SECRET_NAME.test(line.split(':', 1)[0] as string)).map(headerSecret);
}

/** The credential in a header line, without the scheme before it. */
function headerSecret(line: string): string {
  const value = line.slice(line.indexOf(':') + 1).trim();
  return /^(?:bearer|basic)\s+(.+)$/i.exec(value)?.[1] ?? value;
}
