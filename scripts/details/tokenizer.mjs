/** What gpt-tokenizer says of an OpenAI model, in this project's terms. Its prices are wrong and are never taken. */

/** OpenAI's pages name what a model serves; here it is the path, as the other source has it. */
const ENDPOINTS = {
  assistants: 'assistants',
  batch: 'batch',
  chat_completions: 'chat/completions',
  completions: 'completions',
  embeddings: 'embeddings',
  fine_tuning: 'fine_tuning/jobs',
  image_edit: 'images/edits',
  image_generation: 'images/generations',
  moderation: 'moderations',
  realtime: 'realtime',
  realtime_transcription: 'realtime/transcription_sessions',
  realtime_translation: 'realtime/translations',
  responses: 'responses',
  speech_generation: 'audio/speech',
  transcription: 'audio/transcriptions',
  translation: 'audio/translations',
  videos: 'videos',
};

/** @param {string} id @param {Record<string, any>} spec @returns {Record<string, any>} */
export function readTokenizer(id, spec) {
  const found = {};
  // An alias is listed under its own name with the snapshot that it points to.
  if (spec.name !== id) found.alias = spec.name;
  if (spec.context_window > 0) found.context = spec.context_window;
  if (spec.max_input_tokens > 0) found.max_input = spec.max_input_tokens;
  if (spec.max_output_tokens > 0) found.max_output = spec.max_output_tokens;
  if (spec.modalities?.input?.length > 0) found.input = spec.modalities.input;
  if (spec.modalities?.output?.length > 0) found.output = spec.modalities.output;
  if (spec.supported_endpoints?.length > 0) found.endpoints = spec.supported_endpoints.map(endpoint);
  if (spec.knowledge_cutoff) found.knowledge = new Date(spec.knowledge_cutoff).toISOString().slice(0, 10);
  return found;
}

/** @param {string} name */
function endpoint(name) {
  const path = ENDPOINTS[name];
  if (!path) throw new Error(`gpt-tokenizer names an endpoint that scripts/details/tokenizer.mjs does not: ${name}`);
  return path;
}
