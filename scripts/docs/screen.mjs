/** What a terminal shows: the cells of its screen after what was written, as lines of pieces that each have one style. */
import headless from '@xterm/headless';

/** How long a screen may take to show what it is waited for, in milliseconds. */
const PATIENCE_MS = 20_000;
/** As bin/screen.ts has it: a row that is full does not go on in the next one. */
const NO_WRAP = '\x1b[?7l';
const SHOWS_CURSOR = '\x1b[?25h';
const HIDES_CURSOR = '\x1b[?25l';
/** Leaves from everywhere, also from a search that is being typed. */
const CTRL_C = '\x03';

/** @typedef {{ bold: boolean, dim: boolean, underline: boolean, inverse: boolean, color: number | undefined }} Style color: of the eight, by its number */
/** @typedef {{ text: string, at: number, style: Style }} Piece a cell for each character, from the column `at` on */
/** @typedef {{ columns: number, rows: number }} Size */
/** @typedef {{ shows: RegExp, keys?: string }} Step the keys are typed once the screen shows this */

/**
 * The lines that a terminal of this width has after this text.
 * @param {string} text
 * @param {number} columns
 * @returns {Promise<Piece[][]>}
 */
export async function linesOf(text, columns) {
  const terminal = new headless.Terminal({ cols: columns, rows: 1000, allowProposedApi: true });
  await new Promise((resolve) => terminal.write(text.replace(/\r?\n/g, '\r\n'), resolve));
  const { baseY, cursorY } = terminal.buffer.active;
  const lines = Array.from({ length: baseY + cursorY + 1 }, (_, row) => piecesOf(terminal, row));
  terminal.dispose();
  return lines;
}

/**
 * A full screen (`FullScreen` of src/context.ts) with somebody at it who types the keys of each step, and then Ctrl-C. It
 * is in this process, not on a pseudo-terminal, for the clock to stand still: dates and ages are the same every day.
 */
export class TypedScreen {
  /**
   * @param {Size} size
   * @param {readonly Step[]} steps
   */
  constructor(size, steps) {
    this.dimensions = size;
    this.steps = [...steps];
    this.written = '';
    this.terminal = new headless.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
    this.terminal.write(NO_WRAP);
    /**
     * The screen as it was when it showed what the last step waits for.
     * @type {Promise<Piece[][]>}
     */
    this.lines = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.timer = setTimeout(() => {
        reject(new Error(`the screen does not show ${this.steps[0]?.shows}:\n${this.text()}`));
      }, PATIENCE_MS);
    });
  }

  size() {
    return this.dimensions;
  }

  listen(listener) {
    this.listener = listener;
  }

  write(text) {
    this.terminal.write(text, () => {
      this.written += text;
      this.go();
    });
  }

  go() {
    const [step] = this.steps;
    if (!step?.shows.test(this.text())) return;
    this.steps.shift();
    if (this.steps.length === 0) this.resolve(this.seen());
    void this.listener.input(Buffer.from(this.steps.length === 0 ? CTRL_C : (step.keys ?? '')));
  }

  text() {
    return this.seen()
      .map((pieces) => pieces.map(({ text }) => text).join(''))
      .join('\n');
  }

  seen() {
    const lines = Array.from({ length: this.dimensions.rows }, (_, row) => piecesOf(this.terminal, row));
    if (this.written.lastIndexOf(SHOWS_CURSOR) > this.written.lastIndexOf(HIDES_CURSOR)) {
      const { cursorX, cursorY } = this.terminal.buffer.active;
      lines[cursorY]?.push({ text: ' ', at: cursorX, style: { ...PLAIN, inverse: true } });
    }
    return lines;
  }

  enter() {}
  leave() {}

  close() {
    clearTimeout(this.timer);
    this.terminal.dispose();
  }

  async suspend() {}
}

/** @type {Style} */
const PLAIN = { bold: false, dim: false, underline: false, inverse: false, color: undefined };

/** A row in its stretches of one style; the blanks at its end are left out. */
function piecesOf(terminal, row) {
  /** @type {Piece[]} */
  const pieces = [];
  const line = terminal.buffer.active.getLine(row);
  for (let at = 0; at < terminal.cols; at++) {
    const cell = line?.getCell(at);
    if (!cell) break;
    const style = styleOf(cell);
    const text = cell.getChars() || ' ';
    if (text.length > 1 || cell.getWidth() !== 1) throw new Error(`the picture knows no character as wide as ${text}`);
    const last = pieces.at(-1);
    if (last && sameStyle(last.style, style)) last.text += text;
    else pieces.push({ text, at, style });
  }
  const last = pieces.at(-1);
  if (last && !last.style.inverse) {
    last.text = last.text.trimEnd();
    if (last.text === '') pieces.pop();
  }
  return pieces;
}

/** @returns {Style} */
function styleOf(cell) {
  if (!cell.isFgDefault() && !(cell.isFgPalette() && cell.getFgColor() < 8))
    throw new Error(`the picture knows no color ${cell.getFgColor()}`);
  if (!cell.isBgDefault()) throw new Error('the picture knows no background but that of an inverse stretch');
  return {
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
    color: cell.isFgDefault() ? undefined : cell.getFgColor(),
  };
}

/** @param {Style} one @param {Style} other */
function sameStyle(one, other) {
  return Object.keys(PLAIN).every((name) => one[name] === other[name]);
}
