import { describe, expect, test } from 'vitest';
import { leaks, leaksBesidePaint, unpainted } from './leaks.ts';
import { PAYLOADS } from './payloads.ts';

/** Line ends and tabs alone cannot be told from the product's own; other checks are for those. */
const LINES_AND_TABS = /^(?:[ -~\t]|\r?\n)*$/;

describe('the check finds', () => {
  test.each(Object.entries(PAYLOADS).filter(([, text]) => !LINES_AND_TABS.test(text)))('%s', (_name, text) => {
    // A lone surrogate has no UTF-8: what a careless program would send instead are its three bytes.
    if (/\p{Surrogate}/u.test(text)) expect(() => leaks(Buffer.of(0xed, 0xa0, 0x80))).toThrow();
    else expect(leaks(Buffer.from(text))).not.toEqual([]);
  });

  test('bytes that are not UTF-8', () => {
    expect(() => leaks(Buffer.of(0x61, 0x9b))).toThrow();
  });

  test('colors where none may be, and a reset that takes more than the product sets', () => {
    expect(leaks(Buffer.from('\x1b[31mred\x1b[39m'))).toEqual(['U+001B']);
    expect(leaksBesidePaint(Buffer.from('\x1b[41mred'))).toEqual(['U+001B']);
    expect(leaksBesidePaint(Buffer.from('\x1b[31;7mred'))).toEqual(['U+001B']);
  });

  test('nothing in lines, tabs, colors of the product, emoji and combining marks', () => {
    const text = 'a\tb\r\nc\r\r\n\x1b[31mé 漢字 👍🏽 ✌️ e\u0301\x1b[39m\n';
    expect(leaksBesidePaint(Buffer.from(text))).toEqual([]);
    expect(unpainted('\x1b[1ma\x1b[22m')).toBe('a');
  });
});
