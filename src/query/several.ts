/** Retrieves several models by their ids in parallel, in the order in which they were named. */
import type { Api } from '../api/client.ts';
import { CliError, type Failure, isFailure } from '../errors/error.ts';
import { exitOf, explain } from '../errors/explain.ts';
import { type ListPart, ModelBatch, PLAIN_DOCUMENT } from '../models/batch.ts';
import type { Session } from '../session/session.ts';
import type { Exit } from '../spec/types.ts';
import { type FoundModel, findModel } from './find.ts';

export interface RetrievedModels {
  found: readonly FoundModel[];
  failed: readonly { id: string; error: Failure }[];
}

/** Requests at a time: as many as a deletion makes. */
const CONCURRENCY = 4;

/** @throws CliError that all of them failed with, if it is not about the models; `interrupted` */
export async function findModels(session: Session, api: Api, ids: readonly string[]): Promise<RetrievedModels> {
  const results = new Array<FoundModel | Failure>(ids.length);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < ids.length; index = next++)
      results[index] = await findModel(session, api, ids[index] as string).catch((error: unknown) => {
        if (isFailure(error) && error.code !== 'interrupted') return error;
        throw error;
      });
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, ids.length) }, worker));
  const failed = ids.flatMap((id, index) => {
    const error = results[index];
    return error instanceof CliError ? [{ id, error: error as Failure }] : [];
  });
  const [first] = failed;
  if (first && failed.length === ids.length && failed.every(({ error }) => exitOf(error) === exitOf(first.error)))
    if (exitOf(first.error) !== NOT_FOUND || ids.length === 1) throw first.error;
  return { found: results.filter((result): result is FoundModel => !(result instanceof CliError)), failed };
}

const NOT_FOUND: Exit = 5;

/** @throws CliError `not-all-found` if some do not exist; call this after the others were shown */
export function checkAllFound({ found, failed }: RetrievedModels): void {
  if (failed.length === 0) return;
  const left = failed.map(({ id, error }) => {
    const { happened, next } = explain(error);
    return `${id}: ${happened}${next?.startsWith('Nearest') ? `. ${next}` : ''}`;
  });
  throw new CliError('not-all-found', {
    missing: failed.length,
    of: found.length + failed.length,
    left,
    exit: found.length > 0 ? 8 : exitOf((failed[0] as { error: Failure }).error),
  });
}

/** The models that were found, as the parts of a list. */
export function toListParts(found: readonly FoundModel[]): ListPart[] {
  return found.map(({ shown }, place) => {
    const { body, range } = shown;
    const batch = ModelBatch.of(body, range.start, range.end);
    const last = place === found.length - 1;
    return { batch, bytes: body, document: PLAIN_DOCUMENT, members: [], isLast: last, isPageEnd: last };
  });
}
