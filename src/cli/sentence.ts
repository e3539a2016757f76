/** A hint of the declaration as a sentence. */
export function sentence(hint: string): string {
  const text = `${hint.charAt(0).toUpperCase()}${hint.slice(1)}`;
  return /(?:\?|\.\.\.)$/.test(text) ? text : `${text}.`;
}
