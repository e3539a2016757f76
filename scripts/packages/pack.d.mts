/** `npm pack` of a folder into another one. */
export declare function pack(folder: string, into: string): Promise<{ file: string }>;
/** Rejects with what npm wrote; resolves to its stdout. */
export declare function npm(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string>;
