import { isUtf8 } from 'node:buffer';

/**
 * Decodes UTF-8 so that no two byte strings give the same text: a byte that is not part of valid UTF-8
 * becomes the lone surrogate U+DC00 + byte, which no valid UTF-8 decodes to. A byte order mark is kept.
 */
export function decodeBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at] as number);
    const sequence = bytes.subarray(at, at + length);
    if (isUtf8(sequence)) {
      text += sequence.toString('utf8');
      at += length;
    } else {
      text += String.fromCharCode(0xdc00 + (bytes[at] as number));
      at += 1;
    }
  }
  return text;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}
