/**
 * The names of well-known servers, and the ways in which a server takes a key: what the flags list. Separate from what
 * else is known about servers, because every run loads the flags.
 */
export const SERVER_TITLES = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  azure: 'Azure OpenAI',
  'azure-dated': 'Azure OpenAI, dated API',
  cerebras: 'Cerebras',
  cohere: 'Cohere',
  deepinfra: 'DeepInfra',
  deepseek: 'DeepSeek',
  fireworks: 'Fireworks',
  gemini: 'Gemini',
  'github-models': 'GitHub Models',
  groq: 'Groq',
  huggingface: 'Hugging Face router',
  minimax: 'MiniMax',
  mistral: 'Mistral',
  nvidia: 'NVIDIA NIM',
  openrouter: 'OpenRouter',
  perplexity: 'Perplexity',
  together: 'Together',
  vercel: 'Vercel AI Gateway',
  xai: 'xAI',
  bifrost: 'Bifrost',
  'docker-model-runner': 'Docker Model Runner',
  fastchat: 'FastChat',
  infinity: 'Infinity',
  jan: 'Jan',
  koboldcpp: 'KoboldCpp',
  litellm: 'LiteLLM proxy',
  'llama-cpp': 'llama.cpp server',
  'llama-cpp-python': 'llama-cpp-python',
  'llama-stack': 'Llama Stack',
  'llama-swap': 'llama-swap',
  'lm-studio': 'LM Studio',
  localai: 'LocalAI',
  'new-api': 'new-api',
  ollama: 'Ollama',
  'one-api': 'one-api',
  ramalama: 'RamaLama',
  sglang: 'SGLang',
  'text-generation-webui': 'text-generation-webui',
  tgi: 'Text Generation Inference',
  triton: 'Triton frontend',
  vllm: 'vLLM',
  xinference: 'Xinference',
} as const satisfies Record<string, string>;

/** OpenAI's own API, the default for requests. */
export const OPENAI_URL = 'https://api.openai.com/v1';

export type ServerName = keyof typeof SERVER_TITLES;

export const SERVER_NAMES = Object.keys(SERVER_TITLES) as readonly ServerName[];

/** How a key is sent: in which header, or not at all. */
export const AUTH_STYLES = {
  bearer: 'Authorization: Bearer KEY',
  'api-key': 'api-key: KEY',
  'x-api-key': 'x-api-key: KEY',
  none: 'no key is sent',
} as const satisfies Record<string, string>;

export type AuthStyle = keyof typeof AUTH_STYLES;

export const AUTH_NAMES = Object.keys(AUTH_STYLES) as readonly AuthStyle[];
