/**
 * Prefixes that gateways and frameworks put before a provider's ids. Names of organizations that publish weights
 * (`google/`, `mistralai/`, `meta-llama/`) are not among them.
 */
export const PREFIXES: Readonly<Record<string, string>> = {
  'anthropic/': 'anthropic',
  'azure/': 'azure',
  'cerebras/': 'cerebras',
  'cohere/': 'cohere',
  'deepinfra/': 'deepinfra',
  'deepseek/': 'deepseek',
  'fireworks/': 'fireworks',
  'fireworks_ai/': 'fireworks',
  'gemini/': 'gemini',
  'groq/': 'groq',
  'minimax/': 'minimax',
  'mistral/': 'mistral',
  'openai/': 'openai',
  'perplexity/': 'perplexity',
  'together/': 'together',
  'together_ai/': 'together',
  'x-ai/': 'xai',
  'xai/': 'xai',
};

export const FIREWORKS = 'accounts/fireworks/models/';

/** Prefixes of providers that have lifecycles but no table of details, and other prefixes of those above. */
const MORE: Readonly<Record<string, string>> = {
  'bedrock/': 'bedrock',
  'google/gemini-': 'gemini',
  'models/': 'gemini',
  'vertex_ai/': 'vertex',
};

const ALL = [...Object.entries(PREFIXES), ...Object.entries(MORE)];

/** The provider that an id names by its prefix, and the id without it. */
export function prefixOf(id: string): { provider: string; id: string } | undefined {
  // Most ids have none, and a list may have a million.
  if (!id.includes('/')) return undefined;
  for (const [prefix, provider] of ALL) {
    if (!id.startsWith(prefix)) continue;
    const bare = id.slice(prefix.lastIndexOf('/') + 1);
    return { provider, id: bare.startsWith(FIREWORKS) ? bare.slice(FIREWORKS.length) : bare };
  }
  return undefined;
}
