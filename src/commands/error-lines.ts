import type { CliError } from '../errors.ts';
import { exitOf, explain, helpFor } from '../explanations.ts';
import type { Line } from '../output/span.ts';
import { redact } from '../redact.ts';

/** An error as a person reads it: what happened, what the server said, what to do next. */
export function errorLines(error: CliError, secrets: readonly string[]): Line[] {
  const { happened, said, next = exitOf(error) === 2 ? helpFor(error.command) : undefined } = explain(error);
  const shown = (text: string) => clipped(redact(text, secrets));
  const lines: Line[] = [[{ text: 'openai: ', style: 'red' }, shown(happened)]];
  for (const line of said?.split('\n', MOST_LINES) ?? []) if (line.trim() !== '') lines.push([`  ${shown(line)}`]);
  for (const line of [next, error.also])
    if (line !== undefined) lines.push([{ text: `  ${shown(line)}`, style: 'dim' }]);
  return lines;
}

/** What a person reads of one line; ids and reasons of servers have no limit. */
const LONGEST_LINE = 4000;
const MOST_LINES = 100;

/** Cut once keys are taken out, so that no part of one stays. */
function clipped(text: string): string {
  if (text.length <= LONGEST_LINE) return text;
  return `${text.slice(0, LONGEST_LINE)} … (${(text.length - LONGEST_LINE).toLocaleString('en-US')} more)`;
}
