/**
 * `@ugly`: the text without white space and control characters outside strings.
 */
import { QUOTE, SPACE } from './char.ts';
import type { Run } from './run.ts';
import { stringClose } from './token.ts';

/** Removes what stands between the tokens; a string that never ends keeps everything. */
export function compact(json: string, run: Run): string {
  const pieces: string[] = [];
  let copied = 0;
  let i = 0;
  while (i < json.length) {
    const code = json.charCodeAt(i);
    if (code === QUOTE) {
      const close = stringClose(json, i + 1, json.length);
      i = close < 0 ? json.length : close + 1;
    } else if (code > SPACE) {
      i += 1;
    } else {
      run.hold(pieces.push(json.slice(copied, i)));
      while (i < json.length && json.charCodeAt(i) <= SPACE) i += 1;
      copied = i;
    }
  }
  pieces.push(json.slice(copied));
  return pieces.join('');
}
