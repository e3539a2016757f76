/** The headers of a request. */
import type { Connection } from '../config/settings.ts';
import { USER_AGENT } from '../version.ts';

/** Lower-case names, as HTTP/2 writes them, with their values. */
export type RequestHeaders = Map<string, string>;

/** What every try of a call says. A header that the user gave takes the place of ours. */
export function requestHeaders({ apiKey, auth, organization, project, headers }: Connection): RequestHeaders {
  const all: RequestHeaders = new Map([['accept', 'application/json']]);
  if (apiKey && auth === 'bearer') all.set('authorization', `Bearer ${apiKey.value}`);
  else if (apiKey && auth !== 'none') all.set(auth, apiKey.value);
  if (organization) all.set('openai-organization', organization.value);
  if (project) all.set('openai-project', project.value);
  all.set('user-agent', USER_AGENT);
  for (const { name, value } of headers) all.set(name.toLowerCase(), value);
  return all;
}
