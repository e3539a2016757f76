/** Standard input line by line: encodings, line breaks, and what is no text. */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { LineReader } from '../../../bin/lines.ts';
import { ENTRIES, type Entry, requireBuilt } from '../../support/entries.ts';
import { run } from '../../support/run.ts';
import { withServer } from '../deletion/deletions.ts';

async function linesOf(...chunks: Uint8Array[]): Promise<string[]> {
  const reader = new LineReader(Readable.from(chunks, { objectMode: false }));
  const lines: string[] = [];
  for (let line = await reader.readLine(); line !== undefined; line = await reader.readLine()) lines.push(line);
  return lines;
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const ENCODINGS: Record<string, (text: string) => Buffer> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16LE': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16BE': (text) => utf16be(`\ufeff${text}`),
};

describe.each(Object.entries(ENCODINGS))('lines in %s', (_name, encode) => {
  test('come as they were written, wherever the bytes are cut', async () => {
    const line = fc.string({ unit: 'binary' }).filter((text) => !/[\n\r\0]/.test(text) && !text.startsWith('\ufeff'));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1 }), fc.array(fc.nat(200)), async (lines, cuts) => {
        const bytes = encode(lines.map((one) => `${one}\n`).join(''));
        const at = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort((a, b) => a - b);
        const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
        expect(await linesOf(...chunks)).toEqual(lines);
      }),
    );
  });

  test('lose one carriage return, and nothing else', async () => {
    expect(await linesOf(encode(' a \r\n\u00a0b\r\r\n\n\tc\u3000'))).toEqual([' a ', '\u00a0b\r', '', '\tc\u3000']);
  });
});

test('a byte order mark alone is no line', async () => {
  expect(await linesOf(Buffer.from('\ufeff'))).toEqual([]);
  expect(await linesOf(Buffer.from([0xff, 0xfe]))).toEqual([]);
});

test.each<[what: string, bytes: Uint8Array, says: RegExp]>([
  ['a NUL', Buffer.from('a\0b\n'), /NUL/],
  ['UTF-16 without its mark', Buffer.from('ft:a\n', 'utf16le'), /NUL/],
  ['a NUL behind the mark of UTF-16', Buffer.from('\ufeffa\0\n', 'utf16le'), /NUL/],
  ['bytes that are not UTF-8', Buffer.from([0x66, 0xe9, 0x0a]), /not UTF-8/],
  ['half a character at the end', Buffer.from([0x66, 0xc3]), /not UTF-8/],
  ['half a unit of UTF-16 at the end', Buffer.from([0xff, 0xfe, 0x66]), /not UTF-16LE/],
])('%s is no text', async (_what, bytes, says) => {
  await expect(linesOf(bytes)).rejects.toThrow(says);
});

test('a line without an end is refused before it fills the memory', async () => {
  let sent = 0;
  const endless = new Readable({
    read() {
      sent += 1 << 20;
      this.push(Buffer.alloc(1 << 20, 'a'));
    },
  });
  const said = await new LineReader(endless).readLine().then(() => 'a line', String);
  expect(said).toContain('one of its lines is too long');
  expect(sent).toBeLessThan(1 << 27);
});

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  // What a child gets as text is sent as UTF-8, so what is not text comes from the shell.
  const piped = (format: string): Entry => ({
    ...entry,
    command: ['/bin/sh', '-c', 'printf "$0" | "$@"', format, ...entry.command],
  });

  test.each([
    ['UTF-16LE', '\\377\\376f\\000t\\000:\\000a\\000\\r\\000\\n\\000'],
    ['UTF-16BE', '\\376\\377\\000f\\000t\\000:\\000a\\000\\r\\000\\n'],
  ])('deletes an id that comes in %s', async (_encoding, format) => {
    await withServer(['ft:a', 'ft:b'], { seed: 1 }, async (server) => {
      const env = { OPENAI_API_KEY: 'sk-test-SECRET', OPENAI_BASE_URL: server.baseUrl };
      const { code, stderr } = await run(['models', 'delete', '-', '--yes'], { entry: piped(format), env });
      expect(code, stderr).toBe(0);
      expect([...server.models]).toEqual(['ft:b']);
    });
  });

  test.each([
    ['a NUL', 'ft:a\\nft:\\000b\\n'],
    ['UTF-16 without its mark', 'f\\000t\\000:\\000a\\000\\n\\000'],
    ['Latin-1', 'ft:a\\nft:\\351\\n'],
  ])('deletes nothing where %s comes', async (_what, format) => {
    await withServer(['ft:a', 'ft:b'], { seed: 1 }, async (server) => {
      const env = { OPENAI_API_KEY: 'sk-test-SECRET', OPENAI_BASE_URL: server.baseUrl };
      const { code, stderr } = await run(['models', 'delete', '-', '--yes'], { entry: piped(format), env });
      expect(code).toBe(2);
      expect(stderr).toContain('openai: standard input cannot be read: it');
      expect(server.log).toEqual([]);
    });
  });
});
