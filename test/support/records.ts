/** JSON lines as values; blank lines are none. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into them as they like
export function records(text: string): any[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
