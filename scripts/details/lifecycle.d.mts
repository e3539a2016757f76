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
type Table = Record<string, Record<string, string>>;
/** `after` with the models that ended by `date` and that only `before` has. */
export declare function keepEnded(before: Table, after: Table, date: string): Table;
/** A row of the table as text. */
export declare function writeLifecycle(row: LifecycleRow): string;
