/**
 * Converts the YAML that this program writes (src/output/yaml.ts) back to JSON text. It is not a general YAML reader: a
 * library would pass numbers through doubles and drop duplicate keys, and only a small part of YAML is written here.
 */

/** Thrown if the text is not YAML that this program writes. */
export class InvalidYamlError extends Error {
  /** From 1. */
  readonly line: number;

  constructor(line: number) {
    super(`line ${line} is not YAML that this program writes`);
    this.line = line;
  }
}

/** More levels than are ever written as blocks. */
const MAX_DEPTH = 100;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const WORDS = ['true', 'false', 'null'];

/**
 * The document as JSON text; numbers, key order and duplicate keys are kept.
 * @throws InvalidYamlError
 */
export function yamlToJson(text: string): string {
  return new Reader(text).document();
}

class Reader {
  private readonly text: string;
  private at = 0;
  private depth = 0;
  private readonly out: string[] = [];

  constructor(text: string) {
    this.text = text.replaceAll('\r\n', '\n');
  }

  document(): string {
    if (this.text.startsWith('---\n')) this.at = 4;
    this.block(0);
    while (this.text[this.at] === '\n') this.at++;
    if (this.at < this.text.length) throw this.bad();
    return this.out.join('');
  }

  /** Reads the value that begins here, in this column; its parts begin in the same column. */
  private block(column: number): void {
    if (++this.depth > MAX_DEPTH) throw this.bad();
    if (this.text.startsWith('- ', this.at)) this.sequence(column);
    else if (this.text.startsWith('? ', this.at) || this.keyEnd() >= 0) this.mapping(column);
    else {
      this.scalar(this.lineEnd());
      this.endLine();
    }
    this.depth--;
  }

  private sequence(column: number): void {
    this.out.push('[');
    for (let first = true; first || this.continues(column, '- '); first = false) {
      if (!first) this.out.push(',');
      this.at += 2;
      this.block(column + 2);
    }
    this.out.push(']');
  }

  private mapping(column: number): void {
    this.out.push('{');
    for (let first = true; first || this.continues(column); first = false) {
      if (!first) this.out.push(',');
      this.key(column);
      this.value(column);
    }
    this.out.push('}');
  }

  /** Moves to the next line if it continues the same block. */
  private continues(column: number, mark?: string): boolean {
    const { text, at } = this;
    const start = at + column;
    if (start >= text.length || text.slice(at, start).trim() !== '' || text.slice(at, start).length !== column)
      return false;
    if (text[start] === ' ' || text[start] === '\n') return false;
    const isItem = text.startsWith('- ', start);
    if (mark === undefined ? isItem : !isItem) return false;
    this.at = start;
    return true;
  }

  /** Reads a key, including its colon. */
  private key(column: number): void {
    if (this.text.startsWith('? ', this.at)) {
      this.at += 2;
      const end = this.lineEnd();
      this.out.push(this.string(end), ':');
      this.endLine();
      if (!this.text.startsWith(`${' '.repeat(column)}:`, this.at)) throw this.bad();
      this.at += column + 1;
      return;
    }
    const end = this.keyEnd();
    if (end < 0) throw this.bad();
    this.out.push(this.string(end), ':');
    this.at++;
  }

  /** Reads what follows a key: a scalar on the same line, or a deeper block on the next lines. */
  private value(column: number): void {
    if (this.text[this.at] === ' ') {
      this.at++;
      this.scalar(this.lineEnd());
      this.endLine();
      return;
    }
    this.endLine();
    let deeper = 0;
    while (this.text[this.at + deeper] === ' ') deeper++;
    if (deeper <= column) throw this.bad();
    this.at += deeper;
    this.block(deeper);
  }

  /** The position of the colon after the key that begins here; -1 if there is no key. */
  private keyEnd(): number {
    const { text, at } = this;
    if (text[at] === '"') {
      const end = stringEnd(text, at);
      return end > 0 && text[end] === ':' && isBlank(text[end + 1]) ? end : -1;
    }
    if (text[at] === '{' || text[at] === '[') return -1;
    const line = this.lineEnd();
    for (let i = text.indexOf(':', at); i >= 0 && i < line; i = text.indexOf(':', i + 1))
      if (isBlank(text[i + 1])) return i;
    return -1;
  }

  /** Reads a string up to `end`, as JSON. */
  private string(end: number): string {
    const { text, at } = this;
    this.at = end;
    if (text[at] !== '"') return JSON.stringify(text.slice(at, end));
    if (stringEnd(text, at) !== end) throw this.bad();
    return JSON.stringify(this.unescaped(text.slice(at + 1, end - 1)));
  }

  private scalar(end: number): void {
    const { text, at } = this;
    const word = text.slice(at, end);
    if (text[at] === '{' || text[at] === '[') this.flow(end);
    else if (text[at] === '"') this.out.push(this.string(end));
    else if (word === '') throw this.bad();
    else this.out.push(NUMBER.test(word) || WORDS.includes(word) ? word : JSON.stringify(word));
    this.at = end;
  }

  /** JSON on one line, apart from the escapes in its strings. Whether it is valid is left to the JSON reader. */
  private flow(end: number): void {
    const { text } = this;
    while (this.at < end) {
      if (text[this.at] !== '"') {
        if (text[this.at] !== ' ') this.out.push(text[this.at] as string);
        this.at++;
        continue;
      }
      const close = stringEnd(text, this.at);
      if (close < 0 || close > end) throw this.bad();
      this.out.push(this.string(close));
    }
  }

  private unescaped(text: string): string {
    if (!text.includes('\\')) return text;
    return text.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/g, (_, x, u, long, short) => {
      const code = x ?? u ?? long;
      if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
      const meant = SHORT[short as string];
      if (meant === undefined) throw this.bad();
      return meant;
    });
  }

  private lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }

  private endLine(): void {
    if (this.at < this.text.length && this.text[this.at] !== '\n') throw this.bad();
    this.at++;
  }

  private bad(): InvalidYamlError {
    return new InvalidYamlError(this.text.slice(0, this.at).split('\n').length);
  }
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  b: '\b',
  f: '\f',
};

function isBlank(character: string | undefined): boolean {
  return character === undefined || character === ' ' || character === '\n';
}

/** The position after the closing quote of the string that opens at `at`; -1 if its line ends first. */
function stringEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length && text[i] !== '\n'; i++) {
    if (text[i] === '"') return i + 1;
    if (text[i] === '\\') i++;
  }
  return -1;
}
