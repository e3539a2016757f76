/**
 * Whose rows the table keeps, by the name of the preset in src/servers/servers.ts, and what each source calls them. Rows
 * are kept per provider: the price or shutdown date of one says nothing about the same id on another.
 * @type {Record<string, { litellm: string[], prefixes: string[], genai?: string }>}
 */
export const PROVIDERS = {
  anthropic: { litellm: ['anthropic'], prefixes: ['anthropic/'], genai: 'anthropic' },
  azure: { litellm: ['azure'], prefixes: ['azure/'] },
  cerebras: { litellm: ['cerebras'], prefixes: ['cerebras/'], genai: 'cerebras' },
  cohere: { litellm: ['cohere', 'cohere_chat'], prefixes: ['cohere/', 'cohere_chat/'], genai: 'cohere' },
  deepinfra: { litellm: ['deepinfra'], prefixes: ['deepinfra/'] },
  deepseek: { litellm: ['deepseek'], prefixes: ['deepseek/'], genai: 'deepseek' },
  fireworks: {
    litellm: ['fireworks_ai', 'fireworks_ai-embedding-models'],
    prefixes: ['fireworks_ai/accounts/fireworks/models/', 'fireworks_ai/'],
    genai: 'fireworks',
  },
  gemini: { litellm: ['gemini'], prefixes: ['gemini/'], genai: 'google' },
  groq: { litellm: ['groq'], prefixes: ['groq/'], genai: 'groq' },
  minimax: { litellm: ['minimax'], prefixes: ['minimax/'], genai: 'minimax' },
  mistral: { litellm: ['mistral'], prefixes: ['mistral/'], genai: 'mistral' },
  openai: { litellm: ['openai', 'text-completion-openai'], prefixes: ['openai/'], genai: 'openai' },
  perplexity: { litellm: ['perplexity'], prefixes: ['perplexity/'], genai: 'perplexity' },
  together: { litellm: ['together_ai'], prefixes: ['together_ai/'], genai: 'together' },
  xai: { litellm: ['xai'], prefixes: ['xai/'], genai: 'x-ai' },
};
