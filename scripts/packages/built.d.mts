/** The platform that a file is an executable for; empty for anything else. */
export declare function platformOf(file: string): { os?: string; cpu?: string; libc?: string };
/** Writes down what was built, beside it. */
export declare function recordBuild(file: string, target: string, version: string): void;
/** Throws unless the file is this version's executable for the target, untouched since it was built. */
export declare function checkBuild(file: string, target: string, version: string): void;
