/** Well-known servers, for `openai profiles add`: where they listen and how they take a key. */
import { PRESET_TITLES, type PresetName } from './preset-titles.ts';
import type { AuthStyle } from './profile.ts';

export { PRESET_NAMES, type PresetName } from './preset-titles.ts';

export interface Preset {
  /** What people call it. */
  title: string;
  /** Where it listens unless told otherwise; with a word in capitals where everybody has an address of their own. */
  baseUrl: string;
  /** The base URL is only a pattern: the person's own must be given. */
  own?: true;
  /** How it takes a key. `none`: it shows its models without one. */
  auth: AuthStyle;
  /** The variable that usually holds its key; absent where none is needed. */
  keyEnv?: string;
  headers?: Readonly<Record<string, string>>;
}

/** A server that needs no key, or only one that was set when it was started. */
const open = (name: PresetName, baseUrl: string): Preset => ({ title: PRESET_TITLES[name], baseUrl, auth: 'none' });

const keyed = (name: PresetName, baseUrl: string, keyEnv: string, auth: AuthStyle = 'bearer'): Preset => ({
  title: PRESET_TITLES[name],
  baseUrl,
  auth,
  keyEnv,
});

const ANTHROPIC_VERSION = { 'anthropic-version': '2023-06-01' };

export const PRESETS = {
  openai: keyed('openai', 'https://api.openai.com/v1', 'OPENAI_API_KEY'),
  anthropic: {
    ...keyed('anthropic', 'https://api.anthropic.com/v1', 'ANTHROPIC_API_KEY', 'x-api-key'),
    headers: ANTHROPIC_VERSION,
  },
  azure: {
    ...keyed('azure', 'https://RESOURCE.openai.azure.com/openai/v1', 'AZURE_OPENAI_API_KEY', 'api-key'),
    own: true,
  },
  'azure-dated': {
    ...keyed(
      'azure-dated',
      'https://RESOURCE.openai.azure.com/openai?api-version=2024-10-21',
      'AZURE_OPENAI_API_KEY',
      'api-key',
    ),
    own: true,
  },
  cerebras: keyed('cerebras', 'https://api.cerebras.ai/v1', 'CEREBRAS_API_KEY'),
  cohere: keyed('cohere', 'https://api.cohere.ai/compatibility/v1', 'CO_API_KEY'),
  deepinfra: open('deepinfra', 'https://api.deepinfra.com/v1/openai'),
  deepseek: keyed('deepseek', 'https://api.deepseek.com', 'DEEPSEEK_API_KEY'),
  fireworks: keyed('fireworks', 'https://api.fireworks.ai/inference/v1', 'FIREWORKS_API_KEY'),
  gemini: keyed('gemini', 'https://generativelanguage.googleapis.com/v1beta/openai', 'GEMINI_API_KEY'),
  'github-models': {
    ...keyed('github-models', 'https://models.github.ai/catalog', 'GITHUB_TOKEN'),
    headers: { 'X-GitHub-Api-Version': '2022-11-28' },
  },
  groq: keyed('groq', 'https://api.groq.com/openai/v1', 'GROQ_API_KEY'),
  huggingface: open('huggingface', 'https://router.huggingface.co/v1'),
  minimax: {
    ...keyed('minimax', 'https://api.minimax.io/anthropic/v1', 'MINIMAX_API_KEY', 'x-api-key'),
    headers: ANTHROPIC_VERSION,
  },
  mistral: keyed('mistral', 'https://api.mistral.ai/v1', 'MISTRAL_API_KEY'),
  nvidia: open('nvidia', 'https://integrate.api.nvidia.com/v1'),
  openrouter: open('openrouter', 'https://openrouter.ai/api/v1'),
  perplexity: keyed('perplexity', 'https://api.perplexity.ai/v1', 'PERPLEXITY_API_KEY'),
  together: keyed('together', 'https://api.together.xyz/v1', 'TOGETHER_API_KEY'),
  vercel: open('vercel', 'https://ai-gateway.vercel.sh/v1'),
  xai: keyed('xai', 'https://api.x.ai/v1', 'XAI_API_KEY'),

  bifrost: open('bifrost', 'http://127.0.0.1:8080/v1'),
  'docker-model-runner': open('docker-model-runner', 'http://127.0.0.1:12434/engines/v1'),
  fastchat: open('fastchat', 'http://127.0.0.1:8000/v1'),
  infinity: open('infinity', 'http://127.0.0.1:7997'),
  jan: open('jan', 'http://127.0.0.1:1337/v1'),
  koboldcpp: open('koboldcpp', 'http://127.0.0.1:5001/v1'),
  litellm: keyed('litellm', 'http://127.0.0.1:4000/v1', 'LITELLM_API_KEY'),
  'llama-cpp': open('llama-cpp', 'http://127.0.0.1:8080/v1'),
  'llama-cpp-python': open('llama-cpp-python', 'http://127.0.0.1:8000/v1'),
  'llama-stack': open('llama-stack', 'http://127.0.0.1:8321/v1'),
  'llama-swap': open('llama-swap', 'http://127.0.0.1:8080/v1'),
  'lm-studio': open('lm-studio', 'http://127.0.0.1:1234/v1'),
  localai: open('localai', 'http://127.0.0.1:8080/v1'),
  'new-api': keyed('new-api', 'http://127.0.0.1:3000/v1', 'NEW_API_KEY'),
  ollama: open('ollama', 'http://127.0.0.1:11434/v1'),
  'one-api': keyed('one-api', 'http://127.0.0.1:3000/v1', 'ONE_API_KEY'),
  ramalama: open('ramalama', 'http://127.0.0.1:8080/v1'),
  sglang: open('sglang', 'http://127.0.0.1:30000/v1'),
  'text-generation-webui': open('text-generation-webui', 'http://127.0.0.1:5000/v1'),
  tgi: open('tgi', 'http://127.0.0.1:3000/v1'),
  triton: open('triton', 'http://127.0.0.1:9000/v1'),
  vllm: open('vllm', 'http://127.0.0.1:8000/v1'),
  // It wants a key since version 4.1.
  xinference: keyed('xinference', 'http://127.0.0.1:9997/v1', 'XINFERENCE_API_KEY'),
} as const satisfies Record<PresetName, Preset>;

/** The preset of this name, without its literal type. */
export function presetOf(name: string): Preset | undefined {
  return Object.hasOwn(PRESETS, name) ? PRESETS[name as PresetName] : undefined;
}
