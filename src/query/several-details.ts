/** Details of models from several servers: each model gets those of its own server. */
import { type ByteBuffer, COMMA, encode } from '../json/bytes.ts';
import { lastMemberEnd } from '../json/members.ts';
import { ModelBatch } from '../models/batch.ts';
import type { Model } from '../models/model.ts';
import type { Session } from '../session/session.ts';
import type { FlagValues } from '../spec/flags.ts';
import { type DetailSource, loadDetails } from './details.ts';
import type { ModelSource } from './source.ts';

/**
 * The details for the models of a source, or of several sources together.
 * @throws CliError as `loadDetails`
 */
export async function loadSourceDetails(
  { baseUrl, preset, servers }: Pick<ModelSource, 'baseUrl' | 'preset' | 'servers'>,
  session: Session,
  flags: Pick<FlagValues, 'tokens' | 'tier'>,
): Promise<DetailSource> {
  const plain = await loadDetails({ baseUrl, preset }, session, flags);
  if (!servers) return plain;
  const known = new Map<string, DetailSource>();
  for (const [name, server] of servers) known.set(name, await loadDetails(server, session, flags));
  const of = (model: Model) => known.get(model.string('source') ?? '') ?? plain;
  return {
    ...plain,
    cell: (model, name) => of(model).cell(model, name),
    isFromDataset: (model, name) => of(model).isFromDataset(model, name),
    shutdownOf: (model) => of(model).shutdownOf(model),
    section: (model) => of(model).section(model),
    addDetails: (batch) => withSourceDetails(batch, of),
  };
}

/** Puts `details` before `source`, which stays the last member. */
function withSourceDetails(batch: ModelBatch, of: (model: Model) => DetailSource): ModelBatch {
  return batch.rewrite(batch.bytes.length / Math.max(1, batch.length), (model, out) =>
    appendDetailed(model, of(model), out),
  );
}

function appendDetailed(model: Model, details: DetailSource, out: ByteBuffer): void {
  const { bytes, start, end } = model;
  const added = details.addDetails(ModelBatch.of(bytes, start, end));
  const { bytes: text, start: from, end: to } = added.at(0);
  const source = model.string('source');
  const member = source === undefined ? undefined : encode(`"source":${JSON.stringify(source)}`);
  // Nothing was added, or there is no `source` to keep last.
  if (!member || to - from === end - start) {
    out.append(text, from, to);
    return;
  }
  const at = from + lastMemberEnd(bytes, end) - start;
  const last = lastMemberEnd(text, to);
  out.append(text, from, at - member.length);
  out.append(text, at + 1, last);
  out.push(COMMA);
  out.append(member);
  out.append(text, last, to);
}
