/** Ids of the practice API, without a request and without loading the API itself. */
import { CATALOG } from '../sandbox/catalog.ts';
import { sandboxStore } from '../sandbox/state.ts';
import type { Candidate, CompletionContext } from './reply.ts';
import { toModelCandidates } from './reply.ts';

/** @throws SandboxStateError */
export function sandboxModels(ctx: CompletionContext): Candidate[] {
  const deleted = new Set(sandboxStore(ctx).load().deleted);
  return CATALOG.filter(({ id }) => !deleted.has(id)).flatMap(
    ({ id, owned_by: owner, created, shutdown_date: shutdown }) =>
      toModelCandidates({ id, owner, created, shutdown: shutdown ?? undefined }),
  );
}
