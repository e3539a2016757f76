/** Checks the server itself: does a list work, is the clock right, what kind of server is it? */
import type { Api, ApiResponse } from '../api/client.ts';
import { readPages } from '../api/pages.ts';
import { CliError, type Failure, isFailure } from '../errors/error.ts';
import { explain } from '../errors/explain.ts';
import { Model } from '../models/model.ts';
import { guessServer } from '../servers/recognize.ts';
import { SERVER_TITLES } from '../servers/titles.ts';
import { type Check, fail, pass, warning } from './network.ts';

/** A clock that is off by more than this breaks certificates and signed requests. */
const MAX_SKEW_SECONDS = 300;

export interface ServerReport {
  checks: Check[];
  /** Why no list is available. */
  error: CliError | undefined;
}

/**
 * Requests the list.
 * @param keyless the same server without a key; only if a key is sent
 */
export async function checkServer(api: Api, now: () => number, keyless: Api | undefined): Promise<ServerReport> {
  const began = now();
  try {
    let response: ApiResponse | undefined;
    const list: Api['list'] = async (page) => {
      const next = await api.list(page);
      response ??= next;
      return next;
    };
    let models = 0;
    let first: Model | undefined;
    for await (const { batch } of readPages({ ...api, list })) {
      if (models === 0 && batch.length > 0) first = keep(batch.at(0));
      models += batch.length;
    }
    const elapsed = Math.round(now() - began);
    const checks = [
      ...(await authentication(api, keyless)),
      pass('list', `${models} ${models === 1 ? 'model' : 'models'} in ${elapsed} ms`),
      ...(response ? [...clockCheck(response, now()), kindCheck(api, response, first)] : []),
    ];
    return { checks, error: undefined };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { checks: [listFailure(error)], error };
  }
}

/** A list that is available without a key says nothing about this key. */
async function authentication(api: Api, keyless: Api | undefined): Promise<Check[]> {
  if (api.keyOrigin === undefined || !keyless) return [];
  const isPublic = await readable(keyless);
  if (!isPublic) return [pass('authentication', 'accepted')];
  return [pass('authentication', 'the list needs no key, so this does not show whether the key works')];
}

async function readable(api: Api): Promise<boolean> {
  try {
    for await (const _ of readPages(api)) break;
    return true;
  } catch (error) {
    if (error instanceof CliError && error.code !== 'interrupted') return false;
    throw error;
  }
}

function listFailure(error: Failure): Check {
  const { happened, said, next } = explain(error);
  const status = error.code === 'server' ? error.args.status : 0;
  const name = status === 401 || status === 403 ? 'authentication' : 'list';
  return fail(name, said ? `${happened}: ${said}` : happened, next ?? 'Try again with --debug to see the response.');
}

function clockCheck(response: ApiResponse, now: number): Check[] {
  const date = Date.parse(response.header('date') ?? '');
  if (Number.isNaN(date)) return [];
  const skew = Math.round((now - date) / 1000);
  if (Math.abs(skew) <= MAX_SKEW_SECONDS) return [pass('clock', `within ${Math.abs(skew)} s of the server's`)];
  const direction = skew > 0 ? 'ahead of' : 'behind';
  return [warning('clock', `${Math.abs(skew)} s ${direction} the server's`, "Set this machine's clock.")];
}

function kindCheck(api: Api, response: ApiResponse, model: Model | undefined): Check {
  const { hostname, port } = new URL(api.baseUrl);
  const preset = api.preset && SERVER_TITLES[api.preset];
  if (preset) return pass('server', `${preset}, as set in the profile`);
  const kind = guessServer({ host: hostname, port, server: response.header('server'), model });
  return pass('server', kind ? `looks like ${kind}` : 'unknown kind');
}

/** Copies the model, because the batch's memory is reused. */
function keep(model: Model): Model {
  const bytes = model.bytes.slice(model.start, model.end);
  return new Model(bytes, 0, bytes.length);
}
