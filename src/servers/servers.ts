/** What is known about each well-known server, one row each. Every decision about kinds of servers comes from here. */
import { type AuthStyle, OPENAI_URL, SERVER_NAMES, SERVER_TITLES, type ServerName } from './titles.ts';

/** How it takes a key, and the variable that usually holds one. `none`: it lists its models without a key. */
type Keys = { auth: 'none'; keyEnv?: undefined } | { auth: Exclude<AuthStyle, 'none'>; keyEnv: string };

interface Facts {
  /** Its default base URL, with a word in capitals if every user has their own. */
  baseUrl: string;
  /** The base URL is only a pattern, so the user must give their own. */
  ownAddress?: true;
  headers?: Readonly<Record<string, string>>;
  /**
   * Whose models it has. `hosted`: a provider's, under the provider's ids. `own`: models that somebody installed, so
   * published facts about an id do not apply. `gateway`: models of several providers, so the id itself must tell whose.
   */
  runs: 'hosted' | 'own' | 'gateway';
  /** The provider's name in the details, if it differs from the server's. */
  provider?: ServerName;
  /** What it offers instead of deletion through the API. */
  deletes?: OwnDeletion;
  /** What a deletion does, if it does not remove a model for good. */
  effect?: string;
  /** How to recognize it without a profile. Missing if nothing is certain. */
  looksLike?: Signs;
}

/** The alternative of a server that cannot delete through the API; see docs/servers.md. */
export interface OwnDeletion {
  /** The first words of the advice. */
  where: string;
  /** What to type: `MODEL` stands for the id, `ROOT` for the base URL without `/v1`. */
  command: string;
}

/** What identifies a server. */
export interface Signs {
  /** Its name when guessed, if that is not its title. */
  name?: string;
  /** Its host; `*.example.com` matches any host below that. */
  host?: string;
  /** The `Server` header of its responses. */
  server?: string;
  /** The owner of its models. */
  owner?: string;
  /** A field that only its models have. */
  field?: string;
  /** The `type` of its models. Other servers may share it if they have signs of their own. */
  type?: string;
  /** A port that nothing else uses. */
  port?: string;
}

type Row = Facts & Keys;

/** A server and its title. */
export type Server = Row & { title: string };

const keyed = (keyEnv: string, auth: Exclude<AuthStyle, 'none'> = 'bearer') => ({ auth, keyEnv });

/** It needs no key, or only one that was set at startup. */
const OPEN = { auth: 'none' } as const;

const ANTHROPIC_VERSION = { 'anthropic-version': '2023-06-01' };

const ROWS: Readonly<Record<ServerName, Row>> = {
  openai: {
    baseUrl: OPENAI_URL,
    ...keyed('OPENAI_API_KEY'),
    runs: 'hosted',
    looksLike: { host: 'api.openai.com' },
  },
  anthropic: {
    baseUrl: 'https://api.anthropic.com/v1',
    ...keyed('ANTHROPIC_API_KEY', 'x-api-key'),
    headers: ANTHROPIC_VERSION,
    runs: 'hosted',
    looksLike: { host: 'api.anthropic.com', type: 'model' },
  },
  azure: {
    baseUrl: 'https://RESOURCE.openai.azure.com/openai/v1',
    ownAddress: true,
    ...keyed('AZURE_OPENAI_API_KEY', 'api-key'),
    runs: 'hosted',
    looksLike: { host: '*.openai.azure.com' },
  },
  'azure-dated': {
    baseUrl: 'https://RESOURCE.openai.azure.com/openai?api-version=2024-10-21',
    ownAddress: true,
    ...keyed('AZURE_OPENAI_API_KEY', 'api-key'),
    runs: 'hosted',
    provider: 'azure',
  },
  cerebras: { baseUrl: 'https://api.cerebras.ai/v1', ...keyed('CEREBRAS_API_KEY'), runs: 'hosted' },
  cohere: { baseUrl: 'https://api.cohere.ai/compatibility/v1', ...keyed('CO_API_KEY'), runs: 'hosted' },
  deepinfra: { baseUrl: 'https://api.deepinfra.com/v1/openai', ...OPEN, runs: 'hosted' },
  deepseek: { baseUrl: 'https://api.deepseek.com', ...keyed('DEEPSEEK_API_KEY'), runs: 'hosted' },
  fireworks: { baseUrl: 'https://api.fireworks.ai/inference/v1', ...keyed('FIREWORKS_API_KEY'), runs: 'hosted' },
  gemini: {
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    ...keyed('GEMINI_API_KEY'),
    runs: 'hosted',
  },
  'github-models': {
    baseUrl: 'https://models.github.ai/catalog',
    ...keyed('GITHUB_TOKEN'),
    headers: { 'X-GitHub-Api-Version': '2022-11-28' },
    runs: 'gateway',
  },
  groq: {
    baseUrl: 'https://api.groq.com/openai/v1',
    ...keyed('GROQ_API_KEY'),
    runs: 'hosted',
    looksLike: { host: '*.groq.com' },
  },
  huggingface: { baseUrl: 'https://router.huggingface.co/v1', ...OPEN, runs: 'gateway' },
  minimax: {
    baseUrl: 'https://api.minimax.io/anthropic/v1',
    ...keyed('MINIMAX_API_KEY', 'x-api-key'),
    headers: ANTHROPIC_VERSION,
    runs: 'hosted',
  },
  mistral: {
    baseUrl: 'https://api.mistral.ai/v1',
    ...keyed('MISTRAL_API_KEY'),
    runs: 'hosted',
    looksLike: { host: '*.mistral.ai' },
  },
  nvidia: { baseUrl: 'https://integrate.api.nvidia.com/v1', ...OPEN, runs: 'gateway' },
  openrouter: {
    baseUrl: 'https://openrouter.ai/api/v1',
    ...OPEN,
    runs: 'gateway',
    looksLike: { host: 'openrouter.ai' },
  },
  perplexity: { baseUrl: 'https://api.perplexity.ai/v1', ...keyed('PERPLEXITY_API_KEY'), runs: 'hosted' },
  together: { baseUrl: 'https://api.together.xyz/v1', ...keyed('TOGETHER_API_KEY'), runs: 'hosted' },
  vercel: { baseUrl: 'https://ai-gateway.vercel.sh/v1', ...OPEN, runs: 'gateway' },
  xai: { baseUrl: 'https://api.x.ai/v1', ...keyed('XAI_API_KEY'), runs: 'hosted' },

  bifrost: { baseUrl: 'http://127.0.0.1:8080/v1', ...OPEN, runs: 'gateway' },
  'docker-model-runner': {
    baseUrl: 'http://127.0.0.1:12434/engines/v1',
    ...OPEN,
    runs: 'own',
    deletes: { where: 'On Docker Model Runner', command: 'docker model rm MODEL' },
    looksLike: { owner: 'docker', field: 'dmr' },
  },
  fastchat: { baseUrl: 'http://127.0.0.1:8000/v1', ...OPEN, runs: 'own' },
  infinity: { baseUrl: 'http://127.0.0.1:7997', ...OPEN, runs: 'own' },
  jan: { baseUrl: 'http://127.0.0.1:1337/v1', ...OPEN, runs: 'own' },
  koboldcpp: { baseUrl: 'http://127.0.0.1:5001/v1', ...OPEN, runs: 'own', looksLike: { owner: 'koboldcpp' } },
  litellm: { baseUrl: 'http://127.0.0.1:4000/v1', ...keyed('LITELLM_API_KEY'), runs: 'gateway' },
  'llama-cpp': {
    baseUrl: 'http://127.0.0.1:8080/v1',
    ...OPEN,
    runs: 'own',
    deletes: {
      where: "In llama.cpp's router mode, for a model it has downloaded",
      command: 'curl -X DELETE ROOT/models?model=MODEL',
    },
    looksLike: { name: 'llama.cpp', server: 'llama.cpp', owner: 'llamacpp' },
  },
  'llama-cpp-python': { baseUrl: 'http://127.0.0.1:8000/v1', ...OPEN, runs: 'own' },
  'llama-stack': {
    baseUrl: 'http://127.0.0.1:8321/v1',
    ...OPEN,
    runs: 'gateway',
    looksLike: { owner: 'llama_stack', field: 'identifier' },
  },
  'llama-swap': { baseUrl: 'http://127.0.0.1:8080/v1', ...OPEN, runs: 'own', looksLike: { owner: 'llama-swap' } },
  'lm-studio': {
    baseUrl: 'http://127.0.0.1:1234/v1',
    ...OPEN,
    runs: 'own',
    looksLike: { owner: 'organization_owner' },
  },
  localai: {
    baseUrl: 'http://127.0.0.1:8080/v1',
    ...OPEN,
    runs: 'own',
    deletes: { where: 'On LocalAI', command: 'curl -X POST ROOT/models/delete/MODEL' },
  },
  'new-api': { baseUrl: 'http://127.0.0.1:3000/v1', ...keyed('NEW_API_KEY'), runs: 'gateway' },
  ollama: {
    baseUrl: 'http://127.0.0.1:11434/v1',
    ...OPEN,
    runs: 'own',
    deletes: { where: 'On Ollama', command: 'ollama rm MODEL' },
    looksLike: { owner: 'library', port: '11434' },
  },
  'one-api': { baseUrl: 'http://127.0.0.1:3000/v1', ...keyed('ONE_API_KEY'), runs: 'gateway' },
  ramalama: { baseUrl: 'http://127.0.0.1:8080/v1', ...OPEN, runs: 'own' },
  sglang: { baseUrl: 'http://127.0.0.1:30000/v1', ...OPEN, runs: 'own', looksLike: { owner: 'sglang' } },
  'text-generation-webui': { baseUrl: 'http://127.0.0.1:5000/v1', ...OPEN, runs: 'own' },
  tgi: { baseUrl: 'http://127.0.0.1:3000/v1', ...OPEN, runs: 'own' },
  triton: {
    baseUrl: 'http://127.0.0.1:9000/v1',
    ...OPEN,
    runs: 'own',
    looksLike: { name: 'Triton', owner: 'Triton Inference Server' },
  },
  vllm: { baseUrl: 'http://127.0.0.1:8000/v1', ...OPEN, runs: 'own', looksLike: { owner: 'vllm' } },
  xinference: {
    baseUrl: 'http://127.0.0.1:9997/v1',
    // It requires a key since version 4.1.
    ...keyed('XINFERENCE_API_KEY'),
    runs: 'own',
    effect: 'On Xinference, this stops the running model.',
  },
};

export function serverOf(name: ServerName): Server {
  return { title: SERVER_TITLES[name], ...ROWS[name] };
}

/** The same, by a name that was typed. */
export function findServer(name: string): Server | undefined {
  return Object.hasOwn(ROWS, name) ? serverOf(name as ServerName) : undefined;
}

/** Every server, in listing order. */
export function allServers(): readonly (readonly [ServerName, Server])[] {
  return SERVER_NAMES.map((name) => [name, serverOf(name)]);
}
