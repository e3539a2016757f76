/** The few man(7) macros that the manual pages need. Text is escaped, so that it appears as is. */

/** Characters that roff would interpret, or print as others: a minus must stay one, so that it can be copied. */
const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
};

/** Literal text. */
export function plain(text: string): string {
  const escaped = text.replace(/[\\\-'`^~]/g, (found) => SPECIAL[found] ?? found);
  return escaped.replace(/^\./gm, '\\&.');
}

/** The longest source line that mandoc recommends. */
const MAX_WIDTH = 80;

/** Literal text, reflowed where it is displayed. */
export function flowing(text: string): string {
  const lines: string[] = [];
  for (const word of plain(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= MAX_WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => line.replace(/^\./, '\\&.')).join('\n');
}

/** Text to type literally. */
export function bold(text: string): string {
  return `\\fB${plain(text)}\\fR`;
}

/** Placeholder text. */
export function italic(text: string): string {
  return `\\fI${plain(text)}\\fR`;
}

export function title(name: string, date: string, source: string): string {
  // No hyphenation, because a name with an extra hyphen cannot be copied.
  return `.TH "${name.toUpperCase()}" "1" "${date}" "${source}" "User Commands"\n.nh`;
}

export function heading(text: string): string {
  return `.SH ${text.toUpperCase()}`;
}

export function subheading(text: string): string {
  return `.SS ${text}`;
}

/** Entries of a term, already in roff, and a text about it. */
export function entries(rows: readonly (readonly [term: string, text: string])[]): string[] {
  return rows.flatMap(([term, text]) => ['.TP', term, flowing(text)]);
}

export function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text, i) => (i === 0 ? [flowing(text)] : ['.PP', flowing(text)]));
}

/** Lines that are neither filled nor broken. */
export function verbatim(lines: readonly string[]): string[] {
  return ['.PP', '.RS 4', '.nf', ...lines.map(plain), '.fi', '.RE'];
}
