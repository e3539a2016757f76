/** A price for one token as a price for a million, as decimal text. */
export declare function perMillion(perToken: number): string;
