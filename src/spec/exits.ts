/** The exit codes: stable, printed by help, the man page and the reference page. */
export const EXITS = {
  0: 'success',
  1: 'failure: the API or its answer',
  2: 'usage: a command, flag or value is wrong; nothing was sent',
  4: 'no key, or the key or its permissions were refused (401, 403)',
  5: 'not found (404)',
  6: 'rate limit or quota (429), after the retries',
  7: 'network: name, connection, TLS, timeout',
  8: 'some of several failed',
  130: 'interrupted',
} as const;

export type Exit = keyof typeof EXITS;
