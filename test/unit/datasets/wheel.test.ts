/** Reading zip archives, those that are right and those that are not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checksumOf, isZip, Wheel } from '../../../src/datasets/wheel.ts';
import { zipOf } from '../../support/wheels.ts';

const names = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), {
  minLength: 1,
  maxLength: 5,
});
const archive = fc
  .tuple(
    names,
    fc.infiniteStream(fc.string({ unit: 'binary', maxLength: 300 })),
    fc.boolean(),
    fc.string({ maxLength: 9 }),
  )
  .map(([all, texts, stored, comment]) => {
    const files = Object.fromEntries(all.map((name) => [name, texts.next().value as string]));
    return { files, bytes: zipOf(files, { stored, comment: comment.replace(/\W/g, '') }) };
  });

describe('an archive', () => {
  test('gives back what was put in', () =>
    fc.assert(
      fc.property(archive, ({ files, bytes }) => {
        const wheel = new Wheel(bytes);
        expect([...wheel.names].sort()).toEqual(Object.keys(files).sort());
        for (const [name, text] of Object.entries(files)) expect(wheel.text(name)).toBe(Buffer.from(text).toString());
        expect(wheel.text('not there')).toBeUndefined();
        expect(isZip(bytes)).toBe(true);
      }),
    ));

  test('with any bytes changed is refused, or gives what was put in', () =>
    fc.assert(
      fc.property(
        archive,
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }),
        (made, changes) => {
          const bytes = Buffer.from(made.bytes);
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          // Another name is another file, which is not asked for; its content is what its checksum says.
          const texts = new Set(Object.values(made.files).map((text) => Buffer.from(text).toString()));
          try {
            const wheel = new Wheel(bytes);
            for (const name of Object.keys(made.files)) {
              const text = wheel.text(name);
              if (text !== undefined && text !== '') expect([...texts]).toContain(text);
            }
          } catch (error) {
            expect((error as Error).message).toMatch(
              /^(?:it is (?:not a wheel|damaged|encrypted|truncated)|it has an unknown compression method|.* in it is larger)|expected/,
            );
            if (/expected/.test((error as Error).message)) throw error;
          }
        },
      ),
      { numRuns: 500 },
    ));

  test('cut anywhere is refused', () => {
    const bytes = zipOf({ a: 'x'.repeat(500), b: 'y' });
    for (let end = 0; end < bytes.length; end++)
      expect(() => new Wheel(bytes.subarray(0, end))).toThrow(/truncated|not a wheel/);
  });

  test.each<[what: string, lie: (entry: Buffer) => void, says: RegExp]>([
    ['encrypted', (entry) => entry.writeUInt16LE(1, 8), /encrypted/],
    ['packed otherwise', (entry) => entry.writeUInt16LE(14, 10), /an unknown compression method/],
    ['larger than 64 MiB', (entry) => entry.writeUInt32LE(0xffffffff, 24), /larger than 64 MiB/],
    ['somewhere else', (entry) => entry.writeUInt32LE(0xfffffff0, 42), /damaged/],
    ['longer than all', (entry) => entry.writeUInt32LE(0xfffffff0, 20), /damaged/],
    ['another', (entry) => entry.writeUInt32LE(1, 16), /damaged/],
    ['shorter than it is', (entry) => entry.writeUInt32LE(1, 24), /damaged/],
  ])('with a file that is %s is refused', (_what, lie, says) => {
    expect(() => new Wheel(zipOf({ a: 'x'.repeat(500) }, { lie })).text('a')).toThrow(says);
  });
});

test('the checksum is CRC-32', () => expect(checksumOf(Buffer.from('123456789'))).toBe(0xcbf43926));
