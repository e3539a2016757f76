import { expect, test } from 'vitest';
import { stateFolder } from '../../../src/fs/paths.ts';
import type { Env } from './refusal.ts';

test.each<[platform: string, home: string | undefined, env: Env, folder: string | undefined]>([
  ['linux', '/h', {}, '/h/.local/state/openai-models'],
  ['linux', '/h', { XDG_STATE_HOME: '/x' }, '/x/openai-models'],
  ['linux', '/h', { XDG_STATE_HOME: 'relative' }, '/h/.local/state/openai-models'],
  ['linux', '/h', { XDG_STATE_HOME: '' }, '/h/.local/state/openai-models'],
  ['linux', undefined, {}, undefined],
  ['darwin', '/h', {}, '/h/Library/Application Support/openai-models'],
  ['win32', '/h', { LOCALAPPDATA: '/l' }, '/l/openai-models/state'],
])('state on %s with home %s and %j lies in %s', (platform, home, env, folder) => {
  expect(stateFolder({ platform, home, env })).toBe(folder);
});
