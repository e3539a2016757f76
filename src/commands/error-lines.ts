import type { CliError } from '../errors.ts';
import { exitOf, explain, helpFor } from '../explanations.ts';
import type { Line } from '../output/span.ts';
import { redact } from '../redact.ts';

/** An error as a person reads it: what happened, what the server said, what to do next. */
export function errorLines(error: CliError, secrets: readonly string[]): Line[] {
  const { happened, said, next = exitOf(error) === 2 ? helpFor(error.command) : undefined } = explain(error);
  const lines: Line[] = [[{ text: 'openai: ', style: 'red' }, redact(happened, secrets)]];
  for (const line of said?.split('\n') ?? []) if (line.trim() !== '') lines.push([`  ${redact(line, secrets)}`]);
  for (const line of [next, error.also])
    if (line !== undefined) lines.push([{ text: `  ${redact(line, secrets)}`, style: 'dim' }]);
  return lines;
}
