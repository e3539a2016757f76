/**
 * The regular expressions of the cases are written in Python's dialect. The part of it that means the same
 * in JavaScript is passed on; inline flags are translated; whatever would silently mean something else throws.
 */
const FOREIGN = /\(\?P|\(\?#|\(\?\(|\\[AZ]|\(\?[a-zA-Z]/;

export function pattern(source: string): RegExp {
  const [, inline = '', body = ''] = /^(?:\(\?([a-z]+)\))?(.*)$/s.exec(source) ?? [];
  if (/[^ims]/.test(inline) || FOREIGN.test(body)) throw new Error(`this pattern needs translating: ${source}`);
  // Without (?m), Python's $ also matches before a last line feed. Escapes and classes are stepped over.
  const end = inline.includes('m') ? '$' : '(?=\\n?$)';
  const translated = body.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\$/g, (part) => (part === '$' ? end : part));
  return new RegExp(translated, inline);
}
