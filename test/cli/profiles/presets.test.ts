import { describe, expect, test } from 'vitest';
import { allServers } from '../../../src/servers/servers.ts';
import { runConfigured } from './configured.ts';

interface Shown {
  base_url: { value: string };
  preset: { value: string; from: string };
  auth: { value: string };
  key: { from: string };
  headers: Record<string, { value: string }>;
}

describe.each(allServers())('the preset %s', (name, preset) => {
  const own = preset.ownAddress ? ['--base-url', preset.baseUrl.replace('RESOURCE', 'acme')] : [];

  test('becomes a profile that resolves as declared, and that OPENAI_API_KEY does not leak into', async () => {
    const added = await runConfigured(['profiles', 'add', name, ...own], {});
    expect(added.code, added.stderr).toBe(0);
    const env = { OPENAI_API_KEY: 'sk-openai', ...(preset.keyEnv && { [preset.keyEnv]: 'k-own' }) };
    const given = { config: added.config ?? '', env };
    const { json, code } = await runConfigured(['profiles', 'show', name, '--format', 'json'], given);
    expect(code).toBe(0);
    const shown = json as Shown;
    expect(shown.base_url.value).toBe(preset.baseUrl.replace('RESOURCE', 'acme'));
    expect(shown.preset).toEqual({ value: name, from: `profile ${name}` });
    expect(shown.auth.value).toBe(preset.auth);
    expect(shown.key.from).toBe(preset.auth === 'none' ? `profile ${name}` : preset.keyEnv);
    expect(Object.keys(shown.headers)).toEqual(Object.keys(preset.headers ?? {}));
  });

  test('is safe: https, or loopback', () => {
    const { protocol, hostname } = new URL(preset.baseUrl);
    expect(protocol === 'https:' || hostname === '127.0.0.1').toBe(true);
    if (preset.auth !== 'none') expect(preset.keyEnv).toMatch(/^[A-Z][A-Z_]+$/);
    else expect(preset.keyEnv).toBeUndefined();
  });
});

test('a preset of a server with addresses of its own wants one', async () => {
  const { code, stderr, config } = await runConfigured(['profiles', 'add', 'azure']);
  expect({ code, config }).toEqual({ code: 2, config: undefined });
  expect(stderr).toContain("--base-url 'https://RESOURCE.openai.azure.com/openai/v1'");
});

test('Anthropic gets its key and version as it wants them', async () => {
  const added = await runConfigured(['profiles', 'add', 'anthropic', '--base-url', '{origin}/v1']);
  const config = (added.config ?? '').replace(/http:\S+/, '{origin}/v1');
  const { seen } = await runConfigured(['models', 'list', '--profile', 'anthropic'], {
    config,
    env: { ANTHROPIC_API_KEY: 'k-a', OPENAI_API_KEY: 'sk-o' },
  });
  expect(seen[0]?.headers).toMatchObject({ 'x-api-key': 'k-a', 'anthropic-version': '2023-06-01' });
  expect(seen[0]?.headers.authorization).toBeUndefined();
});

test('Azure gets its key and version as it wants them', async () => {
  const url = '{origin}/openai?api-version=2024-10-21';
  const added = await runConfigured(['profiles', 'add', 'azure-dated', '--base-url', url]);
  const config = (added.config ?? '').replace(/http:.*/, url);
  const { seen } = await runConfigured(['models', 'list', '--profile', 'azure-dated'], {
    config,
    env: { AZURE_OPENAI_API_KEY: 'k-z' },
    routes: { 'GET /openai/models?api-version=2024-10-21': { body: '{"data":[]}' } },
  });
  expect(seen[0]?.headers).toMatchObject({ 'api-key': 'k-z' });
  expect(seen[0]?.headers.authorization).toBeUndefined();
});
