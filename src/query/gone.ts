/** What is known about a model that a server does not have: that its provider shut it down, and what replaces it. */
import { providerOf } from '../servers/recognize.ts';
import type { Session } from '../session/session.ts';

/** `gpt-4-0613 was shut down on 2026-10-23. Replaced by gpt-5.6-terra.` `undefined` if no shutdown is known. */
export async function goneText(
  session: Session,
  { baseUrl, preset }: { baseUrl: string; preset: string | undefined },
  id: string,
): Promise<string | undefined> {
  const provider = providerOf(baseUrl, preset);
  // Model names on local servers say nothing about a provider's models.
  if (provider === 'local') return undefined;
  const { lifecyclesInUse } = await import('../datasets/updated.ts');
  const lifecycles = await lifecyclesInUse(session);
  const row = lifecycles.of(id, provider);
  if (row?.status !== 'retired') return undefined;
  const [next] = lifecycles.replacementsOf(row);
  const replacement = next ?? row.replacement;
  const parts = [
    `${row.id} was shut down${row.shutdownDate === undefined ? '' : ` on ${row.shutdownDate}`}.`,
    replacement !== undefined && `Replaced by ${replacement}.`,
    row.source !== undefined && `See ${row.source}`,
  ];
  return parts.filter(Boolean).join(' ');
}
