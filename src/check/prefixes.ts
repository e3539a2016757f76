/**
 * The part before an id with a slash or a colon: a provider as gateways and frameworks write it (`openai/gpt-4o`), or
 * a path segment that models follow (`/v1/models/gpt-4o`). Anything else before a slash makes the text something else:
 * a branch, a file, a repository.
 */

import { PREFIXES } from '../details/prefixes.ts';

/** Provider names used as id prefixes, and the provider whose lifecycle counts; none for a gateway. */
const PROVIDERS: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(Object.entries(PREFIXES).map(([prefix, provider]) => [prefix.slice(0, -1), provider])),
  ai_gateway: undefined,
  'amazon-bedrock': 'bedrock',
  aws_bedrock: 'bedrock',
  'azure-openai': 'azure',
  azure_ai: 'azure',
  azure_openai: 'azure',
  azureopenai: 'azure',
  bedrock: 'bedrock',
  bedrock_converse: 'bedrock',
  claude: 'anthropic',
  codestral: 'mistral',
  cohere_chat: 'cohere',
  custom_openai: 'openai',
  github: undefined,
  github_copilot: undefined,
  google: 'gemini',
  'google-genai': 'gemini',
  'google-vertex': 'vertex',
  google_genai: 'gemini',
  google_vertexai: 'vertex',
  googleai: 'gemini',
  litellm: undefined,
  litellm_proxy: undefined,
  mistralai: 'mistral',
  'openai-chat': 'openai',
  openai_like: undefined,
  openrouter: undefined,
  portkey: undefined,
  'text-completion-openai': 'openai',
  togetherai: 'together',
  vercel: undefined,
  vertex: 'vertex',
  vertex_ai: 'vertex',
  vertexai: 'vertex',
};

/** Path segments that a model follows in an API, and how an id may begin (`models/gemini-...`). */
const PLACES = new Set([
  'deployments',
  'endpoints',
  'engines',
  'foundation-model',
  'inference-profile',
  'model',
  'models',
]);
/** Words between a provider and its model: LiteLLM's `azure/responses/...`, promptfoo's `openai:chat:...`. */
const BETWEEN = new Set(['assistant', 'chat', 'completion', 'embedding', 'messages', 'realtime', 'responses']);
/** What may follow a model in an API path. */
const OPERATIONS = new Set([
  'audio',
  'chat',
  'completions',
  'converse',
  'converse-stream',
  'edits',
  'embeddings',
  'extensions',
  'generations',
  'images',
  'invoke',
  'invoke-with-response-stream',
  'permissions',
  'responses',
  'search',
]);
/** An AWS region: LiteLLM's `bedrock/us-west-2/...`. */
const REGION = /^[a-z]{2}(?:-gov)?-[a-z]+-\d$/;
/** Bedrock's cross-region inference profiles. */
const REGIONS = new Set(['apac', 'au', 'ca', 'eu', 'global', 'jp', 'us', 'us-gov']);

/** The part before an id. */
export interface Prefix {
  /** Where the text begins, including a prefix that is part of it. */
  start: number;
  /** The provider that the prefix names. */
  provider: string | undefined;
  /** Whether the prefix says that a model follows, so that even a short word is one. */
  names: boolean;
}

/**
 * Reads backward from an id in a line.
 * @returns `undefined` if the text before the id makes it something else
 */
export function prefixBefore(line: string, start: number): Prefix | undefined {
  const none: Prefix = { start, provider: undefined, names: false };
  const before = line[start - 1];
  if (before === '.') return regionBefore(line, start);
  if (before === ':') return colonBefore(line, start) ?? none;
  return before === '/' ? slashBefore(line, start) : none;
}

/** Whether the text after the slash that follows an id is part of an API path. */
export function isOperation(line: string, at: number): boolean {
  const end = wordEnd(line, at);
  return end === at || OPERATIONS.has(line.slice(at, end));
}

function regionBefore(line: string, start: number): Prefix | undefined {
  const at = wordStart(line, start - 1);
  if (!REGIONS.has(line.slice(at, start - 1)) || isNameChar(line[at - 1])) return undefined;
  const outer = prefixBefore(line, at);
  return outer && { start: outer.start, provider: 'bedrock', names: true };
}

/** `openai:gpt-4`, `openai:chat:gpt-4`: not part of the text, because a colon can mean many other things. */
function colonBefore(line: string, start: number): Prefix | undefined {
  const at = wordStart(line, start - 1);
  const word = line.slice(at, start - 1);
  if (BETWEEN.has(word) && line[at - 1] === ':') {
    const outer = colonBefore(line, at);
    return outer && { ...outer, start };
  }
  if (!Object.hasOwn(PROVIDERS, word)) return undefined;
  return { start, provider: PROVIDERS[word], names: true };
}

function slashBefore(line: string, start: number): Prefix | undefined {
  const at = wordStart(line, start - 1);
  const word = line.slice(at, start - 1);
  // A part that is filled in at run time.
  if (word === '' && line[start - 2] === '}') return { start, provider: undefined, names: false };
  const isProvider = Object.hasOwn(PROVIDERS, word);
  const isBetween = BETWEEN.has(word) || REGION.test(word);
  const isPlace = PLACES.has(word);
  if (!isProvider && !isPlace && !isBetween) return undefined;
  const outer = line[at - 1];
  if (isPlace) {
    if (isDocumentation(line, at)) return undefined;
    const inPath = outer === '/';
    const address = line.slice(Math.max(0, at - 200), at);
    const provider = address.endsWith('accounts/fireworks/')
      ? 'fireworks'
      : /vertex|aiplatform/.test(address)
        ? 'vertex'
        : undefined;
    // `models/gemini-...` is an id of the Gemini API; in a path, `models` belongs to the path.
    return { start: inPath || word !== 'models' ? start : at, provider, names: inPath };
  }
  if (outer !== '/') return isProvider ? { start: at, provider: PROVIDERS[word], names: true } : undefined;
  const further = slashBefore(line, at);
  if (isBetween) return further;
  const provider = PROVIDERS[word];
  // `my-gateway/openai/gpt-4`: whatever comes first, the last word counts.
  if (!further) return isAddress(line, at) ? undefined : { start: at, provider, names: true };
  return { ...further, provider: provider ?? further.provider, names: true };
}

/** A page about a model is not a use of it. */
function isDocumentation(line: string, at: number): boolean {
  const address = line.slice(Math.max(0, at - 200), at);
  const begin = Math.max(address.lastIndexOf('://'), 0);
  return /\/(?:docs|blog|documentation|guides|reference|spaces|wiki)\//.test(address.slice(begin));
}

/** A file or a URL rather than an id after a gateway's name. */
function isAddress(line: string, at: number): boolean {
  const before = line.slice(Math.max(0, at - 200), at);
  const begin = Math.max(...[' ', '"', "'", '`', '(', '='].map((mark) => before.lastIndexOf(mark))) + 1;
  return before.slice(begin, -1).includes('/') || before.slice(begin).includes('.');
}

function wordStart(line: string, end: number): number {
  let at = end;
  while (at > 0 && (isNameChar(line[at - 1]) || line[at - 1] === '-')) at--;
  return at;
}

function wordEnd(line: string, start: number): number {
  let at = start;
  while (isNameChar(line[at]) || line[at] === '-') at++;
  return at;
}

function isNameChar(char: string | undefined): boolean {
  return char !== undefined && /[A-Za-z0-9_]/.test(char);
}
