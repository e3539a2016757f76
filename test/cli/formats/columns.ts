/** Readers of the column formats, and what a cell holds of a value. They share nothing with the writers. */

/** RFC 4180, strictly: records end in CRLF, the last one too; quotes only around a whole field, doubled within. */
export function readCsv(text: string): string[][] {
  const records: string[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let record: string[] = [];
  for (let at = 0; at < text.length; at = field.lastIndex) {
    field.lastIndex = at;
    const found = field.exec(text);
    if (!found) throw new SyntaxError(`not RFC 4180 at ${JSON.stringify(text.slice(at, at + 40))}`);
    const [, quoted, plain = '', end] = found;
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  if (record.length > 0) throw new SyntaxError('the last record has no end');
  return records;
}

/** Lines of fields between tabs; `\t`, `\n`, `\r` and `\\` stand for a tab, line breaks and a backslash. */
export function readTsv(text: string): string[][] {
  return linesOf(text).map((line) => line.split('\t').map(unescapeField));
}

const FIELD_ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '\\': '\\' };

function unescapeField(field: string): string {
  return field.replace(/\\(.?)/gs, (_, name: string) => {
    const meaning = FIELD_ESCAPES[name];
    if (meaning === undefined) throw new SyntaxError(`no such escape: \\${name}`);
    return meaning;
  });
}

/** The header and rows of one table of GitHub Flavored Markdown, backslash escapes undone. */
export function readMarkdown(text: string): string[][] {
  const [header = [], rule = [], ...rows] = linesOf(text).map((line) => {
    if (!line.startsWith('| ') || !line.endsWith(' |')) throw new SyntaxError(`not a row: ${line}`);
    const cells = line.slice(2, -2).split(/(?<=(?<!\\)(?:\\\\)*) \| /);
    return cells.map((cell) => cell.replace(/\\([!-/:-@[-`{-~])/g, '$1'));
  });
  if (rule.length !== header.length || rule.some((cell) => cell !== '---'))
    throw new SyntaxError('no rule under the header');
  return [header, ...rows];
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  if (!text.endsWith('\n')) throw new SyntaxError('the last line has no end');
  return text.slice(0, -1).split('\n');
}

/** Text as it is after a trip through UTF-8, which has no lone surrogates. */
export function inUtf8(text: string): string {
  return Buffer.from(text).toString();
}

/** A cell of csv and markdown: line breaks are written as `\n` and `\r`, so that a row stays one line. */
export function oneLine(text: string): string {
  return inUtf8(text).replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
