import { type Api, createApi } from '../api/client.ts';
import { isLoopback } from '../config/key.ts';
import { secretsOf } from '../config/secrets.ts';
import { type Connection, resolveConnection } from '../config/settings.ts';
import { redact } from '../redact.ts';
import type { Session } from './session.ts';

/**
 * The API that this command line is about. Nothing is sent yet.
 * @throws CliError for settings that cannot be used (exit 2) and for a missing or unusable key (exit 4)
 */
export async function connect(session: Session): Promise<Api> {
  const { flags, ctx, err } = session;
  const connection = resolveConnection(flags, ctx.env);
  await warnOfPlainHttp(session, connection);
  if (!connection.debug) return createApi(connection, ctx, undefined);
  const secrets = secretsOf(flags, ctx.env);
  return createApi(connection, ctx, async (lines) => {
    await err.write(lines.map((line) => [redact(line, secrets)]));
    await err.flush();
  });
}

/** A key over plain http can be read on the way, unless it never leaves this machine. */
async function warnOfPlainHttp({ err }: Session, { apiKey, baseUrl, sandbox }: Connection): Promise<void> {
  const { protocol, hostname, host } = new URL(baseUrl.value.url);
  if (sandbox || !apiKey || protocol !== 'http:' || isLoopback(hostname)) return;
  await err.write([
    [
      { text: 'Warning: ', style: 'yellow' },
      `the key goes to ${host} over plain http, which others can read. Use https.`,
    ],
  ]);
  await err.flush();
}
