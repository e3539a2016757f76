/** `openai-models: ignore`: a comment that makes the check skip a line's ids. */

const MARK = new TextEncoder().encode('openai-models');
const LINE_FEED = 0x0a;

/** What begins a comment in common languages. */
const COMMENT =
  /(?:^|[\s"'`;,)\]}])(?:#|\/\/)|(?:^|\s)(?:--|;|%)|\/\*|<!--|<%[#-]|\{#|\{\{!|\(\*|^\s*\*|^\s*'|^\s*@?rem\b|\bdnl\b/i;
const WORD = /^openai-models\s*:\s*ignore\b/i;

/**
 * The lines to ignore, counted from 0 at `from`: those with the comment, and the line after one that has nothing else.
 * @param isNotebook whether each line of code is a JSON string
 */
export function suppressedLines(bytes: Uint8Array, from: number, to: number, isNotebook: boolean): ReadonlySet<number> {
  const lines = new Set<number>();
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, to);
  let line = 0;
  let counted = from;
  for (let at = text.indexOf(MARK, from); at >= 0; at = text.indexOf(MARK, at + 1)) {
    const passed = text.subarray(0, at);
    for (let feed = passed.indexOf(LINE_FEED, counted); feed >= 0; feed = passed.indexOf(LINE_FEED, counted)) {
      line++;
      counted = feed + 1;
    }
    const head = text.toString('utf8', Math.max(counted, at - 300), at);
    const [tail = ''] = text.toString('utf8', at, Math.min(to, at + 300)).split(/\r?\n/, 1);
    const comment = COMMENT.exec(head);
    if (!comment || !WORD.test(tail)) continue;
    lines.add(line);
    const before = head.slice(0, comment.index).trim();
    if (counted >= at - 300 && isAlone(isNotebook ? before.replace(/^"$/, '') : before, tail, isNotebook))
      lines.add(line + 1);
  }
  return lines;
}

function isAlone(before: string, tail: string, isNotebook: boolean): boolean {
  // JSX wraps comments in braces.
  if (before !== '' && before !== '{') return false;
  const closed = /(?:\*\/|-->|\*\)|#\}|\}\})/.exec(tail);
  if (!closed) return true;
  const rest = tail.slice(closed.index + (closed[0] as string).length);
  return (isNotebook ? rest.replace(/(?:\\n)?",?$/, '') : rest).trim() === '' || /^\s*\}$/.test(rest);
}
