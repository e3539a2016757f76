/** What the error responses of servers mean. */

import type { Exit } from '../../spec/types.ts';
import type { ErrorArguments, Explanation } from '../error.ts';

type ServerArguments = ErrorArguments['server'];

/** For a server that deletes in some way of its own, not known to this program. */
export const OWN_TOOLS = "Delete it with the server's own tools.";

export const SERVER_EXPLANATION: Explanation<ServerArguments> = {
  exit: (a) => exitOfStatus(a.status),
  text: serverText,
  said: (a) => a.reason,
  next: serverNext,
};

export function exitOfStatus(status: number): Exit {
  if (status === 401 || status === 403) return 4;
  if (status === 404) return 5;
  if (status === 429) return 6;
  return status === 407 ? 7 : 1;
}

/** Similar ids, preceded by the model's own shutdown, if known. */
export function suggestIds(nearest: readonly string[], gone?: string): string {
  if (gone !== undefined) return nearest.length === 0 ? gone : `${gone} Nearest: ${nearest.join(', ')}`;
  return nearest.length === 0 ? 'Ids: openai models list --ids' : `Nearest: ${nearest.join(', ')}`;
}

function serverText(a: ServerArguments): string {
  const named = a.model === undefined ? '' : ` '${a.model}'`;
  switch (a.status) {
    case 401:
      if (a.movedTo) return `the server redirected to another URL, which does not get the key (401)`;
      return a.keyOrigin ? 'the server refused the key (401)' : 'the server requires a key (401)';
    case 403:
      return a.keyOrigin
        ? 'the key is not allowed to do this (403)'
        : 'the server denied access, and no key was sent (403)';
    case 404:
      return a.model === undefined ? 'the server has nothing at this URL (404)' : `no model${named} was found (404)`;
    case 200:
      return 'the server returned an error (200)';
    case 405:
    case 501:
      return `this server does not support ${a.method} here (${a.status})`;
    case 407:
      return 'the proxy rejected the credentials (407)';
    case 429:
      return a.quota ? 'the quota is used up (429)' : 'the rate limit or quota is used up (429)';
    default:
      return `the server returned ${a.status}`;
  }
}

function serverNext(a: ServerArguments): string | undefined {
  switch (a.status) {
    case 401:
      if (a.movedTo) return `If you trust it, use its own URL: --base-url ${a.movedTo}`;
      return a.keyOrigin && a.official ? `${keyNext(a)} Check it at https://platform.openai.com/api-keys` : keyNext(a);
    case 403:
      // Without a key, the role cannot be the cause.
      return a.method === 'DELETE' && a.keyOrigin
        ? `Deleting needs the Owner role in the organization that owns the model. ${keyNext(a)}`
        : keyNext(a);
    case 404:
      return notFoundNext(a);
    case 405:
    case 501:
      return a.hint ?? (a.method === 'DELETE' ? OWN_TOOLS : endpointNext(a));
    case 407:
      return 'Set them in the proxy variable: http://user:password@host:port';
    case 429:
      if (!a.quota) return 'Wait and try again, or allow more retries with --max-retries.';
      return a.official
        ? 'Waiting will not help. See https://platform.openai.com/settings/organization/billing'
        : 'Waiting will not help: the account needs more credit or a higher limit.';
    default:
      return a.status >= 500 && !a.keyOrigin && a.official === false
        ? `No key was sent, which may be the cause. ${keyNext(a)}`
        : undefined;
  }
}

function keyNext({ keyOrigin, profile }: ServerArguments): string {
  if (keyOrigin) return `The key came from ${keyOrigin}.`;
  // OPENAI_API_KEY is not for the servers of profiles.
  if (!profile) return 'Set OPENAI_API_KEY or pass --api-key.';
  const why = profile.keyless ? ' sends no key (auth: none)' : ' has no key';
  return `Profile ${profile.name}${why}. Store one: openai login --profile ${profile.name}`;
}

function notFoundNext(a: ServerArguments): string {
  const { model, nearest = [] } = a;
  if (model?.startsWith('ftjob-'))
    return "That is the id of a fine-tuning job, not a model. The id of its model starts with ft: and is in the job's fine_tuned_model field.";
  if (model !== undefined && !a.noList) return suggestIds(nearest, a.gone);
  const also = a.noList ? 'That URL has no list of models either. ' : '';
  return also + (endpointNext(a) ?? 'Check the base URL: it usually ends in /v1.');
}

/** What is wrong with the base URL, judging by its ending. */
function endpointNext({ base }: ServerArguments): string | undefined {
  if (!base) return undefined;
  if (base.better)
    return `The base URL ends in ${base.surplus}, which is not part of it. Use --base-url ${base.better}`;
  return base.versioned ? 'This server does not list models at that URL.' : undefined;
}
