/**
 * What a model is for. The rule, in this order: a fine-tuned id; the kind given by the server's own fields (`type`,
 * `mode`, `model_type`, `task`); words in the id; `other`. See docs/selecting.md.
 */
import { isFineTuned } from './id.ts';
import { fieldsOf, type Model } from './model.ts';

export const KINDS = [
  'fine-tuned',
  'embedding',
  'audio',
  'image',
  'moderation',
  'realtime',
  'reasoning',
  'chat',
  'other',
] as const;

export type Kind = (typeof KINDS)[number];

/**
 * Fields that servers give the kind in: Together, Vercel and Mistral; LiteLLM; Llama Stack and Xinference; Cloudflare;
 * Llama Stack; GitHub Copilot; Infinity and others, as a list; Ark.
 */
const FIELDS = [
  ['type'],
  ['mode'],
  ['model_type'],
  ['task'],
  ['custom_metadata', 'model_type'],
  ['capabilities', 'type'],
  ['capabilities'],
  ['task_type'],
  ['labels'],
] as const;

/** Fields for the output: OpenRouter, Hugging Face and Poe; Copilot's kin; Ark; others. */
const OUTPUT_FIELDS = [
  ['architecture', 'output_modalities'],
  ['output_modalities'],
  ['modalities', 'output_modalities'],
  ['modalities', 'output'],
] as const;

/** The kind of a model that outputs this and no text. */
const OUTPUTS: readonly (readonly [RegExp, Kind])[] = [
  [/embed/, 'embedding'],
  [/image/, 'image'],
  [/audio|speech|music/, 'audio'],
  [/video|rerank|score/, 'other'],
];

/** Parameters that only reasoning models take (OpenRouter and its kin). */
const REASONING_PARAMETERS = ['reasoning', 'include_reasoning', 'reasoning_effort'];

/** The meaning of words in these fields. Chat words are separate: the id tells more about those, such as reasoning. */
const WORDS: readonly (readonly [RegExp, Kind])[] = [
  [/^fine-?tuned$/, 'fine-tuned'],
  [/embed/, 'embedding'],
  [/moderat/, 'moderation'],
  [/realtime/, 'realtime'],
  [/image/, 'image'],
  [/audio|speech|transcri|tts/, 'audio'],
  [/rerank|video|code$/, 'other'],
];

const CHAT = /^(?:llm|chat|language|text)$|chat|text[ -]?generation/;
/** What an id may add about a model that its server calls a chat model. */
const CHAT_REFINEMENTS: readonly Kind[] = ['reasoning', 'audio', 'image', 'realtime'];

/** The first pattern that matches an id decides, so narrow ones come first. */
const ID_PATTERNS: readonly (readonly [RegExp, Kind])[] = [
  [/realtime/, 'realtime'],
  [/embed|minilm|(?:^|[/-])(?:bge|gte|e5)-/, 'embedding'],
  [/moderation|guard/, 'moderation'],
  [/whisper|tts|transcri|audio|speech|voxtral|lyria/, 'audio'],
  [/dall-e|image|imagen|flux|diffusion|sdxl/, 'image'],
  [/rerank|sora|veo-|video|computer-use|davinci-002|babbage-002|-instruct-0914$/, 'other'],
  [/chat-latest|chatgpt/, 'chat'],
  [
    /(?:^|\/)o\d(?:$|-)|gpt-oss|gpt-(?:[5-9]|\d{2})|(?<!non-)reason|thinking|deepseek-r\d|[-/]r1(?:$|-)|qwq|magistral/,
    'reasoning',
  ],
  [
    /gpt|claude|gemini|gemma|(?<!o)llama|mi[sx]tral|ministral|codestral|qwen|deepseek|command|grok|phi-?\d|kimi|glm|codex|sonar|nova-|jamba|granite|olmo|hermes|instruct|chat/,
    'chat',
  ],
];

export function kindOf(model: Model): Kind {
  const id = model.id ?? '';
  if (isFineTuned(id)) return 'fine-tuned';
  let isChat = false;
  for (const path of FIELDS) {
    const value = kindField(model, path);
    if (value === undefined) continue;
    isChat ||= CHAT.test(value);
    const kind = find(WORDS, value);
    if (kind && !CHAT.test(value)) return kind;
  }
  const outputs = outputsOf(model);
  const outputsText = outputs?.some((output) => /^text/.test(output)) ?? false;
  if (outputs && !outputsText) {
    const kind = find(OUTPUTS, outputs.join(' '));
    if (kind) return kind;
  }
  const kindById = find(ID_PATTERNS, id.toLowerCase());
  if (!isChat && !outputsText) return kindById ?? 'other';
  // The id tells more about a chat model, unless the server's list of outputs contradicts it.
  const fits = (kind: Kind) =>
    outputs === undefined || kind === 'reasoning' || outputs.some((output) => output.startsWith(kind));
  if (kindById && CHAT_REFINEMENTS.includes(kindById) && fits(kindById)) return kindById;
  return takesReasoning(model) ? 'reasoning' : 'chat';
}

/** The server's list of outputs, in lowercase; `undefined` if it has none. */
function outputsOf({ fields }: Model): readonly string[] | undefined {
  for (const [outer, inner] of OUTPUT_FIELDS as readonly (readonly [string, string?])[]) {
    const value = inner === undefined ? fields[outer] : fieldsOf(fields[outer])[inner];
    if (!Array.isArray(value)) continue;
    const words = value.filter((word) => typeof word === 'string').map((word) => word.toLowerCase());
    if (words.length > 0) return words;
  }
  return undefined;
}

function takesReasoning({ fields: { supported_parameters: parameters } }: Model): boolean {
  return Array.isArray(parameters) && REASONING_PARAMETERS.some((name) => parameters.includes(name));
}

function find(rules: readonly (readonly [RegExp, Kind])[], text: string): Kind | undefined {
  for (const rule of rules) if (rule[0].test(text)) return rule[1];
  return undefined;
}

/** A field's text, the words of a list, or the `name` of an object. */
function kindField({ fields }: Model, [outer, inner]: readonly [string, string?]): string | undefined {
  let value = fields[outer];
  if (inner !== undefined) value = fieldsOf(value)[inner];
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) {
    const words = value.filter((word) => typeof word === 'string');
    // A model that does several things has no single kind.
    return words.length === 1 ? words[0]?.toLowerCase() : undefined;
  }
  const { name } = fieldsOf(value);
  return typeof name === 'string' ? name.toLowerCase() : undefined;
}
