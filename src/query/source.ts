/** Where a list of models comes from. The sandbox is an endpoint like any other: its API answers in process. */
import type { Api } from '../api/client.ts';
import { readPages } from '../api/pages.ts';
import type { ListPart } from '../models/batch.ts';
import type { ServerName } from '../servers/titles.ts';

/** The server that models are of: what the details go by. */
export interface ServerAt {
  /** The address that the models are asked of, without a trailing slash; empty where a file does not say. */
  readonly baseUrl: string;
  /** The kind of server, where the profile knows it. */
  readonly preset: ServerName | undefined;
}

export interface ModelSource extends ServerAt {
  /** Of several sources at once the server of each, by the name that its models bear in their member `source`. */
  readonly servers?: ReadonlyMap<string, ServerAt>;
  /** The list, piece by piece, each valid until the next is asked for; every call asks anew. */
  parts(): AsyncIterable<ListPart>;
  /** The bytes of the answer, of the first page alone, asked for anew; where there is one answer. */
  body?(): Promise<AsyncIterable<Uint8Array>>;
}

/** The models that an endpoint lists. */
export function endpointSource(api: Api): ModelSource {
  const body = async () => (await api.list()).body;
  return { baseUrl: api.baseUrl, preset: api.preset, parts: () => readPages(api), body };
}
