/** A row of the table as text. */
export declare function writeRow(row: Record<string, Record<string, unknown>>): string;
