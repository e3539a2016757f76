/** The few words of man(7) that the manual pages are made of; text is escaped, so that it stands there as it is. */

/** Characters that roff would take for its own, or print as others: a minus has to stay one, to be copied. */
const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
};

/** Text as it is. */
export function plain(text: string): string {
  const escaped = text.replace(/[\\\-'`^~]/g, (found) => SPECIAL[found] ?? found);
  return escaped.replace(/^\./gm, '\\&.');
}

/** A source line should be no longer, says mandoc. */
const WIDEST = 80;

/** Text as it is, in lines that are filled anew where it is shown. */
export function flowing(text: string): string {
  const lines: string[] = [];
  for (const word of plain(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDEST) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => line.replace(/^\./, '\\&.')).join('\n');
}

/** Text to type as it stands. */
export function bold(text: string): string {
  return `\\fB${plain(text)}\\fR`;
}

/** Text to put something in place of. */
export function italic(text: string): string {
  return `\\fI${plain(text)}\\fR`;
}

export function title(name: string, date: string, source: string): string {
  // Without hyphens, for a name with one too many cannot be copied.
  return `.TH "${name.toUpperCase()}" "1" "${date}" "${source}" "User Commands"\n.nh`;
}

export function heading(text: string): string {
  return `.SH ${text.toUpperCase()}`;
}

export function subheading(text: string): string {
  return `.SS ${text}`;
}

/** Entries of a term, which is roff already, and a text about it. */
export function entries(rows: readonly (readonly [term: string, text: string])[]): string[] {
  return rows.flatMap(([term, text]) => ['.TP', term, flowing(text)]);
}

/** Paragraphs. */
export function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text, i) => (i === 0 ? [flowing(text)] : ['.PP', flowing(text)]));
}

/** Lines that are neither filled nor broken. */
export function verbatim(lines: readonly string[]): string[] {
  return ['.PP', '.RS 4', '.nf', ...lines.map(plain), '.fi', '.RE'];
}
