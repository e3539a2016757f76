/** Where a list of models comes from. The sandbox is an endpoint like any other: its API answers in process. */
import type { Api } from '../api/client.ts';
import { readPages } from '../api/pages.ts';
import type { ListPart } from '../models/batch.ts';
import type { ServerName } from '../servers/titles.ts';

export interface ModelSource {
  /** The address that the models are asked of, without a trailing slash. */
  readonly baseUrl: string;
  /** The kind of server, where the profile knows it. */
  readonly preset: ServerName | undefined;
  /** The list, piece by piece, each valid until the next is asked for; every call asks anew. */
  parts(): AsyncIterable<ListPart>;
}

/** The models that an endpoint lists. */
export function endpointSource(api: Api): ModelSource {
  return { baseUrl: api.baseUrl, preset: api.preset, parts: () => readPages(api) };
}
