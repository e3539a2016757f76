/**
 * What a model is for. The rule, in this order: a fine-tuned id; the kind that the server's own fields tell (`type`,
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
 * Fields in which servers say it: Together, Vercel and Mistral; LiteLLM; Llama Stack and Xinference; Cloudflare; Llama
 * Stack; GitHub Copilot; Infinity and others, as a list; Ark.
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
] as const;

/** What their words mean. Words for chat are apart: the id knows more of those, such as reasoning. */
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
/** What an id may say more of a model that its server calls a chat model. */
const KINDS_OF_CHAT: readonly Kind[] = ['reasoning', 'audio', 'image', 'realtime'];

/** The first that fits an id decides, so what is narrow comes first. */
const IDS: readonly (readonly [RegExp, Kind])[] = [
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
    const said = sayingOf(model, path);
    if (said === undefined) continue;
    isChat ||= CHAT.test(said);
    const found = find(WORDS, said);
    if (found && !CHAT.test(said)) return found;
  }
  const named = find(IDS, id.toLowerCase());
  if (isChat) return named && KINDS_OF_CHAT.includes(named) ? named : 'chat';
  return named ?? 'other';
}

function find(rules: readonly (readonly [RegExp, Kind])[], text: string): Kind | undefined {
  for (const rule of rules) if (rule[0].test(text)) return rule[1];
  return undefined;
}

/** A field's text, the words of a list, or the `name` of an object. */
function sayingOf({ fields }: Model, [outer, inner]: readonly [string, string?]): string | undefined {
  let value = fields[outer];
  if (inner !== undefined) value = fieldsOf(value)[inner];
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) {
    const words = value.filter((word) => typeof word === 'string');
    // A model that does several things is of no one kind.
    return words.length === 1 ? words[0]?.toLowerCase() : undefined;
  }
  const { name } = fieldsOf(value);
  return typeof name === 'string' ? name.toLowerCase() : undefined;
}
