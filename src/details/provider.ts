/** Whose rows of the table speak of a server's models. */
import { PRESET_NAMES, PRESETS, type PresetName, presetOf } from '../spec/presets.ts';

/** Servers that run models of their own: nothing that is published about somebody's id holds for what they call so. */
const LOCAL = new Set<PresetName>([
  'docker-model-runner',
  'fastchat',
  'infinity',
  'jan',
  'koboldcpp',
  'llama-cpp',
  'llama-cpp-python',
  'llama-swap',
  'lm-studio',
  'localai',
  'ollama',
  'ramalama',
  'sglang',
  'text-generation-webui',
  'tgi',
  'triton',
  'vllm',
  'xinference',
]);

/** Presets that pass requests on to several providers: the id itself has to say whose a model is. */
const GATEWAYS = new Set<PresetName>([
  'bifrost',
  'github-models',
  'huggingface',
  'litellm',
  'llama-stack',
  'new-api',
  'nvidia',
  'one-api',
  'openrouter',
  'vercel',
]);

/** A provider of the table; `local` for a server whose ids say nothing; `undefined` where only the id can tell. */
export type Provider = string | undefined;

/**
 * Whose models a server has, by its base URL, or by the preset that its profile was made from. Several local servers
 * listen on the same port: where they do not agree, only the id can tell.
 */
export function providerOf(baseUrl: string, preset?: string): Provider {
  if (preset !== undefined && presetOf(preset)) return ofPreset(preset as PresetName);
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url) return undefined;
  if (url.hostname.endsWith('.openai.azure.com')) return 'azure';
  const host = hostOf(url);
  const found = new Set(
    PRESET_NAMES.filter((name) => hostOf(new URL(PRESETS[name].baseUrl)) === host).map((name) => ofPreset(name)),
  );
  return found.size === 1 ? [...found][0] : undefined;
}

function ofPreset(name: PresetName): Provider {
  if (LOCAL.has(name)) return 'local';
  if (GATEWAYS.has(name)) return undefined;
  return name === 'azure-dated' ? 'azure' : name;
}

function hostOf(url: URL): string {
  return url.host.replace(/^(?:localhost|\[::1\])(?=:|$)/, '127.0.0.1');
}
