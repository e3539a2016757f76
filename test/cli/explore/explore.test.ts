/** The explorer as somebody uses it: keys on a pseudo-terminal, and the screen that they see. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bunPath } from '../../../scripts/bun.mjs';
import { ENTRIES, nodeEntry, requireBuilt } from '../../support/entries.ts';
import { Driven } from '../../support/explored.ts';
import { listOf, model } from '../../support/models.ts';
import { inHome } from '../../support/run.ts';
import { type ScriptedServer, startServer } from '../../support/server.ts';

/** What the terminal was like before and is after, and how the run ended. */
const AROUND = 'stty -a > before; "$@"; code=$?; stty -a > after; echo "left with $code"; read end';

let running: Driven | undefined;
afterEach(() => {
  running?.stop();
  running = undefined;
});

describe.each(ENTRIES)('$name', (entry) => {
  beforeAll(() => requireBuilt(entry));

  const open = (
    home: string,
    args: readonly string[],
    options: { columns?: number; rows?: number; env?: Record<string, string> } = {},
  ) => {
    running = new Driven(['/bin/sh', '-c', AROUND, 'sh', ...entry.command, ...args], { home, ...options });
    return running;
  };
  const explore = (home: string, args: readonly string[] = [], options = {}) =>
    open(home, ['--sandbox', 'models', 'explore', ...args], options);

  test('finds a model in three keys, shows what is known of it, and its JSON', () =>
    inHome(async (home) => {
      const screen = explore(home, [], { columns: 120 });
      await screen.until(/^the sandbox {2}82 models/m);
      expect(screen.isAlternate).toBe(true);
      screen.type('/4omini');
      const found = await screen.until(/^> gpt-4o-mini +128k/m);
      expect(found).toMatch(/^the sandbox {2}\d+ of 82 models/m);
      expect(screen.lines.at(-1)).toBe('/4omini');
      expect(found).toContain('Details of openai/gpt-4o-mini');
      screen.type('\r');
      await screen.until(/models {2}\/4omini/);
      screen.type('J');
      await screen.until(/>- \{\n.*"id": "gpt-4o-mini",/);
      screen.type('\r');
      await screen.until(/>\+ \{… \d lines \}/);
      screen.type('\x1b');
      await screen.until('Details of openai/gpt-4o-mini');
      screen.type('\x1b');
      await screen.until(/^the sandbox {2}82 models$/m);
    }));

  test('moves, sorts and filters', () =>
    inHome(async (home) => {
      const screen = explore(home, [], { columns: 140, rows: 40 });
      await screen.until(/82 models$/m);
      screen.type('jj\x1b[B\x1b[A');
      await screen.until((text) => text.split('\n').findIndex((line) => line.startsWith('>')) === 4);
      screen.type('G');
      await screen.until(/^> (?:davinci|babbage|whisper|gpt|text|tts|dall|ft:)\S*.*\n\/ search/m);
      screen.type('g');
      await screen.until((text) => text.split('\n').findIndex((line) => line.startsWith('>')) === 2);
      screen.type('s');
      await screen.until(/ID▲/);
      await screen.until(/^> babbage-002/m);
      screen.type('S');
      await screen.until(/ID▼/);
      await screen.until(/^> whisper-1/m);
      screen.type('f');
      await screen.until(/^kind\n/m);
      await screen.until(/^> \[ \] \S+ +\d+$/m);
      const place = screen.lines.findIndex((line) => /\[ \] embedding /.test(line));
      const cursor = screen.lines.findIndex((line) => line.startsWith('>'));
      screen.type('j'.repeat(place - cursor));
      await screen.until(/^> \[ \] embedding +3$/m);
      screen.type(' ');
      await screen.until(/^> \[x\] embedding +3$/m);
      screen.type('\x1b');
      await screen.until(/3 of 82 models {2}kind: embedding/);
      await screen.until(/^> text-embedding-ada-002/m);
      screen.type('\x1b[<65;5;5M');
      await screen.until(/^> text-embedding-3-large/m);
      screen.type('\x1b[<0;5;4M');
      await screen.until(/^> text-embedding-3-small/m);
    }));

  test('marks, compares, copies and prints', () =>
    inHome(async (home) => {
      const screen = explore(home, ['--match', 'gpt-4o*'], { columns: 120 });
      await screen.until(/^> gpt-4o/m);
      screen.type('c');
      await screen.until('Mark at least two models with Space');
      screen.type('/^').type('\x15').type('gpt-4o-mini\r');
      await screen.until(/^> gpt-4o-mini /m);
      screen.type(' ');
      await screen.until(/^ \*gpt-4o-mini /m);
      screen.type('\x1b');
      await screen.until(/models, 1 marked$/m);
      screen.type('/gpt-4o\r');
      await screen.until(/^> gpt-4o /m);
      screen.type(' c');
      const compared = await screen.until(/^ +gpt-4o-mini +gpt-4o/m);
      expect(compared).toMatch(/^INPUT \$\/M +0\.15\* +2\.50/m);
      screen.type('d');
      await screen.until((text) => !/^OWNED BY/m.test(text));
      screen.type('\x1bgy');
      await screen.until('Sent to the clipboard (OSC 52): gpt-4o');
      expect(screen.output).toContain(`\x1b]52;c;${Buffer.from('gpt-4o').toString('base64')}\x07`);
      screen.type('Y');
      await screen.until('the JSON of gpt-4o');
      const [, copied = ''] = screen.output.match(/\x1b\]52;c;([^\x07]{60,})\x07/) ?? [];
      expect(JSON.parse(Buffer.from(copied, 'base64').toString())).toMatchObject({ id: 'gpt-4o', object: 'model' });
      screen.type('o');
      await screen.until('left with 0');
      expect(screen.isAlternate).toBe(false);
      expect(screen.text).toMatch(/^gpt-4o-mini\ngpt-4o\nleft with 0/m);
    }));

  test('deletes the marked fine-tuned models by the plan and the question of the command', () =>
    inHome(async (home) => {
      const screen = explore(home, [], { columns: 110 });
      await screen.until(/82 models$/m);
      screen.type('x');
      await screen.until('Only fine-tuned models can be deleted. This one is not fine-tuned.');
      screen.type('/ft acemeco\r');
      await screen.until(/^> \S*ft[:-]/m);
      screen.type('  ');
      await screen.until(/models, 2 marked/);
      const marked = [...screen.text.matchAll(/^[ >]\*(\S*ft[:-]\S{9})/gm)].map(([, id]) => id as string);
      screen.type('x');
      const question = await screen.until('Type 2 to delete them:');
      expect(screen.isAlternate).toBe(false);
      expect(question).toContain('2 models will be deleted at the sandbox.');
      screen.type('no\r');
      expect(await screen.until('Press Enter to return to the list.')).toContain('nothing was deleted');
      screen.type('\r');
      // While the list is read again, the title says so before the search.
      await screen.until(/of 82 models, 2 marked {2}\/ft acemeco$/m);
      screen.type('x');
      await screen.until((text) => text.split('Type 2 to delete them:').at(-1)?.trim() === '' && !screen.isAlternate);
      screen.type('2\r');
      expect(await screen.until(/Press Enter to return to the list\.\s*$/)).toContain('2 deleted.');
      screen.type('\r');
      await screen.until(/of 80 models/);
      expect(marked).toHaveLength(2);
      const journal = readFileSync(join(home, '.local/state/openai-models/deletions.jsonl'), 'utf8');
      for (const id of marked) expect(journal).toContain(id);
    }));

  test('fits any size, at any moment', () =>
    inHome(async (home) => {
      const screen = explore(home, [], { columns: 200, rows: 50 });
      const wide = await screen.until((text) => /82 models$/m.test(text) && text.includes('Details of'));
      expect(wide).toMatch(/^ {2}ID .*KIND .*CONTEXT .*\$\/M IN .*\$\/M OUT .*SHUTDOWN .*AGE/m);
      screen.resize(40, 10);
      await screen.until((text) => /82 models/.test(text) && !text.includes('│') && !text.includes('KIND'));
      expect(screen.lines).toHaveLength(10);
      screen.resize(200, 50);
      await screen.until((text) => text === wide);
    }));

  test.each([
    ['q', 0],
    ['\x03', 130],
    ['/abc\x03', 130],
  ])('gives the terminal back after %j', (keys, exit) =>
    inHome(async (home) => {
      const screen = explore(home);
      await screen.until(/82 models$/m);
      expect(screen.modes).toEqual({ mouse: 'vt200', paste: true, wraps: false });
      screen.type(keys);
      await screen.until(`left with ${exit}`);
      expectAsBefore(screen, home);
    }),
  );

  test.each([
    ['TERM', 143],
    ['INT', 130],
    ['HUP', 143],
  ])('gives the terminal back after kill -%s', (signal, exit) =>
    inHome(async (home) => {
      const screen = open(home, ['--sandbox', 'models', 'explore']);
      await screen.until(/82 models$/m);
      await killChildOf(screen.pid, signal);
      await screen.until(`left with ${exit}`);
      expectAsBefore(screen, home);
    }),
  );

  test('stops with Ctrl-Z, and goes on with fg', () =>
    inHome(async (home) => {
      running = new Driven(['/bin/sh', '-i'], { home, env: { PS1: 'ready$ ' } });
      const screen = running;
      await screen.until('ready$');
      screen.type(`${entry.command.join(' ')} --sandbox models explore\r`);
      await screen.until(/82 models$/m);
      screen.type('/mini\r\x1a');
      await screen.until((text) => /Stopped/i.test(text) && /ready\$ *\n*$/.test(text));
      expect(screen.isAlternate).toBe(false);
      expect(screen.modes).toEqual({ mouse: 'none', paste: false, wraps: true });
      screen.type('fg\r');
      await screen.until(/of 82 models {2}\/mini/);
      expect(screen.isAlternate).toBe(true);
      screen.type('q');
      await screen.until((text) => /ready\$ *\n*$/.test(text) && !/82 models/.test(text));
      screen.type('exit\r');
      expect(await screen.exit).toBe(0);
    }));

  describe('with a server', () => {
    let server: ScriptedServer;
    let fails = true;
    beforeAll(async () => {
      server = await startServer(() =>
        fails
          ? { status: 500, body: '{"error":{"message":"out of order"}}' }
          : {
              body: listOf(
                model('first'),
                model('\u202eevil\u0007\x1b[2J'),
                model('漢字漢字'),
                model('e\u0301x'.repeat(4000)),
              ),
            },
      );
    });
    afterAll(() => server.stop());

    test('shows what the list failed with, and tries again', () =>
      inHome(async (home) => {
        fails = true;
        const env = { OPENAI_API_KEY: 'sk-test-1234567890', OPENAI_BASE_URL: `${server.origin}/v1` };
        const screen = open(home, ['models', 'explore', '--max-retries', '0'], { env });
        const failed = await screen.until('Press r to retry');
        expect(failed).toContain('out of order');
        fails = false;
        screen.type('r');
        const listed = await screen.until(/4 models/);
        expect(listed).toContain('\\u202eevil\\u0007\\u001b[2J');
        expect(listed).toContain('漢字漢字');
        expect(screen.output).not.toContain('sk-test');
        screen.type('q');
        await screen.until('left with 0');
        expectAsBefore(screen, home);
      }));
  });

  test('with --print, Enter prints the choice and nothing else', () =>
    inHome(async (home) => {
      const choose = async (keys: string, marked: RegExp, exit: number) => {
        const line = 'chosen=$("$@"); code=$?; echo "chose <$chosen> with $code"; read end';
        running = new Driven(
          ['/bin/sh', '-c', line, 'sh', ...entry.command, '--sandbox', 'models', 'explore', '--print'],
          { home },
        );
        await running.until(/82 models$/m);
        running.type(keys);
        await running.until(marked);
        running.type('\r');
        if (exit === 130) running.type('q');
        const text = await running.until(/chose <[^>]*> with \d+/);
        running.stop();
        return /chose <([^>]*)> with (\d+)/.exec(text)?.slice(1);
      };
      expect(await choose('/whisper\r', /^> whisper-1/m, 0)).toEqual(['whisper-1', '0']);
      expect(await choose('/gpt-4o-mini\r  ', /2 marked/, 0)).toEqual([
        expect.stringMatching(/^gpt-4o-mini\s+gpt-4o-mini-/),
        '0',
      ]);
      expect(await choose('/nothing-like-it\r', /No model matches/, 130)).toEqual(['', '130']);
    }));

  test.each([{ TERM: 'dumb' }, { ACCESSIBLE: '1' }])('is a numbered list with %j', (env) =>
    inHome(async (home) => {
      const screen = explore(home, [], { env, columns: 160, rows: 60 });
      const prompted = /'quit':\s*$/;
      expect(await screen.until(prompted)).toContain('15 of 82 models.');
      expect(screen.isAlternate).toBe(false);
      screen.type('whisper\r');
      await screen.until((text) => /^1\. whisper-1: .*\n1 of 1 models\./m.test(text) && prompted.test(text));
      screen.type('1\r');
      await screen.until((text) => /^ {2}owned_by +/m.test(text) && prompted.test(text));
      screen.type('print 1\r');
      await screen.until(/^whisper-1\nleft with 0/m);
      expect(screen.output).not.toContain('\x1b[?1049h');
    }),
  );
});

// An executable takes no orders from its surroundings, so what it is made of is run in its place.
test.each([
  { name: 'Node', command: nodeEntry.command, preload: 'NODE_OPTIONS' },
  { name: 'Bun', command: [bunPath(), resolve('bin/standalone.ts')], preload: 'BUN_OPTIONS' },
])('gives the terminal back after an error that nobody expected, on $name', ({ command, preload }) =>
  inHome(async (home) => {
    const file = join(home, 'panic.cjs');
    writeFileSync(file, "process.on('SIGUSR2', () => { throw new Error('out of the blue'); });");
    const env = { [preload]: `--require=${file}` };
    running = new Driven(['/bin/sh', '-c', AROUND, 'sh', ...command, '--sandbox', 'models', 'explore'], { home, env });
    await running.until(/82 models$/m);
    await killChildOf(running.pid, 'USR2');
    await running.until(/left with [1-9]/);
    expect(running.text).toContain('openai: something unexpected happened: out of the blue');
    expectAsBefore(running, home);
  }),
);

/** The terminal's settings, its modes and its screen are those from before. */
function expectAsBefore(screen: Driven, home: string): void {
  expect(readFileSync(join(home, 'after'), 'utf8')).toBe(readFileSync(join(home, 'before'), 'utf8'));
  expect(screen.isAlternate).toBe(false);
  expect(screen.modes).toEqual({ mouse: 'none', paste: false, wraps: true });
  expect(screen.output.lastIndexOf('\x1b[?25h')).toBeGreaterThan(screen.output.lastIndexOf('\x1b[?25l'));
}

/** Sends a signal to the program that a shell runs. */
async function killChildOf(pid: number, signal: string): Promise<void> {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  process.kill(Number(children[0]), `SIG${signal}`);
}
