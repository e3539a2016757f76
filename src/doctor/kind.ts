/** What kind of server answers, guessed from what it says of itself and from the shape of its list. */
import type { Model } from '../models/model.ts';

export interface Clues {
  host: string;
  port: string;
  /** The `Server` header. */
  server: string | null;
  /** The first model of the list. */
  model: Model | undefined;
}

interface Kind {
  name: string;
  fits(clues: Clues): boolean;
}

const has = (field: string) => (clues: Clues) => clues.model?.has(field) ?? false;

/** The most telling first. */
const KINDS: readonly Kind[] = [
  { name: 'OpenAI', fits: ({ host }) => host === 'api.openai.com' },
  { name: 'Azure OpenAI', fits: ({ host }) => host.endsWith('.openai.azure.com') },
  { name: 'OpenRouter', fits: ({ host }) => host === 'openrouter.ai' },
  // Its models say `type: model` too, as Anthropic's do.
  { name: 'Llama Stack', fits: (clues) => clues.model?.owner === 'llama_stack' || has('identifier')(clues) },
  { name: 'Anthropic', fits: ({ host, model }) => host === 'api.anthropic.com' || model?.string('type') === 'model' },
  { name: 'llama.cpp', fits: ({ server, model }) => server === 'llama.cpp' || model?.owner === 'llamacpp' },
  { name: 'llama-swap', fits: ({ model }) => model?.owner === 'llama-swap' },
  { name: 'vLLM', fits: ({ model }) => model?.owner === 'vllm' },
  { name: 'SGLang', fits: ({ model }) => model?.owner === 'sglang' },
  { name: 'LM Studio', fits: ({ model }) => model?.owner === 'organization_owner' },
  { name: 'Docker Model Runner', fits: (clues) => clues.model?.owner === 'docker' || has('dmr')(clues) },
  { name: 'Ollama', fits: ({ port, model }) => port === '11434' || model?.owner === 'library' },
  { name: 'KoboldCpp', fits: ({ model }) => model?.owner === 'koboldcpp' },
  { name: 'Triton', fits: ({ model }) => model?.owner === 'Triton Inference Server' },
  { name: 'Groq', fits: ({ host }) => host.endsWith('groq.com') },
  { name: 'Mistral', fits: ({ host }) => host.endsWith('mistral.ai') },
];

/** The name of the kind of server, or `undefined`: a guess that is not sure is not made. */
export function guessKind(clues: Clues): string | undefined {
  return KINDS.find((kind) => kind.fits(clues))?.name;
}
