/**
 * The words of a command line, as a POSIX shell splits them: blanks part words, single quotes keep everything, double
 * quotes keep all but backslashes, a backslash keeps the next character. Nothing is expanded, and a shell's operators
 * are plain characters.
 *
 * @returns `undefined` where a quote is not closed or a backslash ends the line
 */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let i = 0; i < line.length; i++) {
    const c = line[i] as string;
    if (quote !== undefined) {
      if (c === quote) quote = undefined;
      else if (c === '\\' && quote === '"' && isEscaped(line[i + 1])) word = (word ?? '') + line[++i];
      else word = (word ?? '') + c;
    } else if (c === '"' || c === "'") {
      quote = c;
      word ??= '';
    } else if (c === '\\') {
      if (i + 1 === line.length) return undefined;
      word = (word ?? '') + line[++i];
    } else if (/\s/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + c;
  }
  if (quote !== undefined) return undefined;
  return word === undefined ? words : [...words, word];
}

/** In double quotes a backslash stays unless it stands before one of these. */
function isEscaped(next: string | undefined): boolean {
  return next !== undefined && '"\\$`'.includes(next);
}
