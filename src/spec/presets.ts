/** Well-known servers, for `openai profiles add`: where they listen and how they take a key. */
import type { AuthStyle } from './profile.ts';

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
const open = (title: string, baseUrl: string): Preset => ({ title, baseUrl, auth: 'none' });

const keyed = (title: string, baseUrl: string, keyEnv: string, auth: AuthStyle = 'bearer'): Preset => ({
  title,
  baseUrl,
  auth,
  keyEnv,
});

const ANTHROPIC_VERSION = { 'anthropic-version': '2023-06-01' };

export const PRESETS = {
  openai: keyed('OpenAI', 'https://api.openai.com/v1', 'OPENAI_API_KEY'),
  anthropic: {
    ...keyed('Anthropic', 'https://api.anthropic.com/v1', 'ANTHROPIC_API_KEY', 'x-api-key'),
    headers: ANTHROPIC_VERSION,
  },
  azure: {
    ...keyed('Azure OpenAI', 'https://RESOURCE.openai.azure.com/openai/v1', 'AZURE_OPENAI_API_KEY', 'api-key'),
    own: true,
  },
  'azure-dated': {
    ...keyed(
      'Azure OpenAI, dated API',
      'https://RESOURCE.openai.azure.com/openai?api-version=2024-10-21',
      'AZURE_OPENAI_API_KEY',
      'api-key',
    ),
    own: true,
  },
  cerebras: keyed('Cerebras', 'https://api.cerebras.ai/v1', 'CEREBRAS_API_KEY'),
  cohere: keyed('Cohere', 'https://api.cohere.ai/compatibility/v1', 'CO_API_KEY'),
  deepinfra: open('DeepInfra', 'https://api.deepinfra.com/v1/openai'),
  deepseek: keyed('DeepSeek', 'https://api.deepseek.com', 'DEEPSEEK_API_KEY'),
  fireworks: keyed('Fireworks', 'https://api.fireworks.ai/inference/v1', 'FIREWORKS_API_KEY'),
  gemini: keyed('Gemini', 'https://generativelanguage.googleapis.com/v1beta/openai', 'GEMINI_API_KEY'),
  'github-models': {
    ...keyed('GitHub Models', 'https://models.github.ai/catalog', 'GITHUB_TOKEN'),
    headers: { 'X-GitHub-Api-Version': '2022-11-28' },
  },
  groq: keyed('Groq', 'https://api.groq.com/openai/v1', 'GROQ_API_KEY'),
  huggingface: open('Hugging Face router', 'https://router.huggingface.co/v1'),
  minimax: {
    ...keyed('MiniMax', 'https://api.minimax.io/anthropic/v1', 'MINIMAX_API_KEY', 'x-api-key'),
    headers: ANTHROPIC_VERSION,
  },
  mistral: keyed('Mistral', 'https://api.mistral.ai/v1', 'MISTRAL_API_KEY'),
  nvidia: open('NVIDIA NIM', 'https://integrate.api.nvidia.com/v1'),
  openrouter: open('OpenRouter', 'https://openrouter.ai/api/v1'),
  perplexity: keyed('Perplexity', 'https://api.perplexity.ai/v1', 'PERPLEXITY_API_KEY'),
  together: keyed('Together', 'https://api.together.xyz/v1', 'TOGETHER_API_KEY'),
  vercel: open('Vercel AI Gateway', 'https://ai-gateway.vercel.sh/v1'),
  xai: keyed('xAI', 'https://api.x.ai/v1', 'XAI_API_KEY'),

  bifrost: open('Bifrost', 'http://127.0.0.1:8080/v1'),
  'docker-model-runner': open('Docker Model Runner', 'http://127.0.0.1:12434/engines/v1'),
  jan: open('Jan', 'http://127.0.0.1:1337/v1'),
  koboldcpp: open('KoboldCpp', 'http://127.0.0.1:5001/v1'),
  litellm: keyed('LiteLLM proxy', 'http://127.0.0.1:4000/v1', 'LITELLM_API_KEY'),
  'llama-cpp': open('llama.cpp server', 'http://127.0.0.1:8080/v1'),
  'llama-cpp-python': open('llama-cpp-python', 'http://127.0.0.1:8000/v1'),
  'llama-stack': open('Llama Stack', 'http://127.0.0.1:8321/v1'),
  'llama-swap': open('llama-swap', 'http://127.0.0.1:8080/v1'),
  'lm-studio': open('LM Studio', 'http://127.0.0.1:1234/v1'),
  localai: open('LocalAI', 'http://127.0.0.1:8080/v1'),
  'new-api': keyed('new-api', 'http://127.0.0.1:3000/v1', 'NEW_API_KEY'),
  ollama: open('Ollama', 'http://127.0.0.1:11434/v1'),
  'one-api': keyed('one-api', 'http://127.0.0.1:3000/v1', 'ONE_API_KEY'),
  ramalama: open('RamaLama', 'http://127.0.0.1:8080/v1'),
  sglang: open('SGLang', 'http://127.0.0.1:30000/v1'),
  'text-generation-webui': open('text-generation-webui', 'http://127.0.0.1:5000/v1'),
  tgi: open('Text Generation Inference', 'http://127.0.0.1:3000/v1'),
  triton: open('Triton frontend', 'http://127.0.0.1:9000/v1'),
  vllm: open('vLLM', 'http://127.0.0.1:8000/v1'),
  xinference: open('Xinference', 'http://127.0.0.1:9997/v1'),
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;

export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];

/** What each is called, by name. */
export const PRESET_TITLES: Readonly<Record<string, string>> = Object.fromEntries(
  PRESET_NAMES.map((name) => [name, PRESETS[name].title]),
);

/** The preset of this name, without its literal type. */
export function presetOf(name: string): Preset | undefined {
  return Object.hasOwn(PRESETS, name) ? PRESETS[name as PresetName] : undefined;
}
