import { describe, expect, test } from 'vitest';
import { splitWords } from '../../../src/config/key-command.ts';

describe('a command line in words', () => {
  test.each<[line: string, words: string[] | undefined]>([
    ['', []],
    ['  ', []],
    ['op read op://work/key', ['op', 'read', 'op://work/key']],
    ['  a\t b\nc ', ['a', 'b', 'c']],
    [`a 'b c' "d e"`, ['a', 'b c', 'd e']],
    [`a'b'"c"d`, ['abcd']],
    [`'' ""`, ['', '']],
    [`a\\ b`, ['a b']],
    [`'a\\b' "a\\b" a\\b`, ['a\\b', 'a\\b', 'ab']],
    [`"a\\"b" "a\\\\b" "a\\$b" "a\\\`b"`, ['a"b', 'a\\b', 'a$b', 'a`b']],
    [`'a"b' "a'b"`, ['a"b', "a'b"]],
    ['a; b && c | d > e $HOME `x` *', ['a;', 'b', '&&', 'c', '|', 'd', '>', 'e', '$HOME', '`x`', '*']],
    [`a "b`, undefined],
    [`a 'b`, undefined],
    ['a \\', undefined],
  ])('%j', (line, words) => expect(splitWords(line)).toEqual(words));
});
