/** The command lines that help, README and the pages show, as somebody would type them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMMAND_NAMES, COMMANDS } from '../../../src/spec/commands.ts';
import { EXAMPLES } from '../../../src/spec/overview.ts';
import type { ExampleSpec } from '../../../src/spec/types.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Lines that are typed one after the other. */
export interface Sequence {
  /** Where they stand. */
  place: string;
  lines: readonly string[];
}

export function helpExamples(): Sequence[] {
  const all: readonly (readonly [string, readonly ExampleSpec[]])[] = [
    ['help', EXAMPLES],
    ...COMMAND_NAMES.map((name): [string, readonly ExampleSpec[]] => [`help ${name}`, COMMANDS[name].examples]),
  ];
  return all.flatMap(([place, examples]) => examples.map(({ command }) => ({ place, lines: [command] })));
}

/** The code blocks of the pages; what `scripts/docs.mjs` writes and checks itself is left out. */
export function pageExamples(): Sequence[] {
  const pages = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', ...docs()];
  return pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8').replace(GENERATED, '');
    return [...text.matchAll(BLOCK)].map(([, block = '']) => ({ place: page, lines: typed(block) }));
  });
}

function docs(): string[] {
  const names = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md') && name !== 'reference.md');
  return names.sort().map((name) => `docs/${name}`);
}

const GENERATED = /^<!-- [a-z]+(?:: .+?)? -->\n(?:.*\n)*?<!-- end -->$/gm;
const BLOCK = /^```\w*\n([\s\S]*?)^```$/gm;

/** The lines that begin as a command line does, without what a page says beside them. */
function typed(block: string): string[] {
  const lines = block.split('\n').map((line) => line.replace(/^\$ /, ''));
  return lines.filter((line) => /^openai [^ ]/.test(line)).map((line) => line.replace(/ {2,}# .*$/, '').trim());
}
