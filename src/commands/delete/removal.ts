/** Deletes one model: the request, its journal, and the truth about what became of it. */
import type { Answer, Api } from '../../api/client.ts';
import { mayHaveLanded, type TryWatch } from '../../api/retry.ts';
import { modelIn, readValue, type Value } from '../../api/value.ts';
import type { Outcome } from '../../deletion/outcome.ts';
import type { Target } from '../../deletion/plan.ts';
import type { Ending } from '../../deletion/workers.ts';
import { CliError } from '../../errors.ts';
import { exitOf, explain } from '../../explanations.ts';
import { Trail } from '../../journal/trail.ts';
import { encode } from '../../json/bytes.ts';
import { kindOf, type Range } from '../../json/members.ts';
import { Model } from '../../models/model.ts';
import { redact } from '../../redact.ts';
import { isStillThere, whyRefused } from '../deletion-hint.ts';
import type { Session } from '../session.ts';
import { type Place, withoutKeys } from './place.ts';
import { statusOf, type Tried, verdictOf } from './verdict.ts';

/** What the server answered to a deletion that it carried out. */
export interface Shown {
  bytes: Uint8Array;
  /** The object in them. */
  range: Range;
  /** The body that the server sent instead of an object. */
  received?: Uint8Array;
}

export interface Removal {
  outcome: Outcome;
  /** Where the model is not known to be gone. */
  error?: unknown;
  /** Where it is. */
  shown?: Shown;
  ending?: Ending;
}

/** A function that deletes one model after the other, or several at once. It does not reject. */
export function remover(session: Session, place: Place): (target: Target) => Promise<Removal> {
  return async (target) => {
    const tried: Attempts = { written: 0, sent: 0, landed: false };
    const trail = trailOf(session, place, target);
    const watch: TryWatch = {
      async begins(tries) {
        await trail?.request(tries);
        tried.written = tries;
        if (place.api.pace.halted) throw new CliError('interrupted', {});
        tried.sent = tries;
      },
      async again(tries, failed) {
        tried.landed ||= mayHaveLanded(failed);
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

function trailOf({ ctx, secrets }: Session, place: Place, { id, model }: Target): Trail | undefined {
  if (!place.journal) return undefined;
  const clean = (text: string) => withoutKeys(text, secrets);
  const { organization, project } = place;
  const subject = {
    endpoint: clean(place.endpoint),
    organization: organization && clean(organization),
    project: project && clean(project),
    id: clean(id),
    model: model && cleanJson(model.line, clean),
  };
  return new Trail(place.journal, subject, ctx.now);
}

/** JSON stays JSON, though a secret may be a word of it. */
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

/** What a run knows of its tries. */
interface Attempts extends Tried {
  /** Tries that stand in the journal. */
  written: number;
}

async function attempt(
  session: Session,
  { api }: Place,
  target: Target,
  watch: TryWatch,
  tried: Attempts,
): Promise<Removal> {
  const { id } = target;
  let answer: Answer | undefined;
  try {
    answer = await api.remove(id, watch);
    const shown = shownOf(await readValue(answer.body), id);
    const { status } = answer;
    const about = { id, outcome: 'deleted', deleted: true, status, exit: 0 } as const;
    return { outcome: { ...about, ...otherIn(shown, id, session), ...bodyOf(shown, id) }, shown };
  } catch (error) {
    if (error instanceof CliError) return failed(session, api, target, error, { ...tried, status: answer?.status });
    const reason = 'something unexpected happened';
    const outcome: Outcome = { id, outcome: 'failed', deleted: tried.sent > 0 ? null : false, reason, exit: 1 };
    return { outcome, error, ending: { reason, failure: error } };
  }
}

async function failed(
  session: Session,
  api: Api,
  { id, model }: Target,
  thrown: CliError,
  tried: Tried & { status: number | undefined },
): Promise<Removal> {
  const first = verdictOf(thrown, tried);
  const stays = first.outcome === 'gone' && (await isStillThere(api, id, thrown));
  const verdict = stays ? verdictOf(thrown, { ...tried, landed: false }) : first;
  const error = whyRefused(api, { id, listed: stays || model !== undefined }, thrown);
  // A server that lists the model and has no such route has not lost it.
  const outcome = verdict.outcome === 'not-found' && error.code === 'no-deletion' ? 'failed' : verdict.outcome;
  const status = statusOf(thrown) ?? tried.status;
  const { deleted } = verdict;
  const about = { id, outcome, deleted, ...(status && { status }), ...(error.body && { body: error.body }) };
  if (outcome === 'gone') return { outcome: { ...about, reason: GONE, exit: 0 }, shown: madeUp(id) };
  const { next } = explain(error);
  const reason = reasonOf(error, session) + (deleted === null ? OPEN : '');
  const advice = next && { next: redact(next, session.secrets) };
  const all: Outcome = { ...about, reason, exit: exitOf(error), ...advice };
  return { outcome: all, error, ...endingOf(error, all, api.pace) };
}

const OPEN = ': it may be gone all the same';
const GONE = 'an earlier try had deleted it already, though its answer was lost';

/** Which failures are not of one model alone. */
function endingOf(error: CliError, outcome: Outcome, pace: { halt(): void }): { ending?: Ending } {
  const { reason = '' } = outcome;
  if (error.code === 'no-journal' || (outcome.outcome === 'not-attempted' && error.code !== 'interrupted')) {
    pace.halt();
    return { ending: { reason, failure: error } };
  }
  if (error.code !== 'retry-later') return {};
  // The server wants to be left alone, so that is what everybody does.
  pace.halt();
  return { ending: { reason } };
}

/** The error on one line: what happened, and what the server said. */
function reasonOf(error: CliError, { secrets }: Session): string {
  const { happened, said } = explain(error);
  return redact(said ? `${happened}: ${said}` : happened, secrets);
}

/** What to show: the server's object, or one in its shape where a success came without a body (204, `null`). */
function shownOf({ bytes, range }: Value, id: string): Shown {
  if (range && kindOf(bytes, range) === 'object') {
    const { start, end } = modelIn({ bytes, range });
    const denial = denialIn(new Model(bytes, start, end));
    if (denial !== undefined) throw new CliError('not-deleted', { id, said: denial }, bytes);
    return { bytes, range };
  }
  if (range && kindOf(bytes, range) !== 'null')
    throw new CliError(
      'not-json',
      { what: 'with one object', problem: 'the answer is a bare value', html: false },
      bytes,
    );
  return { ...madeUp(id), received: bytes };
}

/** Members with which servers say whether they did it, and how they say no. A member that is not there says nothing. */
const ANSWERS = ['deleted', 'success'];
const NO = ['false', 'null', '0', '"false"', '"no"'];

/** `"deleted": false` and the like, as the server wrote it. */
function denialIn(answer: Model): string | undefined {
  for (const name of ANSWERS) {
    const value = answer.raw(name);
    if (value !== undefined && NO.includes(value.toLowerCase())) return `"${name}": ${value}`;
  }
  return undefined;
}

/** What to say where the answer is about another model: an alias of this one, or not what was asked for. */
function otherIn({ bytes, range }: Shown, id: string, { secrets }: Session): Pick<Outcome, 'reason'> {
  const other = new Model(bytes, range.start, range.end).string('id');
  if (other === undefined || other === id) return {};
  return { reason: redact(`asked to delete '${id}', the server says that it deleted '${other}'`, secrets) };
}

/** An outcome in the API's shape, for a success that came without one. */
function madeUp(id: string): Shown {
  const bytes = encode(JSON.stringify({ id, object: 'model', deleted: true }));
  return { bytes, range: { start: 0, end: bytes.length } };
}

/** The body, and its object where that is about this very model and can take one more member. */
function bodyOf({ bytes, range, received }: Shown, id: string): Pick<Outcome, 'body' | 'object'> {
  const answer = new Model(bytes, range.start, range.end);
  const whole = answer.string('id') === id && answer.raw('deleted') === 'true' && !answer.members.has('outcome');
  return { body: received ?? bytes, ...(whole && { object: answer.line }) };
}
