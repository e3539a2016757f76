/** Where a list of models comes from. The sandbox is an endpoint like any other; its API responds in process. */
import type { Api } from '../api/client.ts';
import { readPages } from '../api/pages.ts';
import type { ListPart } from '../models/batch.ts';
import type { ServerName } from '../servers/titles.ts';

/** The server of the models, which the details depend on. */
export interface ServerInfo {
  /** The base URL of the models, without a trailing slash. Empty if a file does not say. */
  readonly baseUrl: string;
  /** The kind of server, if the profile knows it. */
  readonly preset: ServerName | undefined;
}

export interface ModelSource extends ServerInfo {
  /** With several sources: the server of each, by the name in the models' `source` member. */
  readonly servers?: ReadonlyMap<string, ServerInfo>;
  /** The list, piece by piece. A piece is valid until the next is requested. Every call sends new requests. */
  parts(): AsyncIterable<ListPart>;
  /** The bytes of the response, first page only, requested anew. Missing if there is no single response. */
  body?(): Promise<AsyncIterable<Uint8Array>>;
}

/** The models that an endpoint lists. */
export function endpointSource(api: Api): ModelSource {
  const body = async () => (await api.list()).body;
  return { baseUrl: api.baseUrl, preset: api.preset, parts: () => readPages(api), body };
}
