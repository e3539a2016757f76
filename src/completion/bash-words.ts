/** Words as bash hands them to a completion function: as they were typed, and cut at colons. */

export interface BashWords {
  /** What the words mean. */
  words: readonly string[];
  /** The last one as it was typed. */
  raw: string;
  /** Of `raw`, how much stands before what bash will replace. */
  kept: number;
}

/** @param kept from a script that knows it; without one the words may still be in pieces, as bash cuts them */
export function readBashWords(args: readonly string[], kept: number | undefined): BashWords {
  const whole = kept === undefined ? joined(args) : args;
  const raw = whole.at(-1) ?? '';
  return { words: whole.map(unquoted), raw, kept: kept ?? keptOf(raw, args) };
}

/** Puts words together again that were cut at their colons: `ft`, `:`, `gpt-4o`. */
function joined(args: readonly string[]): string[] {
  const words: string[] = [];
  args.forEach((arg, at) => {
    const continues = isColons(arg) || isColons(args[at - 1]);
    if (continues && words.length > 0) words.push(`${words.pop()}${arg}`);
    else words.push(arg);
  });
  return words;
}

function keptOf(raw: string, args: readonly string[]): number {
  const last = args.at(-1) ?? '';
  return isColons(last) ? raw.length : raw.length - last.length;
}

/** Here and below without a pattern: to make one ready takes longer than all the words do. */
function isColons(word = ''): boolean {
  return word !== '' && word.replaceAll(':', '') === '';
}

/** What a word means: without its quotes and backslashes. A quote that is still open ends with the word. */
function unquoted(raw: string): string {
  if (!["'", '"', '\\'].some((sign) => raw.includes(sign))) return raw;
  const parts = raw.matchAll(/'([^']*)'?|"((?:[^"\\]|\\[\s\S])*)"?|\\([\s\S]?)|[^'"\\]+/g);
  return [...parts]
    .map(([whole, single, double, escaped]) => single ?? double?.replace(/\\(["$`\\])/g, '$1') ?? escaped ?? whole)
    .join('');
}
