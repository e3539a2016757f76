/** `models retrieve`: one model. */
import { modelIn, readValue } from '../api/value.ts';
import { connect } from './connect.ts';
import { modelId } from './model-id.ts';
import type { Session } from './session.ts';
import { showOne } from './show.ts';

export async function modelsRetrieve(session: Session): Promise<0> {
  const id = modelId(session, 'models retrieve');
  const api = await connect(session);

  const answer = await api.retrieve(id);
  const value = await readValue(answer.body);
  await showOne(session, { body: value.bytes, range: modelIn(value), kind: 'model' });
  return 0;
}
