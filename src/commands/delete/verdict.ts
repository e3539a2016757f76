/** What an error of a deletion says about the model. */
import { mayHaveLanded } from '../../api/retry.ts';
import type { Outcome } from '../../deletion/outcome.ts';
import { type CliError, isFailure } from '../../errors.ts';

export interface Tried {
  /** Requests that were sent. */
  sent: number;
  /** One of those before the last may have reached its aim. */
  landed: boolean;
}

/** Of an error that is no refusal with a meaning of its own (404, 405): that is told by explainRefusal. */
export function verdictOf(error: CliError, { sent, landed }: Tried): Pick<Outcome, 'outcome' | 'deleted'> {
  // An id that cannot be sent says nothing of the others.
  if (error.code === 'bad-model-id') return { outcome: 'failed', deleted: false };
  if (sent === 0) return { outcome: 'not-attempted', deleted: false };
  return { outcome: 'failed', deleted: landed || leavesOpen(error) ? null : false };
}

/** The HTTP status that an error is about. */
export function statusOf(error: CliError): number | undefined {
  return isFailure(error) && 'status' in error.args ? error.args.status : undefined;
}

/** Whether the model may be gone in spite of the error. */
function leavesOpen(error: CliError): boolean {
  if (error.code === 'interrupted' || error.code === 'not-json' || error.code === 'unclear-deletion') return true;
  const status = statusOf(error);
  return mayHaveLanded(status === undefined ? { error } : { status });
}
