/** Completion driven in real shells, on pseudo-terminals, with both entries behind the name openai. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { Language, Parser } from '@vscode/tree-sitter-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { SHELLS } from '../../../src/spec/types.ts';
import { type Entry, nodeEntry, requireBuilt, standaloneEntry } from '../../support/entries.ts';
import { isThere } from '../../support/programs.ts';
import { inHome, plainEnvironment, run } from '../../support/run.ts';

/** How to start a shell that reads no file of anybody's, and how it takes the script. */
const SETUPS = {
  bash: { args: ['--norc', '--noprofile', '-i'], load: 'eval "$(openai completion bash)"' },
  zsh: { args: ['-f', '-i'], load: 'PROMPT="> "; source <(openai completion zsh)' },
  fish: { args: ['--no-config', '-i'], load: 'openai completion fish | source' },
} as const;

type Driven = keyof typeof SETUPS;

interface Typing {
  /** Types keys, and resolves with what the screen shows once it holds `text`. */
  type(keys: string, text: string): Promise<string>;
  end(): void;
}

/** A shell in a home of its own, where `openai` is this entry and the practice API is in use. */
function openShell(shell: Driven, entry: Entry, home: string): Typing {
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const program = join(bin, 'openai');
  writeFileSync(program, `#!/bin/sh\nexec ${entry.command.map((part) => `'${part}'`).join(' ')} "$@"\n`);
  chmodSync(program, 0o755);
  const plain = plainEnvironment(home);
  const child = spawn(shell, [...SETUPS[shell].args], {
    cols: 160,
    rows: 50,
    name: 'xterm',
    cwd: home,
    env: { ...plain, TERM: 'xterm', PATH: `${bin}:${plain.PATH}`, PS1: '> ', OPENAI_SANDBOX: '1' },
  });
  let seen = '';
  child.onData((data) => {
    seen += data;
  });
  return {
    async type(keys, text) {
      seen = '';
      child.write(keys);
      for (const end = Date.now() + 40_000; Date.now() < end; ) {
        const shown = seen.replace(ESCAPES, '').replace(/[\r\x07]/g, '');
        if (shown.includes(text)) return shown;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`${JSON.stringify(keys)} in ${shell} never showed ${text}: ${JSON.stringify(seen)}`);
    },
    end: () => child.kill('SIGKILL'),
  };
}

const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][AB0]|[=>])/g;

/** Typed so that the line itself does not look like what it prints. */
const READY = "echo rea''dy\r";

const NANO = 'ft:gpt-4.1-nano-2025-04-14:acemeco::B7xQ1mNp';

/** What is typed, and what the line or the list below it shows then. */
const LINES: readonly (readonly [keys: string, shown: string])[] = [
  ['openai mod\t', 'openai models '],
  ['openai models ret\t', 'openai models retrieve '],
  ['openai models list --for\t', 'openai models list --format'],
  ['openai models list --format m\t', '--format markdown '],
  ['openai models list --format=ya\t', '--format=yaml'],
  ['openai models list --columns id,ow\t', '--columns id,owned_by'],
  ['openai models list --format \t\t\t', 'markdown'],
  ['openai models retrieve gpt-4o-m\t\t\t', 'gpt-4o-mini-2024-07-18'],
  ['openai models retrieve ft:gpt-4.1-n\t', `retrieve ${NANO}`],
  ['openai models get --model=ft:gpt-4.1-n\t', `--model=${NANO}`],
  ["openai models get 'ft:gpt-4.1-n\t", `'${NANO}'`],
  ['openai models list --mtls-client-cert-file bin/ope\t', 'bin/openai'],
  ['openai docs man -o bi\t', '-o bin/'],
];

describe.each(Object.keys(SETUPS) as Driven[])('%s', (shell) => {
  // Whoever has no such shell is told at the end of the run: test/support/say-missing.ts.
  describe.runIf(isThere(shell)).each([nodeEntry, standaloneEntry])('with $name', (entry) => {
    beforeAll(() => requireBuilt(entry));

    // A shell for each line: what a line that was given up leaves behind is the shell's own affair.
    test.concurrent.each(entry === standaloneEntry ? LINES : LINES.slice(0, 3))('%j shows %j', async (keys, shown) => {
      await inHome(async (home) => {
        const typing = openShell(shell, entry, home);
        try {
          await typing.type(`${SETUPS[shell].load}; ${READY}`, 'ready\n');
          expect(await typing.type(keys, shown)).not.toMatch(/openai: |Error|not found/);
        } finally {
          typing.end();
        }
      });
    });
  });
});

describe.each(SHELLS)('the script for %s', (shell) => {
  test('says how to install it, and that is all that openai prints', async () => {
    const { stdout, stderr, code } = await run(['completion', shell]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toMatch(/^(#.*\n)?# Completion of openai for /);
    expect(stdout).toContain(`openai completion ${shell}`);
    expect(stdout).toContain('# Permanently:');
    for (const way of [
      ['@completion', shell],
      ['completion', shell.toUpperCase()],
    ])
      expect((await run(way)).stdout).toBe(stdout);
  });

  test('knows no command, flag or format by itself', async () => {
    const { stdout } = await run(['completion', shell]);
    expect(stdout).not.toMatch(/retrieve|--format|jsonl/);
  });
});

describe.each(Object.keys(SETUPS) as Driven[])('the script for %s', (shell) => {
  test.runIf(isThere(shell))('is one that its shell can read', async () => {
    const { stdout } = await run(['completion', shell]);
    await inHome(async (home) => {
      const file = join(home, 'script');
      writeFileSync(file, stdout);
      const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    });
  });
});

describe('the script for PowerShell, as a parser of the language reads it', () => {
  const load = async () => {
    await Parser.init();
    const grammar = '@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm';
    return new Parser().setLanguage(await Language.load(createRequire(import.meta.url).resolve(grammar)));
  };
  const isWhole = (parser: Parser, text: string) => parser.parse(text)?.rootNode.hasError === false;

  test('has no error, and has one with any brace or parenthesis taken away', async () => {
    const parser = await load();
    const { stdout } = await run(['completion', 'pwsh']);
    expect(isWhole(parser, stdout)).toBe(true);
    expect(stdout).toContain('Register-ArgumentCompleter -Native -CommandName openai');
    const code = stdout.lastIndexOf('\n# ');
    const signs = [...stdout.slice(code).matchAll(/[{}()]/g)].map(({ index }) => code + index);
    expect(signs.length).toBeGreaterThan(20);
    for (const at of signs) expect(isWhole(parser, stdout.slice(0, at) + stdout.slice(at + 1)), `${at}`).toBe(false);
  });
});

describe('no shell', () => {
  test.each<[argv: string[], says: string]>([
    [['completion'], 'the shell must be one of bash, zsh, fish, powershell'],
    [['completion', 'bsh'], "the shell is 'bsh', but must be one of bash, zsh, fish, powershell; did you mean bash?"],
    [['@completion', 'nu'], "the shell is 'nu', but must be one of bash, zsh, fish, powershell"],
  ])('%j', async (argv, says) => {
    const { stdout, stderr, code } = await run(argv);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain(says);
  });
});
