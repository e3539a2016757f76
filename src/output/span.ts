/** What renderers make: lines of styled text. They hold no escape codes; the writer makes text safe and paints it. */

export type Style = 'plain' | 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan';

export interface Span {
  text: string;
  style: Style;
}

/** One line. A string is a plain span. */
export type Line = readonly (Span | string)[];

/** A piece of output: bytes or text that go out as they are (on a terminal made safe), or lines. */
export type Chunk = Uint8Array | string | readonly Line[];

export function span(style: Style, text: string): Span {
  return { text, style };
}
