/**
 * Patterns that meet text of servers: docs/reliability.md lists each that has a loop in it, with the reason why it takes
 * time in proportion to the text. A new one needs a line there, and so the thought.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, readSources } from './source.ts';

/** Where text of servers comes through. */
const MEETS_STRANGERS =
  /^(?:packages|src\/(?:api|check|commands|datasets|deletion|details|diff|doctor|errors|explore|fs|json|models|output|query|report|servers|session|sources|watch))\//;

/** Strings and templates are passed over whole; then a pattern, where no value stands before the slash. */
const TOKEN =
  /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|new RegExp\(`[^`]*`(?:, '\w*')?\)|`(?:[^`\\]|\\.)*`|(?<=[=(,:[!&|?{};>]\s*|\breturn\s+)\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/g;

const LOOP = /[*+]|\{\d+,\}/;

function patternsIn(code: string): string[] {
  return [...code.matchAll(TOKEN)].map(([found]) => found).filter((found) => /^\/|^new RegExp/.test(found));
}

/** Without escapes, and with each class of characters as one. */
function bare(pattern: string): string {
  return pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
}

test('the reader of patterns finds what it should', () => {
  expect(
    patternsIn(
      "a = /x+/g; b('/no+/', \"/no+/\", `/no+/`, /[/]y*/u); return /z\\/+/; c = d / e / f; g(new RegExp(`a+`, 'i'))",
    ),
  ).toEqual(['/x+/g', '/[/]y*/u', '/z\\/+/', "new RegExp(`a+`, 'i')"]);
});

test('every pattern with a loop that meets text of servers is listed in docs/reliability.md', () => {
  const used = readSources('src', 'packages/gjson/src')
    .filter(({ path }) => MEETS_STRANGERS.test(path))
    .flatMap(({ path, code }) =>
      patternsIn(code)
        .filter((pattern) => LOOP.test(bare(pattern)) || pattern.startsWith('new'))
        .map((pattern) => `${path} ${pattern}`),
    );
  const page = readFileSync(join(ROOT, 'docs/reliability.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `((?:src|packages)\/[^`]+)` \| (`+)(.+)\2 \| .{10,} \|$/gm)].map(
    ([, path, , pattern]) => `${path} ${pattern?.replaceAll('\\|', '|')}`,
  );
  expect({
    missing: used.filter((one) => !listed.includes(one)),
    gone: listed.filter((one) => !used.includes(one)),
  }).toEqual({
    missing: [],
    gone: [],
  });
});
