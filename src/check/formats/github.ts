/**
 * GitHub Actions annotations: workflow commands that the runner reads from the output.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
import { describeAdvice, describeStatus } from '../findings.ts';
import type { Report } from '../report.ts';

const COMMANDS = { error: 'error', warning: 'warning', use: 'notice' } as const;

export function* githubFormat({ findings, today }: Report): Generator<string> {
  for (const { path, line, column, text, verdict } of findings) {
    const command = COMMANDS[verdict.severity ?? 'use'];
    const what = `${verdict.model} ${describeStatus(verdict, today)}`;
    const where = `file=${property(path)},line=${line},endLine=${line},col=${column},endColumn=${column + text.length}`;
    const more = [describeAdvice(verdict), verdict.source].filter(Boolean).join('. ');
    yield `::${command} ${where},title=${property(what)}::${message(more === '' ? what : `${what}; ${more}`)}\n`;
  }
}

function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
