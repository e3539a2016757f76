import { describe, expect, test, vi } from 'vitest';
import { OutputClosedError } from '../../../src/context.ts';
import { span } from '../../../src/output/terminal-text.ts';
import { ignoringWriteErrors, Writer } from '../../../src/output/writer.ts';
import { Sink } from '../../support/sink.ts';

const MIB = 1 << 20;

describe('the writer', () => {
  test('gathers small pieces, and writes what is large at once and in order', async () => {
    const sink = new Sink();
    const writer = new Writer(sink, false);
    for (let i = 0; i < 10; i++) await writer.write(`${i}`);
    expect(sink.writes).toBe(0);
    await writer.write(new Uint8Array(MIB).fill(0x61));
    expect(sink.writes).toBe(2);
    await writer.write('end');
    await writer.flush();
    await writer.flush();
    expect(sink.writes).toBe(3);
    expect(sink.bytes.toString()).toBe(`0123456789${'a'.repeat(MIB)}end`);
  });

  test('holds no more than a small amount back', async () => {
    const sink = new Sink();
    const writer = new Writer(sink, false);
    for (let i = 0; i < 1000; i++) await writer.write('x'.repeat(1000));
    expect(sink.bytes.length).toBeGreaterThan(900_000);
    await writer.flush();
    expect(sink.bytes.length).toBe(1_000_000);
  });

  test('takes bytes that are used again as soon as it returns', async () => {
    const sink = new Sink();
    const writer = new Writer(sink, false);
    const memory = Buffer.from('first');
    await writer.write(memory);
    memory.write('WRONG');
    await writer.flush();
    expect(sink.bytes.toString()).toBe('first');
  });

  test.each<[color: boolean, text: string]>([
    [true, '\x1b[31ma\\u001b[0m\x1b[39mplain\\n\n'],
    [false, 'a\\u001b[0mplain\\n\n'],
  ])('paints spans with color: %s, and lets no span paint itself', async (color, text) => {
    for (const columns of [80, undefined]) {
      const sink = new Sink({ columns });
      const writer = new Writer(sink, color);
      await writer.write([[span('red', 'a\x1b[0m'), 'plain\n']]);
      await writer.flush();
      expect(sink.bytes.toString()).toBe(text);
    }
  });

  test('keeps bytes and text as they are in a pipe alone', async () => {
    for (const chunk of [Buffer.from('a\x1b[31m\n'), 'a\x1b[31m\n']) {
      const [pipe, terminal] = [new Sink(), new Sink({ columns: 80 })];
      for (const sink of [pipe, terminal]) {
        const writer = new Writer(sink, true);
        await writer.write(chunk);
        await writer.flush();
      }
      expect([pipe.bytes.toString(), terminal.bytes.toString()]).toEqual(['a\x1b[31m\n', 'a\\u001b[31m\n']);
    }
  });

  test.each<[name: string, fails: Error, thrown: object]>([
    ['a reader that left', new OutputClosedError(), { constructor: OutputClosedError }],
    ['a full disk', Object.assign(new Error('x'), { code: 'ENOSPC' }), { code: 'write-failed' }],
    ['anything else', new Error('broken'), { code: 'write-failed', args: { problem: 'broken' } }],
  ])('passes on %s', async (_name, fails, thrown) => {
    const writer = new Writer(new Sink({ fails }), false);
    await writer.write('a');
    await expect(writer.flush()).rejects.toMatchObject(thrown);
  });
});

describe('a passing line', () => {
  const passing = async (...steps: ((writer: Writer) => Promise<void>)[]) => {
    const sink = new Sink({ columns: 80 });
    const writer = new Writer(sink, false);
    for (const step of steps) await step(writer);
    await writer.flush();
    return sink.bytes.toString();
  };

  test('stands until the next output takes its place', async () => {
    const shown = await passing(
      (writer) => writer.writeStatus(['1 of 3']),
      (writer) => writer.writeStatus(['2 of 3']),
      (writer) => writer.write([['done']]),
      (writer) => writer.write([['really']]),
    );
    expect(shown).toBe('1 of 3\r\x1b[K2 of 3\r\x1b[Kdone\nreally\n');
  });

  test('goes without a trace', async () => {
    expect(
      await passing(
        (writer) => writer.writeStatus(['x']),
        (writer) => writer.writeStatus([]),
      ),
    ).toBe('x\r\x1b[K');
    expect(await passing((writer) => writer.writeStatus([]))).toBe('');
  });

  test('comes after what was gathered', async () => {
    expect(
      await passing(
        (writer) => writer.write('a\n'),
        (writer) => writer.writeStatus(['x']),
      ),
    ).toBe('a\nx');
  });

  test('is made safe like any other', async () => {
    expect(await passing((writer) => writer.writeStatus(['\x1b[2Jx']))).toBe('\\u001b[2Jx');
  });

  test('lets signals and timers in between pieces that need not wait', async () => {
    let time = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      time += 60;
      return time;
    });
    try {
      let written = false;
      let letInBefore = false;
      setImmediate(() => {
        letInBefore = !written;
      });
      const lines = Array.from({ length: 3000 }, (_, i) => [`line ${i}`]);
      const sink = new Sink();
      const writer = new Writer(sink, false);
      await writer.write(lines);
      await writer.flush();
      written = true;
      expect(letInBefore).toBe(true);
      expect(sink.bytes.toString()).toBe(lines.map(([line]) => `${line}\n`).join(''));
    } finally {
      clock.mockRestore();
    }
  });

  test('drops what cannot be written to a stream that may not fail', async () => {
    const writer = new Writer(ignoringWriteErrors(new Sink({ fails: new OutputClosedError() })), false);
    await writer.write('a', 'b\n');
    await writer.flush();
    await writer.writeStatus(['c']);
    await writer.write('d');
    await expect(writer.flush()).resolves.toBeUndefined();
  });
});
