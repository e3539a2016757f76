/** `models retrieve`: one model. */
import { createApi } from '../api/client.ts';
import { modelIn, readValue } from '../api/value.ts';
import { resolveConnection } from '../config/settings.ts';
import { RENDERERS } from '../output/formats.ts';
import { modelId } from './model-id.ts';
import { chosenFormat, type Session, viewOf } from './session.ts';

export async function modelsRetrieve(session: Session): Promise<0> {
  const { flags, ctx, out } = session;
  const id = modelId(session, 'models retrieve');
  const format = chosenFormat(session, 'one');
  const connection = resolveConnection(flags, ctx.env);

  const answer = await createApi(connection, ctx).retrieve(id);
  const value = await readValue(answer.body);
  await out.write(RENDERERS[format].value(value.bytes, modelIn(value), viewOf(session)));
  await out.flush();
  return 0;
}
