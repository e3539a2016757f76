/**
 * What a terminal sends, as events: keys, the mouse (SGR, mode 1006) and bracketed pastes (mode 2004). Bytes come in
 * pieces that may end anywhere; a lone Escape is told from the beginning of a sequence by what follows, or by silence.
 */

export type InputEvent =
  /** A printable character, or a name such as `up`, `enter`, `ctrl-c`. */
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'paste'; readonly text: string }
  /** Steps down, or up where negative, and the cell that the pointer is over, from 0. */
  | { readonly type: 'wheel'; readonly steps: number; readonly column: number; readonly row: number }
  | { readonly type: 'click'; readonly column: number; readonly row: number };

const ESCAPE = '\x1b';
const PASTE_BEGINS = '\x1b[200~';
const PASTE_ENDS = '\x1b[201~';
/** Characters of a paste: nobody looks for more, and a terminal could send it without an end. */
const MOST_PASTED = 1 << 20;

/** The last character of a CSI or SS3 sequence without numbers. */
const FINALS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'shift-tab',
  M: 'enter',
};

/** The number before `~`. */
const TILDES: Readonly<Record<string, string>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
};

const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\x7f': 'backspace',
  '\x1b': 'escape',
  ' ': 'space',
};

/** A whole sequence at the start of a text: CSI with its parameters, SS3, or Escape and one character (Alt). */
const SEQUENCE = /^\x1b(?:\[([0-?]*)[ -/]*([@-~])|O([A-Z])|([^[O]))/u;
/** What may still become one. */
const UNFINISHED = /^\x1b(?:\[[0-?]*[ -/]*|O)?$/;
const MOUSE = /^<(\d+);(\d+);(\d+)$/;

export class InputDecoder {
  private readonly decoder = new TextDecoder();
  private text = '';
  /** What was pasted so far, while a paste goes on. */
  private pasted: string | undefined;

  /** True while what came last may be the beginning of something longer. */
  get isWaiting(): boolean {
    return this.text !== '';
  }

  /** The events of the next bytes. */
  feed(bytes: Uint8Array): InputEvent[] {
    this.text += this.decoder.decode(bytes, { stream: true });
    return this.read(false);
  }

  /** Nothing more came: an Escape was the key. */
  settle(): InputEvent[] {
    return this.read(true);
  }

  private read(settled: boolean): InputEvent[] {
    const events: InputEvent[] = [];
    while (this.text !== '') {
      if (this.pasted !== undefined) {
        if (!this.readPaste(events)) break;
        continue;
      }
      if (this.text.startsWith(PASTE_BEGINS)) {
        this.pasted = '';
        this.text = this.text.slice(PASTE_BEGINS.length);
        continue;
      }
      const length = this.readOne(events, settled);
      if (length === 0) break;
      this.text = this.text.slice(length);
    }
    return events;
  }

  /** Takes what there is of a paste; false while its end is to come. */
  private readPaste(events: InputEvent[]): boolean {
    const whole = (this.pasted ?? '') + this.text;
    const end = whole.indexOf(PASTE_ENDS);
    if (end < 0) {
      // The end may stand in two pieces, so its beginning stays with the text.
      this.text = '';
      this.pasted = whole.length > MOST_PASTED ? whole.slice(0, MOST_PASTED) : whole;
      return false;
    }
    events.push({ type: 'paste', text: whole.slice(0, end) });
    this.pasted = undefined;
    this.text = whole.slice(end + PASTE_ENDS.length);
    return true;
  }

  /** Reads one event; returns the characters that it took, 0 where more must come first. */
  private readOne(events: InputEvent[], settled: boolean): number {
    const { text } = this;
    if (!text.startsWith(ESCAPE)) {
      const character = String.fromCodePoint(text.codePointAt(0) as number);
      const key = keyOf(character);
      if (key !== undefined) events.push({ type: 'key', key });
      return character.length;
    }
    const found = SEQUENCE.exec(text);
    if (found) {
      const [whole, parameters = '', final = '', single, alt] = found;
      // Escape, and then a key of its own: two in haste, or Alt with it. Only the Escape is taken.
      if (alt !== undefined) {
        events.push({ type: 'key', key: 'escape' });
        return ESCAPE.length;
      }
      const event = single === undefined ? sequenceEvent(parameters, final) : namedKey(FINALS[single]);
      if (event) events.push(event);
      return whole.length;
    }
    if (!settled && UNFINISHED.test(text)) return 0;
    events.push({ type: 'key', key: 'escape' });
    return ESCAPE.length;
  }
}

function namedKey(key: string | undefined): InputEvent | undefined {
  return key === undefined ? undefined : { type: 'key', key };
}

/** `undefined` for what means nothing here. */
function sequenceEvent(parameters: string, final: string): InputEvent | undefined {
  const mouse = MOUSE.exec(parameters);
  if (mouse && (final === 'M' || final === 'm')) {
    const [button, column, row] = [Number(mouse[1]), Number(mouse[2]) - 1, Number(mouse[3]) - 1];
    // Shift, Alt and Ctrl add 4, 8 and 16.
    const plain = button & ~0b11100;
    if (plain === 64 || plain === 65) return { type: 'wheel', steps: plain === 64 ? -1 : 1, column, row };
    return plain === 0 && final === 'M' ? { type: 'click', column, row } : undefined;
  }
  const [number = '', modifier] = parameters.split(';');
  const key = final === '~' ? TILDES[number] : FINALS[final];
  if (key === undefined) return undefined;
  return { type: 'key', key: modifier === '2' ? `shift-${key}` : key };
}

/** `undefined` for a control that is no key here. */
function keyOf(character: string): string | undefined {
  const named = CONTROLS[character];
  if (named !== undefined) return named;
  const code = character.charCodeAt(0);
  if (code < 0x20) return `ctrl-${String.fromCharCode(code + 0x60)}`;
  return code >= 0x80 && code < 0xa0 ? undefined : character;
}
