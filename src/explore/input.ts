/**
 * Turns terminal input into events: keys, the mouse (SGR, mode 1006) and bracketed pastes (mode 2004). Bytes come in
 * chunks that may end anywhere; a lone Escape is told from the start of a sequence by what follows, or by a pause.
 */

export type InputEvent =
  /** A printable character, or a name such as `up`, `enter`, `ctrl-c`. */
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'paste'; readonly text: string }
  /** Steps down, or up if negative, and the cell under the pointer, from 0. */
  | { readonly type: 'wheel'; readonly steps: number; readonly column: number; readonly row: number }
  | { readonly type: 'click'; readonly column: number; readonly row: number };

const ESCAPE = '\x1b';
const PASTE_BEGINS = '\x1b[200~';
const PASTE_ENDS = '\x1b[201~';
/** Maximum characters of a paste: no search needs more, and a terminal could send an endless one. */
const MAX_PASTED = 1 << 20;

/** Keys by the last character of a CSI or SS3 sequence without numbers. */
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

/** Keys by the number before `~`. */
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

/** A complete sequence at the start of a text: CSI with its parameters, SS3, or Escape and one character (Alt). */
const SEQUENCE = /^\x1b(?:\[([0-?]*)[ -/]*([@-~])|O([A-Z])|([^[O]))/u;
/** Text that may still become a sequence. */
const UNFINISHED = /^\x1b(?:\[[0-?]*[ -/]*|O)?$/;
const MOUSE = /^<(\d+);(\d+);(\d+)$/;

export class InputDecoder {
  private readonly decoder = new TextDecoder();
  private text = '';
  /** The text pasted so far, during a paste. */
  private pasted: string | undefined;

  /** Whether the last input may be the start of something longer. */
  get isWaiting(): boolean {
    return this.text !== '';
  }

  /** The events of the next bytes. */
  feed(bytes: Uint8Array): InputEvent[] {
    this.text += this.decoder.decode(bytes, { stream: true });
    return this.read(false);
  }

  /** No more input came: an Escape was the key itself. */
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

  /** Reads what is available of a paste; false if its end is still to come. */
  private readPaste(events: InputEvent[]): boolean {
    const whole = (this.pasted ?? '') + this.text;
    const end = whole.indexOf(PASTE_ENDS);
    if (end < 0) {
      // The end marker may be split between two chunks, so its first part is kept in `pasted`.
      this.text = '';
      this.pasted = whole.length > MAX_PASTED ? whole.slice(0, MAX_PASTED) : whole;
      return false;
    }
    events.push({ type: 'paste', text: whole.slice(0, end) });
    this.pasted = undefined;
    this.text = whole.slice(end + PASTE_ENDS.length);
    return true;
  }

  /** Reads one event; returns how many characters it took, or 0 if more input is needed. */
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
      // Escape, then another key: two quick key presses, or Alt. Only the Escape is consumed.
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

/** `undefined` for a sequence without a meaning here. */
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

/** `undefined` for a control character that is not a key here. */
function keyOf(character: string): string | undefined {
  const named = CONTROLS[character];
  if (named !== undefined) return named;
  const code = character.charCodeAt(0);
  if (code < 0x20) return `ctrl-${String.fromCharCode(code + 0x60)}`;
  return code >= 0x80 && code < 0xa0 ? undefined : character;
}
