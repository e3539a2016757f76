/** Rows by provider and id, the values by source. */
export declare function buildTable(sources: {
  litellm: { data: Record<string, Record<string, unknown>> };
  'gpt-tokenizer': { data: Record<string, Record<string, unknown>> };
  'genai-prices': { data: Record<string, readonly Record<string, unknown>[]>; date: string };
}): Record<string, Record<string, Record<string, Record<string, unknown>>>>;
