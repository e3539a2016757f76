import { expect, test } from 'vitest';
import { type Clues, guessKind } from '../../src/doctor/kind.ts';
import { encode } from '../../src/json/bytes.ts';
import { Model } from '../../src/models/model.ts';

const LOCAL: Clues = { host: '127.0.0.1', port: '8000', server: 'uvicorn', model: undefined };

test.each<[model: object, clues: Partial<Clues>, kind: string | undefined]>([
  // Recorded from servers.
  [{ identifier: 'tiny', provider_id: 'none', type: 'model', metadata: {}, model_type: 'llm' }, {}, 'Llama Stack'],
  [{ id: 'tiny', object: 'model', created: 1795479492, owned_by: 'llama_stack' }, {}, 'Llama Stack'],
  [{ id: 'tiny', object: 'model', owned_by: 'me', permissions: [] }, {}, undefined],
  [{ id: 'tiny', object: 'model', created: 1677610602, owned_by: 'openai' }, {}, undefined],
  [{ id: 'tiny:latest', object: 'model', created: 1795406046, owned_by: 'library' }, {}, 'Ollama'],
  [{ id: 'docker.io/ai/tiny:latest', object: 'model', owned_by: 'docker', dmr: {} }, {}, 'Docker Model Runner'],
  // As documented.
  [{ type: 'model', id: 'claude', display_name: 'Claude', created_at: '2025-02-19T00:00:00Z' }, {}, 'Anthropic'],
  [{ id: 'gpt-4o', object: 'model', owned_by: 'system' }, { host: 'api.openai.com', port: '' }, 'OpenAI'],
])('%j at %j is %s', (model, clues, kind) => {
  const bytes = encode(JSON.stringify(model));
  expect(guessKind({ ...LOCAL, ...clues, model: new Model(bytes, 0, bytes.length) })).toBe(kind);
});

test('a list without models tells nothing, but for the port', () => {
  expect(guessKind(LOCAL)).toBeUndefined();
  expect(guessKind({ ...LOCAL, port: '11434' })).toBe('Ollama');
});
