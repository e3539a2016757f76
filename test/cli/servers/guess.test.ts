import { expect, test } from 'vitest';
import { encode } from '../../../src/json/bytes.ts';
import { Model } from '../../../src/models/model.ts';
import { guessServer, type ServerClues } from '../../../src/servers/recognize.ts';
import { allServers } from '../../../src/servers/servers.ts';

const LOCAL: ServerClues = { host: '127.0.0.1', port: '8000', server: 'uvicorn', model: undefined };

test.each<[model: object, clues: Partial<ServerClues>, kind: string | undefined]>([
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
  expect(guessServer({ ...LOCAL, ...clues, model: new Model(bytes, 0, bytes.length) })).toBe(kind);
});

test('a list without models tells nothing, but for the port', () => {
  expect(guessServer(LOCAL)).toBeUndefined();
  expect(guessServer({ ...LOCAL, port: '11434' })).toBe('Ollama');
});

const SIGNS = allServers().flatMap(([, { title, looksLike: { name = title, ...signs } = {} }]) =>
  Object.entries(signs).map(([sign, value]) => [name, sign, value] as const),
);

test.each(SIGNS)('%s is known by its %s, %s', (name, sign, value) => {
  const fields = { owner: { owned_by: value }, type: { type: value }, field: { [value]: {} } }[sign] ?? {};
  const bytes = encode(JSON.stringify({ id: 'tiny', ...fields }));
  const seen = ['host', 'port', 'server'].includes(sign) ? { [sign]: value.replace('*', 'acme') } : {};
  expect(guessServer({ ...LOCAL, ...seen, model: new Model(bytes, 0, bytes.length) })).toBe(name);
});

test('an address says more than what is listed, and that more than a port', () => {
  const bytes = encode('{"id":"tiny","owned_by":"vllm","type":"model"}');
  const model = new Model(bytes, 0, bytes.length);
  expect(guessServer({ ...LOCAL, host: 'api.groq.com', port: '', model })).toBe('Groq');
  expect(guessServer({ ...LOCAL, port: '11434', model })).toBe('vLLM');
});
