/**
 * The explorer on a pseudo-terminal of 120 by 40: until its first screen and until the whole list is there, a key, a
 * letter of a search, and what a key sends to the terminal.
 *
 * What came is told by its arrival; a screen model, which takes time of its own, only says whether it was the one that
 * was waited for.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { amount, median } from './report.mjs';

/** @typedef {{ first: number, there: number, keys: number[], bytes: number[], search: number, peak: number }} Sample */

export const TITLE = 'explorer';
const [COLUMNS, ROWS] = [120, 40];
const SIZES = [80, 10_000, 100_000];
const RUNS = 20;
const KEYS = 20;
/** What a search is typed as: each letter finds less. */
const SEARCH = 'gpt4';
/** The most of product limits: the first screen, and a key of any kind, in milliseconds. */
const MOST = { first: 500, key: 50 };
/** The end of a picture (synchronized output, mode 2026). */
const PICTURE_END = '\x1b[?2026l';
/** After so many milliseconds without output there is none to come. */
const QUIET = 100;
const PATIENCE = 20_000;

class Screen {
  #pty;
  #terminal = new headless.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  /** @type {(() => void) | undefined} */
  #watch;
  output = '';
  /** When the last of the output came. */
  at = performance.now();
  started = performance.now();

  /** @param {string[]} command @param {Record<string, string | undefined>} env */
  constructor([program = '', ...args], env) {
    this.#pty = spawn(program, args, { cols: COLUMNS, rows: ROWS, name: 'xterm-256color', env });
    this.#pty.onData((text) => {
      this.at = performance.now();
      this.output += text;
      this.#terminal.write(text, () => this.#watch?.());
    });
  }

  get pid() {
    return this.#pty.pid;
  }

  get top() {
    return this.#terminal.buffer.active.getLine(0)?.translateToString(true) ?? '';
  }

  /** Resolves with the milliseconds from `since` to the output that fits. @param {number} since @param {() => boolean} fits */
  until(since, fits) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the explorer stands still: ${this.top}`)), PATIENCE);
      const watch = () => {
        if (!fits()) return;
        clearTimeout(timer);
        this.#watch = undefined;
        resolve(this.at - since);
      };
      this.#watch = watch;
      watch();
    });
  }

  /** Types it and resolves with the milliseconds until the next picture, and the bytes of it. @param {string} key */
  async press(key) {
    this.output = '';
    const since = performance.now();
    this.#pty.write(key);
    const milliseconds = await this.until(since, () => this.output.includes(PICTURE_END));
    return { milliseconds, bytes: Buffer.byteLength(this.output) };
  }

  async quiet() {
    while (performance.now() - this.at < QUIET) await sleep(QUIET / 4);
  }

  end() {
    this.#pty.kill('SIGKILL');
    this.#terminal.dispose();
  }
}

/** @param {string[]} command @param {Record<string, string | undefined>} env @param {number} models @returns {Promise<Sample>} */
async function runOnce(command, env, models) {
  const screen = new Screen([...command, 'models', 'explore'], env);
  try {
    const first = await screen.until(screen.started, () => screen.output.includes(PICTURE_END));
    const count = `${models.toLocaleString('en-US')} models`;
    const there = await screen.until(
      screen.started,
      () => screen.top.includes(count) && !screen.top.includes('reading'),
    );
    await screen.quiet();
    const pressed = [];
    for (let key = 0; key < KEYS; key++) pressed.push(await screen.press('j'));
    await screen.press('/');
    const letters = [];
    for (const letter of SEARCH) {
      await screen.quiet();
      letters.push((await screen.press(letter)).milliseconds);
    }
    const keys = pressed.map(({ milliseconds }) => milliseconds);
    const bytes = pressed.map((key) => key.bytes);
    return { first, there, keys, bytes, search: Math.max(...letters), peak: peakOf(screen.pid) };
  } finally {
    screen.end();
  }
}

/** The most memory that a process held, in MiB; 0 where the system does not say. @param {number} pid */
function peakOf(pid) {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kibibytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/**
 * The table of the explorer, one row a length of the list and a build of the product.
 * @param {Record<string, { title: string, command: string[] }>} subjects @param {string} server @param {string} home
 * @param {boolean} quick
 */
export async function explorerLines(subjects, server, home, quick) {
  const lines = [
    `| explorer, ${COLUMNS} x ${ROWS} | who | first screen | all models there | a key | a letter of a search, the slowest | bytes a key | peak memory | target |`,
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
  ];
  for (const models of SIZES) {
    const env = {
      PATH: process.env.PATH,
      HOME: home,
      TERM: 'xterm-256color',
      OPENAI_API_KEY: 'sk-bench',
      OPENAI_BASE_URL: `${server}/${models}/v1`,
    };
    /** @type {Record<string, Sample[]>} */
    const samples = { standalone: [], node: [] };
    for (let run = 0; run < (quick ? 3 : RUNS); run++)
      for (const [name, list] of Object.entries(samples)) {
        const command = subjects[name]?.command;
        if (command) list.push(await runOnce(command, env, models));
      }
    const measured = Object.entries(samples).filter(([, list]) => list.length > 0);
    for (const [index, [name, list]] of measured.entries()) {
      const title = index === 0 ? `${models.toLocaleString('en-US')} models` : '';
      lines.push(`| ${[title, subjects[name]?.title, ...cells(list)].join(' | ')} |`);
    }
  }
  return lines;
}

/** @param {Sample[]} list */
function cells(list) {
  const ms = (/** @type {number} */ value) => amount('milliseconds', value);
  const first = median(list.map((one) => one.first));
  const key = median(list.flatMap((one) => one.keys));
  const search = median(list.map((one) => one.search));
  const met = (/** @type {boolean} */ is) => (is ? 'met' : '**missed**');
  return [
    ms(first),
    ms(median(list.map((one) => one.there))),
    ms(key),
    ms(search),
    median(list.flatMap((one) => one.bytes)),
    `${Math.ceil(Math.max(...list.map((one) => one.peak)))} MiB`,
    `first screen at most ${MOST.first} ms: ${met(first <= MOST.first)}; a key at most ${MOST.key} ms: ${met(Math.max(key, search) <= MOST.key)}`,
  ];
}
