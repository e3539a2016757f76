/** Deletes one model: sends the request, keeps the journal, and determines the outcome. */
import type { ApiResponse } from '../api/client.ts';
import { extractReason as messageIn } from '../api/reason.ts';
import { mayHaveTakenEffect } from '../api/retry.ts';
import { type JsonBody, readJsonBody } from '../api/value.ts';
import type { AttemptObserver } from '../api/wire.ts';
import { CliError, type Failure, isFailure } from '../errors/error.ts';
import { exitOf, explain } from '../errors/explain.ts';
import { redact } from '../errors/redact.ts';
import { encode } from '../json/bytes.ts';
import { jsonKindOf, type Range } from '../json/members.ts';
import { Model } from '../models/model.ts';
import type { Session } from '../session/session.ts';
import { alternativeCommand, interpretError } from './advice.ts';
import { readConfirmation } from './answer.ts';
import { DeletionLog } from './journal.ts';
import type { Outcome } from './outcome.ts';
import type { PlannedModel } from './plan.ts';
import { type DeletionTarget, removeKeys } from './target.ts';
import type { StopReason } from './workers.ts';

/** The server's response to a deletion that it carried out. */
export interface DeletionResponse {
  bytes: Uint8Array;
  /** The object in `bytes`. */
  range: Range;
  /** The body that the server sent, if that was not an object. */
  received?: Uint8Array;
}

export interface DeletionResult {
  outcome: Outcome;
  /** Set if the model is not known to be gone. */
  error?: unknown;
  /** Set if it is. */
  shown?: DeletionResponse;
  ending?: StopReason;
}

/** A function that deletes models, one by one or several at once. It does not reject. */
export function createRemover(
  session: Session,
  destination: DeletionTarget,
): (target: PlannedModel) => Promise<DeletionResult> {
  return async (target) => {
    const attempts: AttemptLog = { written: 0, sent: 0, mayHaveTakenEffect: false };
    const log = createLog(session, destination, target);
    const observer: AttemptObserver = {
      async onAttempt(tries) {
        await log?.recordRequest(tries);
        attempts.written = tries;
        if (destination.api.throttle.isHalted) throw new CliError('interrupted', {});
        attempts.sent = tries;
      },
      async onRetry(tries, failed) {
        attempts.mayHaveTakenEffect ||= mayHaveTakenEffect(failed);
        const status = 'status' in failed ? failed.status : null;
        const reason = 'error' in failed ? reasonOf(failed.error, session) : null;
        log?.recordResponse(tries, { outcome: 'retried', deleted: null, status, reason });
      },
    };
    const removal = await attemptDeletion(session, destination, target, observer, attempts);
    const { outcome, deleted, status = null, reason = null } = removal.outcome;
    if (attempts.written > 0) log?.recordResponse(attempts.written, { outcome, deleted, status, reason });
    return removal;
  };
}

function createLog(
  { ctx, secrets }: Session,
  destination: DeletionTarget,
  { id, model }: PlannedModel,
): DeletionLog | undefined {
  if (!destination.journal) return undefined;
  const clean = (text: string) => removeKeys(text, secrets);
  const { organization, project } = destination;
  const subject = {
    endpoint: clean(destination.endpoint),
    organization: organization && clean(organization),
    project: project && clean(project),
    key_fingerprint: destination.fingerprint,
    id: clean(id),
    model: model && cleanJson(model.line, clean),
  };
  return new DeletionLog(destination.journal, subject, ctx.now);
}

/** Keeps JSON valid even if a secret is one of its words. */
function cleanJson(text: string, clean: (text: string) => string): string {
  const cleaned = clean(text);
  if (cleaned === text) return text;
  try {
    JSON.parse(cleaned);
    return cleaned;
  } catch {
    return JSON.stringify(cleaned);
  }
}

/** What a run knows about its attempts. */
interface AttemptLog extends AttemptState {
  /** Attempts that are in the journal. */
  written: number;
}

async function attemptDeletion(
  session: Session,
  destination: DeletionTarget,
  target: PlannedModel,
  observer: AttemptObserver,
  tried: AttemptLog,
): Promise<DeletionResult> {
  const { id } = target;
  const { api } = destination;
  let response: ApiResponse | undefined;
  try {
    response = await api.remove(id, observer);
    const { status } = response;
    const shown = shownOf(await readJsonBody(response.body), id, status);
    const about = { id, outcome: 'deleted', deleted: true, status, exit: 0 } as const;
    return { outcome: { ...about, ...otherIn(shown, id, session), ...bodyOf(shown, id) }, shown };
  } catch (error) {
    if (isFailure(error))
      return resolveFailure(session, destination, target, error, { ...tried, status: response?.status });
    const reason = 'something unexpected happened';
    const outcome: Outcome = { id, outcome: 'failed', deleted: tried.sent > 0 ? null : false, reason, exit: 1 };
    return { outcome, error, ending: { reason, failure: error } };
  }
}

async function resolveFailure(
  session: Session,
  { api, canList }: DeletionTarget,
  { id, model }: PlannedModel,
  thrown: Failure,
  tried: AttemptState & { status: number | undefined },
): Promise<DeletionResult> {
  const { mayHaveTakenEffect } = tried;
  const refused =
    thrown.code === 'server'
      ? await interpretError(api, { id, wasListed: model !== undefined, mayHaveTakenEffect, canList }, thrown)
      : undefined;
  const verdict = outcomeOfFailure(thrown, tried);
  const outcome = refused && refused.outcome !== 'failed' ? refused.outcome : verdict.outcome;
  const error = refused?.error ?? thrown;
  const status = statusOf(thrown) ?? tried.status;
  const body = error.body && { body: error.body };
  if (outcome === 'gone') {
    const reason = refused?.reason ?? '';
    return {
      outcome: { id, outcome, deleted: true, ...(status && { status }), ...body, reason, exit: 0 },
      shown: syntheticResponse(id),
    };
  }
  const deleted = outcome === 'failed' || outcome === 'not-attempted' ? verdict.deleted : false;
  const { next } = explain(error);
  const reason = reasonOf(error, session) + (deleted === null && error.code !== 'unclear-deletion' ? OPEN : '');
  const clean = (text: string) => redact(text, session.secrets);
  const forAll = outcome === 'not-supported' ? alternativeCommand(api, 'MODEL') : undefined;
  const advice = { ...(next && { next: clean(next) }), ...(forAll && { nextForAll: clean(forAll) }) };
  const missing = outcome === 'not-found' && session.flags['ignore-not-found'];
  const exit = missing ? 0 : exitOf(error);
  const all: Outcome = { id, outcome, deleted, ...(status && { status }), ...body, reason, exit, ...advice };
  return { outcome: all, error, ...findEnding(error, all, api.throttle) };
}

const OPEN = ': it may be gone anyway';

/** Statuses about the method, and so about every model. A 404 is about one model. */
const NO_METHOD = [405, 501];

/** Finds the failures that concern more than one model. */
function findEnding(error: CliError, outcome: Outcome, throttle: { halt(): void }): { ending?: StopReason } {
  const { reason = '' } = outcome;
  if (isFailure(error) && error.code === 'no-deletion' && NO_METHOD.includes(error.args.status))
    return { ending: { reason: 'this server cannot delete models' } };
  if (error.code === 'no-journal' || (outcome.outcome === 'not-attempted' && error.code !== 'interrupted')) {
    throttle.halt();
    return { ending: { reason, failure: error } };
  }
  if (error.code !== 'retry-later') return {};
  // The server wants a break, so all workers stop.
  throttle.halt();
  return { ending: { reason } };
}

/** The error on one line: what happened, and what the server said. */
function reasonOf(error: CliError, { secrets }: Session): string {
  const { happened, said } = explain(error);
  return redact(said ? `${happened}: ${said}` : happened, secrets);
}

/** Success without content (RFC 9110, sections 15.3.5 and 15.3.6). */
const NO_CONTENT = [204, 205];

/** What to show: the server's object, or one of the same shape if a success came without one. */
function shownOf({ bytes, range }: JsonBody, id: string, status: number): DeletionResponse {
  if (!range || NO_CONTENT.includes(status) || jsonKindOf(bytes, range) === 'null')
    return { ...syntheticResponse(id), received: bytes };
  const confirmation = readConfirmation(bytes, range, id);
  if (confirmation === 'error') {
    const reason = messageIn(bytes);
    throw new CliError('server', { status, method: 'DELETE', reason, keyOrigin: undefined }, bytes);
  }
  if (confirmation === 'unclear') throw new CliError('unclear-deletion', { id, status }, bytes);
  if (confirmation !== 'deleted') throw new CliError('not-deleted', { id, said: confirmation.denied }, bytes);
  return jsonKindOf(bytes, range) === 'object' ? { bytes, range } : { ...syntheticResponse(id), received: bytes };
}

/** A reason if the response is about another model: an alias of this one, or the wrong model. */
function otherIn({ bytes, range }: DeletionResponse, id: string, { secrets }: Session): Pick<Outcome, 'reason'> {
  const other = new Model(bytes, range.start, range.end).string('id');
  if (other === undefined || other === id) return {};
  return { reason: redact(`asked to delete '${id}', the server says it deleted '${other}'`, secrets) };
}

/** An outcome in the API's shape, for when the server sent none. */
export function syntheticResponse(id: string, deleted = true): DeletionResponse {
  const bytes = encode(JSON.stringify({ id, object: 'model', deleted }));
  return { bytes, range: { start: 0, end: bytes.length } };
}

/** The body, plus its object if that is about this exact model and has room for an `outcome` member. */
function bodyOf({ bytes, range, received }: DeletionResponse, id: string): Pick<Outcome, 'body' | 'object'> {
  const model = new Model(bytes, range.start, range.end);
  const isComplete = model.string('id') === id && model.raw('deleted') === 'true' && !model.members.has('outcome');
  return { body: received ?? bytes, ...(isComplete && { object: model.line }) };
}

// What an error says about the model.

export interface AttemptState {
  /** Requests that were sent. */
  sent: number;
  /** Whether an attempt before the last one may have succeeded. */
  mayHaveTakenEffect: boolean;
}

/** Only for errors without a status of special meaning (404, 405), which explainRefusal handles. */
function outcomeOfFailure(
  error: Failure,
  { sent, mayHaveTakenEffect }: AttemptState,
): Pick<Outcome, 'outcome' | 'deleted'> {
  // An id that cannot be sent says nothing about the others.
  if (error.code === 'bad-model-id') return { outcome: 'failed', deleted: false };
  if (sent === 0) return { outcome: 'not-attempted', deleted: false };
  return { outcome: 'failed', deleted: mayHaveTakenEffect || leavesOutcomeUnknown(error) ? null : false };
}

/** The HTTP status that an error is about. */
export function statusOf(error: CliError): number | undefined {
  return isFailure(error) && 'status' in error.args ? error.args.status : undefined;
}

/** Whether the model may be gone despite the error. */
function leavesOutcomeUnknown(error: Failure): boolean {
  if (error.code === 'interrupted' || error.code === 'not-json' || error.code === 'unclear-deletion') return true;
  const status = statusOf(error);
  return mayHaveTakenEffect(status === undefined ? { error } : { status });
}
