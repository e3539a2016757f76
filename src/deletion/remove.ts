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
import { explainRefusal, ownDeletion } from './advice.ts';
import { confirmationIn } from './answer.ts';
import { Trail } from './journal.ts';
import type { Outcome } from './outcome.ts';
import type { PlannedModel } from './plan.ts';
import { type Target, withoutKeys } from './target.ts';
import type { Ending } from './workers.ts';

/** The server's response to a deletion that it carried out. */
export interface DeletionAnswer {
  bytes: Uint8Array;
  /** The object in `bytes`. */
  range: Range;
  /** The body that the server sent, if that was not an object. */
  received?: Uint8Array;
}

export interface Removal {
  outcome: Outcome;
  /** Set if the model is not known to be gone. */
  error?: unknown;
  /** Set if it is. */
  shown?: DeletionAnswer;
  ending?: Ending;
}

/** A function that deletes models, one by one or several at once. It does not reject. */
export function remover(session: Session, place: Target): (target: PlannedModel) => Promise<Removal> {
  return async (target) => {
    const tried: Attempts = { written: 0, sent: 0, landed: false };
    const trail = trailOf(session, place, target);
    const watch: AttemptObserver = {
      async onAttempt(tries) {
        await trail?.request(tries);
        tried.written = tries;
        if (place.api.throttle.isHalted) throw new CliError('interrupted', {});
        tried.sent = tries;
      },
      async onRetry(tries, failed) {
        tried.landed ||= mayHaveTakenEffect(failed);
        const status = 'status' in failed ? failed.status : null;
        const reason = 'error' in failed ? reasonOf(failed.error, session) : null;
        trail?.answer(tries, { outcome: 'retried', deleted: null, status, reason });
      },
    };
    const removal = await attempt(session, place, target, watch, tried);
    const { outcome, deleted, status = null, reason = null } = removal.outcome;
    if (tried.written > 0) trail?.answer(tried.written, { outcome, deleted, status, reason });
    return removal;
  };
}

function trailOf({ ctx, secrets }: Session, place: Target, { id, model }: PlannedModel): Trail | undefined {
  if (!place.journal) return undefined;
  const clean = (text: string) => withoutKeys(text, secrets);
  const { organization, project } = place;
  const subject = {
    endpoint: clean(place.endpoint),
    organization: organization && clean(organization),
    project: project && clean(project),
    key_fingerprint: place.fingerprint,
    id: clean(id),
    model: model && cleanJson(model.line, clean),
  };
  return new Trail(place.journal, subject, ctx.now);
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
interface Attempts extends Tried {
  /** Attempts that are in the journal. */
  written: number;
}

async function attempt(
  session: Session,
  place: Target,
  target: PlannedModel,
  watch: AttemptObserver,
  tried: Attempts,
): Promise<Removal> {
  const { id } = target;
  const { api } = place;
  let answer: ApiResponse | undefined;
  try {
    answer = await api.remove(id, watch);
    const { status } = answer;
    const shown = shownOf(await readJsonBody(answer.body), id, status);
    const about = { id, outcome: 'deleted', deleted: true, status, exit: 0 } as const;
    return { outcome: { ...about, ...otherIn(shown, id, session), ...bodyOf(shown, id) }, shown };
  } catch (error) {
    if (isFailure(error)) return failed(session, place, target, error, { ...tried, status: answer?.status });
    const reason = 'something unexpected happened';
    const outcome: Outcome = { id, outcome: 'failed', deleted: tried.sent > 0 ? null : false, reason, exit: 1 };
    return { outcome, error, ending: { reason, failure: error } };
  }
}

async function failed(
  session: Session,
  { api, mayList }: Target,
  { id, model }: PlannedModel,
  thrown: Failure,
  tried: Tried & { status: number | undefined },
): Promise<Removal> {
  const { landed } = tried;
  const refused =
    thrown.code === 'server'
      ? await explainRefusal(api, { id, listed: model !== undefined, landed, mayList }, thrown)
      : undefined;
  const verdict = verdictOf(thrown, tried);
  const outcome = refused && refused.outcome !== 'failed' ? refused.outcome : verdict.outcome;
  const error = refused?.error ?? thrown;
  const status = statusOf(thrown) ?? tried.status;
  const body = error.body && { body: error.body };
  if (outcome === 'gone') {
    const reason = refused?.reason ?? '';
    return {
      outcome: { id, outcome, deleted: true, ...(status && { status }), ...body, reason, exit: 0 },
      shown: madeUp(id),
    };
  }
  const deleted = outcome === 'failed' || outcome === 'not-attempted' ? verdict.deleted : false;
  const { next } = explain(error);
  const reason = reasonOf(error, session) + (deleted === null && error.code !== 'unclear-deletion' ? OPEN : '');
  const clean = (text: string) => redact(text, session.secrets);
  const forAll = outcome === 'not-supported' ? ownDeletion(api, 'MODEL') : undefined;
  const advice = { ...(next && { next: clean(next) }), ...(forAll && { nextForAll: clean(forAll) }) };
  const missing = outcome === 'not-found' && session.flags['ignore-not-found'];
  const exit = missing ? 0 : exitOf(error);
  const all: Outcome = { id, outcome, deleted, ...(status && { status }), ...body, reason, exit, ...advice };
  return { outcome: all, error, ...endingOf(error, all, api.throttle) };
}

const OPEN = ': it may be gone anyway';

/** Statuses about the method, and so about every model. A 404 is about one model. */
const NO_METHOD = [405, 501];

/** Finds the failures that concern more than one model. */
function endingOf(error: CliError, outcome: Outcome, throttle: { halt(): void }): { ending?: Ending } {
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
function shownOf({ bytes, range }: JsonBody, id: string, status: number): DeletionAnswer {
  if (!range || NO_CONTENT.includes(status) || jsonKindOf(bytes, range) === 'null')
    return { ...madeUp(id), received: bytes };
  const confirmation = confirmationIn(bytes, range, id);
  if (confirmation === 'error') {
    const reason = messageIn(bytes);
    throw new CliError('server', { status, method: 'DELETE', reason, keyOrigin: undefined }, bytes);
  }
  if (confirmation === 'unclear') throw new CliError('unclear-deletion', { id, status }, bytes);
  if (confirmation !== 'deleted') throw new CliError('not-deleted', { id, said: confirmation.denied }, bytes);
  return jsonKindOf(bytes, range) === 'object' ? { bytes, range } : { ...madeUp(id), received: bytes };
}

/** A reason if the response is about another model: an alias of this one, or the wrong model. */
function otherIn({ bytes, range }: DeletionAnswer, id: string, { secrets }: Session): Pick<Outcome, 'reason'> {
  const other = new Model(bytes, range.start, range.end).string('id');
  if (other === undefined || other === id) return {};
  return { reason: redact(`asked to delete '${id}', the server says that it deleted '${other}'`, secrets) };
}

/** An outcome in the API's shape, for when the server sent none. */
export function madeUp(id: string, deleted = true): DeletionAnswer {
  const bytes = encode(JSON.stringify({ id, object: 'model', deleted }));
  return { bytes, range: { start: 0, end: bytes.length } };
}

/** The body, plus its object if that is about this exact model and has room for an `outcome` member. */
function bodyOf({ bytes, range, received }: DeletionAnswer, id: string): Pick<Outcome, 'body' | 'object'> {
  const answer = new Model(bytes, range.start, range.end);
  const whole = answer.string('id') === id && answer.raw('deleted') === 'true' && !answer.members.has('outcome');
  return { body: received ?? bytes, ...(whole && { object: answer.line }) };
}

// What an error says about the model.

export interface Tried {
  /** Requests that were sent. */
  sent: number;
  /** Whether an attempt before the last one may have succeeded. */
  landed: boolean;
}

/** Only for errors without a status of special meaning (404, 405), which explainRefusal handles. */
function verdictOf(error: Failure, { sent, landed }: Tried): Pick<Outcome, 'outcome' | 'deleted'> {
  // An id that cannot be sent says nothing about the others.
  if (error.code === 'bad-model-id') return { outcome: 'failed', deleted: false };
  if (sent === 0) return { outcome: 'not-attempted', deleted: false };
  return { outcome: 'failed', deleted: landed || leavesOpen(error) ? null : false };
}

/** The HTTP status that an error is about. */
export function statusOf(error: CliError): number | undefined {
  return isFailure(error) && 'status' in error.args ? error.args.status : undefined;
}

/** Whether the model may be gone despite the error. */
function leavesOpen(error: Failure): boolean {
  if (error.code === 'interrupted' || error.code === 'not-json' || error.code === 'unclear-deletion') return true;
  const status = statusOf(error);
  return mayHaveTakenEffect(status === undefined ? { error } : { status });
}
