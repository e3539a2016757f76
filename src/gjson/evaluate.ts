/**
 * Evaluating a path on a text. A pipe starts over on the text found, so a path is a loop over texts; only what is inside
 * another path nests.
 */
import { modify } from './modifier.ts';
import { buildMultipath } from './multipath.ts';
import type { Path } from './path.ts';
import type { Run } from './run.ts';
import { search } from './search.ts';
import { builtValue, parseValue, type Value } from './value.ts';

/** Evaluates a path on the part of `document` from `start` up to `end`; undefined does not exist. */
export function evaluate(document: string, start: number, end: number, whole: Path, run: Run): Value | undefined {
  let text = document;
  let from = start;
  let to = end;
  let path = whole;
  for (;;) {
    const { head } = path;
    if (head.kind === 'search') {
      const { value, pipe } = search(text, from, to, head.path, head.lines, run);
      if (pipe === undefined) return value;
      // A pipe after nothing runs on the empty text.
      text = value?.text ?? '';
      from = value?.start ?? 0;
      to = value?.end ?? 0;
      path = pipe;
      continue;
    }
    run.spend(HEAD_WORK);
    switch (head.kind) {
      case 'modifier':
        text = modify(head.name, text.slice(from, to), head.argument, run);
        break;
      case 'literal':
        text = head.text;
        break;
      case 'multipath':
        text = buildMultipath(text, from, to, head.parts, head.object, run);
        break;
    }
    from = 0;
    to = text.length;
    if (head.next === undefined) return head.kind === 'multipath' ? builtValue(text) : parseValue(text, from, to);
    path = head.next;
  }
}

/** Work of a step that is not a search, besides the characters it reads and writes. */
const HEAD_WORK = 32;
