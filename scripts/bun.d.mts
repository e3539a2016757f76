/** Where Bun's executable is. */
export declare function bunPath(): string;
