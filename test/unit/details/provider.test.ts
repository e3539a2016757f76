import { describe, expect, test } from 'vitest';
import { openDetails } from '../../../src/details/index.ts';
import tableFile from '../../../src/details/table.json' with { type: 'json' };
import { providerOf } from '../../../src/servers/recognize.ts';
import { allServers } from '../../../src/servers/servers.ts';

describe('whose models a server has', () => {
  test.each<[baseUrl: string, provider: string | undefined]>([
    ['https://api.openai.com/v1', 'openai'],
    ['https://API.openai.com/v1/', 'openai'],
    ['https://api.groq.com/openai/v1', 'groq'],
    ['https://generativelanguage.googleapis.com/v1beta/openai', 'gemini'],
    ['https://acme.openai.azure.com/openai/v1', 'azure'],
    ['https://openrouter.ai/api/v1', undefined],
    ['https://gateway.acme.example/v1', undefined],
    ['https://api.openai.com.evil.example/v1', undefined],
    ['http://127.0.0.1:11434/v1', 'local'],
    ['http://localhost:11434/v1', 'local'],
    ['http://[::1]:1234/v1', 'local'],
    // Several servers listen there, one of them a gateway.
    ['http://127.0.0.1:8080/v1', undefined],
    ['http://127.0.0.1:4000/v1', undefined],
    ['http://127.0.0.1:52999/v1', undefined],
    ['not an address', undefined],
  ])('%s', (baseUrl, provider) => expect(providerOf(baseUrl)).toBe(provider));

  test.each<[preset: string, provider: string | undefined]>([
    ['llama-cpp', 'local'],
    ['bifrost', undefined],
    ['azure-dated', 'azure'],
    ['groq', 'groq'],
    ['no such preset', undefined],
  ])('made from the preset %s', (preset, provider) =>
    expect(providerOf('http://127.0.0.1:8080/v1', preset)).toBe(provider),
  );

  test('is decided for every preset: rows of the table, local, or only by the id', () => {
    const decided = [...Object.keys(tableFile.models), 'local', undefined];
    for (const [name, { baseUrl }] of allServers()) expect(decided, name).toContain(providerOf(baseUrl, name));
    const hosted = allServers().map(([name, { baseUrl }]) => providerOf(baseUrl, name));
    expect(Object.keys(tableFile.models).filter((provider) => !hosted.includes(provider))).toEqual([]);
  });

  test('that the table does not know is told by the id alone', async () => {
    expect((await openDetails({ provider: 'acme' })).ofId('openai/gpt-5.6-sol').matched).toBe('openai/gpt-5.6-sol');
  });
});
