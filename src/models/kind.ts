/**
 * What a model is for. The rule, in this order: a fine-tuned id; the kind that the server's own fields tell (`type`,
 * `mode`, `model_type`, `task`); words in the id; `other`. See docs/selecting.md.
 */
import { isFineTuned } from './fine-tuned.ts';
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

/** Fields in which servers say it: Together, Vercel and Mistral; LiteLLM; Llama Stack and Xinference; Cloudflare. */
const FIELDS = ['type', 'mode', 'model_type', 'task'] as const;

/** What their words mean. `chat`, `language` and `llm` are not here: the id knows more of those, such as reasoning. */
const WORDS: readonly (readonly [RegExp, Kind])[] = [
  [/^fine-?tuned$/, 'fine-tuned'],
  [/embed/, 'embedding'],
  [/moderat/, 'moderation'],
  [/realtime/, 'realtime'],
  [/image/, 'image'],
  [/audio|speech|transcri|tts/, 'audio'],
  [/rerank|video|code$/, 'other'],
];

/** The first that fits an id decides, so what is narrow comes first. */
const IDS: readonly (readonly [RegExp, Kind])[] = [
  [/realtime/, 'realtime'],
  [/embed|(?:^|[/-])(?:bge|gte|e5)-/, 'embedding'],
  [/moderation|guard/, 'moderation'],
  [/whisper|tts|transcri|audio|speech|voxtral|lyria/, 'audio'],
  [/dall-e|image|imagen|flux|diffusion|sdxl/, 'image'],
  [/rerank|sora|veo-|video|computer-use|davinci-002|babbage-002|-instruct-0914$/, 'other'],
  [/chat-latest|chatgpt/, 'chat'],
  [
    /(?:^|\/)o\d(?:$|-)|gpt-oss|gpt-(?:[5-9]|\d{2})|reason|thinking|deepseek-r\d|[-/]r1(?:$|-)|qwq|magistral/,
    'reasoning',
  ],
  [
    /gpt|claude|gemini|gemma|llama|mi[sx]tral|ministral|codestral|qwen|deepseek|command|grok|phi-?\d|kimi|glm|codex|sonar|nova-|jamba|granite|olmo|hermes|instruct|chat/,
    'chat',
  ],
];

export function kindOf(model: Model): Kind {
  const id = model.id ?? '';
  if (isFineTuned(id)) return 'fine-tuned';
  for (const field of FIELDS) {
    const said = sayingOf(model, field);
    const found = said && find(WORDS, said);
    if (found) return found;
  }
  return find(IDS, id.toLowerCase()) ?? 'other';
}

function find(rules: readonly (readonly [RegExp, Kind])[], text: string): Kind | undefined {
  for (const rule of rules) if (rule[0].test(text)) return rule[1];
  return undefined;
}

/** A field's text, or the `name` of an object. */
function sayingOf(model: Model, field: string): string | undefined {
  const value = model.fields[field];
  if (value === undefined) return undefined;
  const said = typeof value === 'object' ? fieldsOf(value).name : value;
  return typeof said === 'string' ? said.toLowerCase() : undefined;
}
