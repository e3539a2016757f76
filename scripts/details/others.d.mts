import type { OtherSources } from '../../src/details/build/table.ts';

/** What the sources besides LiteLLM say, from their data as it is published. */
export declare function otherSources(sources: {
  'gpt-tokenizer': { data: Record<string, Record<string, unknown>> };
  'genai-prices': { data: Record<string, readonly Record<string, unknown>[]>; date: string };
}): OtherSources;
