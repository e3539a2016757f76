import { expect, test } from 'vitest';
import { encode } from '../../../src/json/bytes.ts';
import { kindOf } from '../../../src/models/kind.ts';
import { Model } from '../../../src/models/model.ts';

test.each<[model: Record<string, unknown>, kind: string]>([
  [{ id: 'ft:gpt-4o:acme::1', type: 'embedding' }, 'fine-tuned'],
  [{ id: 'gpt-4o' }, 'chat'],
  [{ id: 'o3-mini' }, 'reasoning'],
  [{ id: 'grok-4-fast-reasoning' }, 'reasoning'],
  [{ id: 'grok-4-fast-non-reasoning' }, 'chat'],
  [{ id: 'text-embedding-3-small' }, 'embedding'],
  [{ id: 'meta-llama/Llama-3' }, 'chat'],
  [{ id: 'ollama/all-minilm:latest' }, 'embedding'],
  [{ id: 'ollama/unheard-of' }, 'other'],
  [{ id: 'x' }, 'other'],
  // What the server says.
  [{ id: 'x', mode: 'chat' }, 'chat'],
  [{ id: 'x', model_type: 'LLM' }, 'chat'],
  [{ id: 'x', type: 'language' }, 'chat'],
  [{ id: 'x', task_type: ['TextGeneration'] }, 'chat'],
  [{ id: 'o3', mode: 'chat' }, 'reasoning'],
  [{ id: 'my-embedder', mode: 'chat' }, 'chat'],
  [{ id: 'x', mode: 'embedding' }, 'embedding'],
  [{ id: 'x', capabilities: ['embed'] }, 'embedding'],
  [{ id: 'x', capabilities: ['rerank'] }, 'other'],
  [{ id: 'llama-x', capabilities: ['completion', 'embedding'] }, 'chat'],
  [{ id: 'x', capabilities: { type: 'embeddings' } }, 'embedding'],
  [{ id: 'x', capabilities: { type: 'chat' } }, 'chat'],
  [{ id: 'x', capabilities: 5 }, 'other'],
  [{ id: 'x', custom_metadata: { model_type: 'embedding' } }, 'embedding'],
  [{ id: 'x', task: { name: 'Text Generation' } }, 'chat'],
])('%j is of the kind %s', (model, kind) => {
  const bytes = encode(JSON.stringify(model));
  expect(kindOf(new Model(bytes, 0, bytes.length))).toBe(kind);
});
