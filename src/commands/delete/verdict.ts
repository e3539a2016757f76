/** What an error of a deletion says about the model. */
import { mayHaveLanded } from '../../api/retry.ts';
import type { Outcome } from '../../deletion/outcome.ts';
import type { CliError, ErrorArguments } from '../../errors.ts';

export interface Tried {
  /** Requests that were sent. */
  sent: number;
  /** One of those before the last may have reached its aim. */
  landed: boolean;
}

export function verdictOf(error: CliError, { sent, landed }: Tried): Pick<Outcome, 'outcome' | 'deleted'> {
  if (sent === 0) return { outcome: 'not-attempted', deleted: false };
  if (statusOf(error) === 404 && error.code === 'server')
    return landed ? { outcome: 'gone', deleted: true } : { outcome: 'not-found', deleted: false };
  return { outcome: 'failed', deleted: landed || leavesOpen(error) ? null : false };
}

/** The HTTP status that an error is about. */
export function statusOf({ code, args }: CliError): number | undefined {
  return code === 'server' || code === 'retry-later' ? (args as ErrorArguments['server']).status : undefined;
}

/** Whether the model may be gone in spite of the error. */
function leavesOpen(error: CliError): boolean {
  const status = statusOf(error);
  if (status !== undefined) return mayHaveLanded({ status });
  return error.code === 'interrupted' || error.code === 'not-json' || mayHaveLanded({ error });
}
