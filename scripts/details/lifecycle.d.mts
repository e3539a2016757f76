type Values = Record<string, string>;
/** Values by who says them. */
type LifecycleRow = Record<string, Values>;
/** Pages by provider; rows by provider and id. */
export declare function buildLifecycle(sources: {
  'bydtech-model-retire': { data: unknown };
  depdesk: { data: unknown };
  litellm: { data: Record<string, Record<string, unknown>>; date: string };
}): {
  pages: Record<string, { url: string; checked?: string }>;
  models: Record<string, Record<string, LifecycleRow>>;
};
/** A row of the table as text. */
export declare function writeLifecycle(row: LifecycleRow): string;
