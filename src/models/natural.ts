/**
 * Natural order as a key that compares as plain text: `gpt-4.9` before `gpt-4.10`, case aside. Every run of digits is
 * led by a character that tells its length, so that a longer number is a greater one.
 */

const DIGITS = /\d+/g;
/** Digits of a run that count towards its length; no id has more. */
const LONGEST = 200;

export function naturalKey(text: string): string {
  return text.toLowerCase().replace(DIGITS, (run) => {
    const digits = run.replace(/^0+(?=\d)/, '');
    return String.fromCharCode(0x2f + Math.min(digits.length, LONGEST)) + digits;
  });
}
