/** What the sources besides LiteLLM say, in the terms of src/details/build/: only the update of the shipped table asks them. */
import { findGenai, GENAI, readGenai } from './genai.mjs';
import { readTokenizer } from './tokenizer.mjs';

/** Published weights: OpenAI's API does not serve them, so that a price would be somebody else's. */
const WEIGHTS = /^gpt-(?:oss|2$)/;

/**
 * @param {{ 'gpt-tokenizer': { data: Record<string, any> }, 'genai-prices': { data: Record<string, any>, date: string } }} sources
 * @returns {import('../../src/details/build/table.ts').OtherSources}
 */
export function otherSources(sources) {
  const tokenizerOf = (provider) => (provider === 'openai' ? sources['gpt-tokenizer'].data : {});
  const genaiOf = (provider) => (GENAI[provider] && sources['genai-prices'].data[GENAI[provider]]) || [];
  return {
    ids(provider) {
      const genai = genaiOf(provider);
      // Among OpenAI's this source has names that are no ids of the API, so that it adds no rows there.
      const own = provider === 'openai' ? [] : genai.filter((model) => findGenai([model], model.id));
      return [...Object.keys(tokenizerOf(provider)), ...own.map(({ id }) => id)];
    },
    values(provider, id) {
      const tokenizer = tokenizerOf(provider);
      const priced = WEIGHTS.test(id) && provider === 'openai' ? undefined : findGenai(genaiOf(provider), id);
      return {
        ...(Object.hasOwn(tokenizer, id) && { 'gpt-tokenizer': readTokenizer(id, tokenizer[id]) }),
        ...(priced && { 'genai-prices': readGenai(priced, sources['genai-prices'].date) }),
      };
    },
  };
}
