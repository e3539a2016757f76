/** Details of models from several servers: each model gets those of its own server. */
import { type ByteBuffer, COMMA, encode } from '../json/bytes.ts';
import { lastMemberEnd } from '../json/members.ts';
import { ModelBatch } from '../models/batch.ts';
import type { Model } from '../models/model.ts';
import type { Session } from '../session/session.ts';
import type { FlagValues } from '../spec/flags.ts';
import { type Detailing, loadDetails } from './details.ts';
import type { ModelSource } from './source.ts';

/**
 * The details for the models of a source, or of several sources together.
 * @throws CliError as `loadDetails`
 */
export async function loadDetailsOf(
  { baseUrl, preset, servers }: Pick<ModelSource, 'baseUrl' | 'preset' | 'servers'>,
  session: Session,
  flags: Pick<FlagValues, 'tokens' | 'tier'>,
): Promise<Detailing> {
  const plain = await loadDetails({ baseUrl, preset }, session, flags);
  if (!servers) return plain;
  const known = new Map<string, Detailing>();
  for (const [name, server] of servers) known.set(name, await loadDetails(server, session, flags));
  const of = (model: Model) => known.get(model.string('source') ?? '') ?? plain;
  return {
    ...plain,
    cell: (model, name) => of(model).cell(model, name),
    isDatasets: (model, name) => of(model).isDatasets(model, name),
    shutdownOf: (model) => of(model).shutdownOf(model),
    section: (model) => of(model).section(model),
    add: (batch) => withDetailsOf(batch, of),
  };
}

/** Puts `details` before `source`, which stays the last member. */
function withDetailsOf(batch: ModelBatch, of: (model: Model) => Detailing): ModelBatch {
  return batch.rewrite(batch.bytes.length / Math.max(1, batch.length), (model, out) =>
    appendDetailed(model, of(model), out),
  );
}

function appendDetailed(model: Model, details: Detailing, out: ByteBuffer): void {
  const { bytes, start, end } = model;
  const added = details.add(ModelBatch.of(bytes, start, end));
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
