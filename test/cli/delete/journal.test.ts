/** The journal as a file: what stands in it, who may read it, how it grows, and what is made of it. */
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { computeFingerprint } from '../../../src/config/fingerprint.ts';
import { readHistory } from '../../../src/deletion/history.ts';
import { Journal, requestLine, responseLine, type Subject } from '../../../src/deletion/journal.ts';
import { errorOf, listOf, model } from '../../support/models.ts';
import { KEY, type RunOptions, run } from '../../support/run.ts';

const IDS = ['ft:gpt-4o:acme::one', 'ft:gpt-4o:acme::two'];
const [ONE = '', TWO = ''] = IDS;
const LISTED = `{ "id": "${ONE}",  "n": 1.50E+10, "owned_by": "acme" }`;
const ROUTES = {
  'GET /v1/models': { body: listOf(LISTED, model(TWO)) },
  [`DELETE /v1/models/${ONE}`]: { body: `{"id":"${ONE}","deleted":true}` },
  [`DELETE /v1/models/${TWO}`]: { status: 403, body: errorOf(`No owner: ${KEY}`) },
};

let home = '';
let path = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'openai-journal-'));
  path = join(home, '.local/state/openai-models/deletions.jsonl');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const remove = (args: readonly string[], options: RunOptions = {}) =>
  run(['models', 'delete', ...args], { routes: ROUTES, home, ...options });
const show = (...args: string[]) => run(['models', 'delete', '--journal', ...args], { home });
const lines = () =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a deletion', () => {
  test('writes what it asks for and what it gets, with all that is known', async () => {
    const env = { OPENAI_ORG_ID: 'org-1', OPENAI_PROJECT_ID: 'proj-1' };
    await remove([ONE, TWO, '--yes', '--concurrency', '1'], { env });
    const written = lines();
    const about = {
      time: '2026-01-15T12:00:00.000Z',
      run: expect.stringMatching(/^[0-9a-f]{12}$/),
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1$/),
      organization: 'org-1',
      project: 'proj-1',
      key_fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      try: 1,
    };
    const first = { ...about, id: ONE, model: JSON.parse(LISTED) };
    const second = { ...about, id: TWO, model: JSON.parse(model(TWO)) };
    const reason = 'the key is not allowed to do this (403): No owner: [key]';
    expect(written).toEqual([
      { ...first, event: 'request' },
      { ...first, event: 'answer', outcome: 'deleted', deleted: true, status: 200, reason: null },
      { ...second, event: 'request' },
      { ...second, event: 'answer', outcome: 'failed', deleted: false, status: 403, reason },
    ]);
    expect(new Set(written.map((line) => line.run)).size).toBe(1);
    expect(readFileSync(path, 'utf8')).toContain(`"model":{"id":"${ONE}","n":1.50E+10,"owned_by":"acme"}}`);
  });

  test('of one model writes too', async () => {
    await remove([ONE]);
    expect(lines()).toMatchObject([
      { event: 'request', id: ONE, model: null },
      { event: 'answer', id: ONE, outcome: 'deleted' },
    ]);
  });

  test('writes each try', async () => {
    const tries = [{ status: 503, headers: { 'retry-after': '0' } }, { body: 'null' }];
    await remove([ONE], { routes: { ...ROUTES, [`DELETE /v1/models/${ONE}`]: tries } });
    expect(lines()).toMatchObject([
      { event: 'request', try: 1 },
      { event: 'answer', try: 1, outcome: 'retried', deleted: null, status: 503 },
      { event: 'request', try: 2 },
      { event: 'answer', try: 2, outcome: 'deleted', deleted: true, status: 200 },
    ]);
  });

  test('writes no key, wherever a server repeats it', async () => {
    const body = listOf(model(ONE, { note: `made with ${KEY}` }), model(TWO));
    await remove([...IDS, '--yes'], { routes: { ...ROUTES, 'GET /v1/models': { body } } });
    expect(readFileSync(path, 'utf8')).not.toContain(KEY);
    expect(lines()[0].model.note).toBe('made with [key]');
  });

  test('writes lines that are JSON, even where a secret is a word of it', async () => {
    const body = listOf(model(ONE, { owned_by: 1234567890123 }), model(TWO));
    const env = { OPENAI_CUSTOM_HEADERS: 'X-Token: 1234567890123' };
    await remove([...IDS, '--yes'], { routes: { ...ROUTES, 'GET /v1/models': { body } }, env });
    expect(lines()).toHaveLength(4);
    expect(lines()[0].model).toContain('"owned_by":[key]');
  });

  test('writes ids as they are, though a placeholder for a key is a part of them', async () => {
    await remove([...IDS, '--yes'], { env: { OPENAI_API_KEY: 'acme' } });
    expect(lines()[0]).toMatchObject({ id: ONE, model: { id: ONE } });
  });

  test.each([
    [11, KEY.slice(0, 11)],
    [12, '[key]'],
  ])('writes a word of %i characters as %s where it is the key', async (length, written) => {
    const key = KEY.slice(0, length);
    const body = listOf(model(ONE, { note: `made with ${key} here` }), model(TWO));
    const env = { OPENAI_API_KEY: key };
    await remove([...IDS, '--yes'], { routes: { ...ROUTES, 'GET /v1/models': { body } }, env });
    expect(lines()[0].model.note).toBe(`made with ${written} here`);
  });

  test('writes nothing of an id that cannot be sent', async () => {
    const body = listOf(model(ONE), model('..'));
    const routes = { ...ROUTES, 'GET /v1/models': { body } };
    await remove(['--match', '*', '--any', '--yes', '--concurrency', '1'], { routes });
    expect(lines().map(({ id, event }) => [id, event])).toEqual([
      [ONE, 'request'],
      [ONE, 'answer'],
    ]);
  });

  test('writes for its owner alone, and mends a file that others can read', async () => {
    await remove([ONE]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    chmodSync(path, 0o644);
    await remove([ONE]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test.each<[name: string, spoil: () => void, env: Record<string, string>]>([
    ['a folder in its place', () => mkdirSync(path, { recursive: true }), {}],
    ['a file in place of its folder', () => writeFileSync(join(home, '.local'), ''), {}],
    [
      'a disk that is full',
      () => {
        mkdirSync(join(path, '..'), { recursive: true });
        symlinkSync('/dev/full', path);
      },
      {},
    ],
  ])('is refused with %s, before anything is sent', async (_name, spoil, env) => {
    spoil();
    for (const args of [[ONE], [...IDS, '--yes']]) {
      const got = await remove(args, { env });
      expect(got.code).toBe(1);
      expect(got.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
      expect(got.stderr).toMatch(/openai: cannot write the deletion journal \(.*deletions\.jsonl\): /);
      expect(got.stderr).toContain('XDG_STATE_HOME');
    }
  });

  test('is refused without a home, but not on the practice API', async () => {
    const homeless = { context: { home: undefined } };
    const got = await remove([ONE], homeless);
    expect({ code: got.code, requests: got.requests }).toEqual({ code: 1, requests: [] });
    expect(got.stderr).toContain('there is no home folder');
    const practice = ['--sandbox', 'models', 'delete', 'ft:gpt-4o-mini:acemeco:suffix:abc123'];
    expect((await run(practice, homeless)).code).toBe(0);
  });

  test('that cannot be written down at all says that none began', async () => {
    mkdirSync(join(path, '..'), { recursive: true });
    symlinkSync('/dev/full', path);
    const got = await remove([...IDS, '--yes', '--format', 'jsonl']);
    expect(got.code).toBe(1);
    expect(got.stdout.match(/not-attempted/g)).toHaveLength(2);
    expect(got.stderr).toMatch(/^0 deleted, 2 not attempted\.\nopenai: cannot write the deletion journal/);
    expect(got.stderr).toContain('no space left on device');
  });

  /** Puts a folder in the journal's place once so many lines stand in it, at the least. */
  const spoilAt = (count: number) => () => {
    if (existsSync(path) && statSync(path).isFile() && statSync(path).size > 0 && lines().length >= count) {
      rmSync(path);
      mkdirSync(join(path, 'in the way'), { recursive: true });
    }
    return 0;
  };

  test('whose outcome cannot be written down is shown, and said to be missing from the journal', async () => {
    const one = await remove([ONE, '--format', 'jsonl'], { context: { now: spoilAt(1) } });
    expect({ stdout: one.stdout, code: one.code }).toEqual({ stdout: `{"id":"${ONE}","deleted":true}\n`, code: 1 });
    expect(one.stderr).toContain('cannot write the deletion journal');
    rmSync(path, { recursive: true, force: true });
    const several = await remove([...IDS, '--yes', '--format', 'jsonl', '--concurrency', '1'], {
      routes: { ...ROUTES, [`DELETE /v1/models/${TWO}`]: { body: 'null' } },
      context: { now: spoilAt(3) },
    });
    expect(several.stdout.match(/"outcome":"deleted"/g)).toHaveLength(2);
    expect(several.stderr).toContain('cannot write the deletion journal');
    expect(several.code).toBe(1);
  });

  test('that cannot be written down ends the waiting of the others', async () => {
    const three = 'ft:gpt-4o:acme::three';
    const broken = { status: 502 };
    const routes = {
      'GET /v1/models': { body: listOf(LISTED, model(TWO), model(three)) },
      [`DELETE /v1/models/${ONE}`]: [broken],
      [`DELETE /v1/models/${TWO}`]: [broken],
    };
    // Both wait to try again. Then the journal goes, and the second tries; the first waits until something ends the run.
    let asleep = 0;
    const sleep = (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        signal?.addEventListener('abort', () => resolve());
        if (++asleep < 2) return;
        rmSync(path);
        mkdirSync(path);
        resolve();
      });
    const args = [ONE, TWO, three, '--yes', '--concurrency', '2', '--format', 'jsonl'];
    const got = await remove(args, { routes, context: { sleep } });
    const outcomes = got.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(outcomes.map(({ outcome, deleted }) => [outcome, deleted])).toEqual([
      ['failed', null],
      ['failed', null],
      ['not-attempted', false],
    ]);
    expect(got.stderr).toContain('Not attempted: cannot write the deletion journal');
    expect(got.code).toBe(1);
  });

  test('keeps its lines apart from one that another process leaves torn meanwhile', async () => {
    const now = () => {
      if (existsSync(path) && readFileSync(path, 'utf8').split('\n').length === 2)
        appendFileSync(path, '{"time":"2026-01-01T00:00:00.000Z","event":"requ');
      return 0;
    };
    await remove([ONE], { context: { now } });
    const { entries, unreadable } = readHistory(path);
    expect({ outcomes: entries.map(({ outcome }) => outcome), unreadable }).toEqual({
      outcomes: ['deleted'],
      unreadable: 1,
    });
  });

  test('that cannot be written down any more is the last one', async () => {
    const routes = { ...ROUTES, [`DELETE /v1/models/${TWO}`]: { body: 'null' } };
    // The file turns into a folder while the first deletion is answered; the second must not be sent.
    const now = spoilAt(1);
    const got = await remove([...IDS, '--yes', '--concurrency', '1', '--format', 'jsonl'], {
      routes,
      context: { now },
    });
    expect(got.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    expect(
      got.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).outcome),
    ).toEqual(['deleted', 'not-attempted']);
    expect(got.stderr).toMatch(
      /^openai: 1 deleted, 1 not attempted\n {2}Not attempted: cannot write the deletion journal /m,
    );
    expect(got.stderr).toContain('Nothing is deleted without it.');
    expect(got.code).toBe(8);
  });
});

const SUBJECT: Subject = {
  run: 'r',
  endpoint: 'e',
  organization: null,
  project: null,
  key_fingerprint: null,
  id: 'm',
  model: '{"id":"m","x":1.0}',
};
const REQUEST = requestLine('2026-01-01T00:00:00.000Z', SUBJECT, 1);
const RESULT = { outcome: 'deleted', deleted: true, status: 200, reason: null } as const;
const ANSWER = responseLine('2026-01-01T00:00:01.000Z', SUBJECT, 1, RESULT);

describe('the file', () => {
  test('keeps every line of many that come at once, in their order', async () => {
    const journal = Journal.open(path);
    const text = Array.from({ length: 500 }, (_, i) => `{"n":${i}}\n`);
    await Promise.all(text.map((line) => journal.append(line)));
    journal.close();
    expect(readFileSync(path, 'utf8')).toBe(text.join(''));
  });

  test('goes on after a line that was torn', async () => {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, REQUEST + ANSWER.slice(0, 40));
    const journal = Journal.open(path);
    await journal.append(ANSWER);
    journal.close();
    const { entries, unreadable } = readHistory(path);
    expect(unreadable).toBe(1);
    expect(entries).toMatchObject([{ id: 'm', outcome: 'deleted', time: '2026-01-01T00:00:00.000Z' }]);
  });

  test('is turned at 10 MB, and the nine before it are kept', async () => {
    const journal = Journal.open(path);
    const line = (i: number) => `{"n":${i},"x":"${'x'.repeat(4_000_000)}"}\n`;
    for (let i = 0; i < 23; i++) await journal.append(line(i));
    journal.close();
    const files = readdirSync(join(path, '..')).sort();
    const older = Array.from({ length: 9 }, (_, i) => `deletions.${i + 1}.jsonl`);
    expect(files).toEqual([...older, 'deletions.jsonl'].sort());
    const firsts = [...older.reverse(), 'deletions.jsonl'].map((file) => {
      const text = readFileSync(join(path, '..', file), 'utf8');
      expect(text.length).toBeLessThanOrEqual(10_000_000);
      return Number(/^\{"n":(\d+)/.exec(text)?.[1]);
    });
    expect(firsts).toEqual([4, 6, 8, 10, 12, 14, 16, 18, 20, 22]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('holds 10 MB and no byte more, however many lines come at once', async () => {
    const line = (length: number) => `{"x":"${'x'.repeat(length - 9)}"}\n`;
    const sizes = () =>
      readdirSync(join(path, '..'))
        .sort()
        .map((file) => statSync(join(path, '..', file)).size);
    const journal = Journal.open(path);
    await journal.append(line(9_999_900));
    await journal.append(line(100));
    expect(sizes()).toEqual([10_000_000]);
    await journal.append(line(10));
    expect(sizes()).toEqual([10_000_000, 10]);
    await Promise.all(Array.from({ length: 8 }, () => journal.append(line(1_500_000))));
    journal.close();
    expect(sizes().reduce((sum, size) => sum + size)).toBe(22_000_010);
    for (const size of sizes()) expect(size).toBeLessThanOrEqual(10_000_000);
  });

  test('takes a line longer than it may be as its first', async () => {
    const journal = Journal.open(path);
    await journal.append(`"${'x'.repeat(10_000_000)}"\n`);
    journal.close();
    expect(readdirSync(join(path, '..'))).toEqual(['deletions.jsonl']);
  });

  test('is found again by whoever had it open while another turned it', async () => {
    const [one, other] = [Journal.open(path), Journal.open(path)];
    await one.append(`{"x":"${'x'.repeat(9_999_000)}"}\n`);
    await other.append(`{"by":"other","x":"${'x'.repeat(2000)}"}\n`);
    await one.append('{"by":"one"}\n');
    one.close();
    other.close();
    expect(readFileSync(path, 'utf8')).toMatch(/^\{"by":"other".*\}\n\{"by":"one"\}\n$/);
  });

  test('has every line whole, whichever of two writes it and turns it', async () => {
    const journals = [Journal.open(path), Journal.open(path)];
    const line = (by: number, n: number) => `{"by":${by},"n":${n},"x":"${'x'.repeat(15_000)}"}\n`;
    const writing = journals.flatMap((journal, by) =>
      Array.from({ length: 800 }, (_, n) => sleep(n % 50).then(() => journal.append(line(by, n)))),
    );
    await Promise.all(writing);
    for (const journal of journals) journal.close();
    const texts = readdirSync(join(path, '..')).map((file) => readFileSync(join(path, '..', file), 'utf8'));
    expect(texts.length).toBeGreaterThan(2);
    // Where a write of the other one took its time, an empty line stands before the next: it may have been torn.
    const all = texts.flatMap((text) => text.split('\n').filter((line) => line !== '')).map((line) => JSON.parse(line));
    expect(new Set(all.map(({ by, n }) => `${by} ${n}`)).size).toBe(1600);
    expect(all).toHaveLength(1600);
  });

  test('is made again where somebody took it away', async () => {
    const journal = Journal.open(path);
    await journal.append(REQUEST);
    rmSync(path);
    await journal.append(ANSWER);
    journal.close();
    expect(readFileSync(path, 'utf8')).toBe(ANSWER);
  });
});

describe('--journal', () => {
  const second = { ...SUBJECT, id: 'n', run: 's', model: undefined };
  const failed = { outcome: 'failed', deleted: null, status: 502, reason: 'the server returned 502' } as const;
  const write = (...text: string[]) => {
    mkdirSync(join(path, '..'), { recursive: true });
    appendFileSync(path, text.join(''));
  };
  beforeEach(() =>
    write(
      REQUEST,
      requestLine('2026-01-02T00:00:00.000Z', second, 1),
      ANSWER,
      responseLine('2026-01-02T00:00:01.000Z', second, 1, { ...failed, outcome: 'retried' }),
      requestLine('2026-01-02T00:00:02.000Z', second, 2),
    ),
  );
  const entry = {
    time: '2026-01-01T00:00:00.000Z',
    answered: '2026-01-01T00:00:01.000Z',
    run: 'r',
    endpoint: 'e',
    organization: null,
    project: null,
    key_fingerprint: null,
    id: 'm',
    try: 1,
    ...RESULT,
    model: { id: 'm', x: 1 },
  };
  const retried = {
    ...entry,
    ...failed,
    time: '2026-01-02T00:00:00.000Z',
    answered: '2026-01-02T00:00:01.000Z',
    run: 's',
    id: 'n',
    outcome: 'retried',
    model: null,
  };
  const unanswered = {
    ...retried,
    time: '2026-01-02T00:00:02.000Z',
    answered: null,
    try: 2,
    outcome: 'unanswered',
    status: null,
    reason: null,
  };

  test('shows one entry a request, the newest last', async () => {
    const got = await show('--format', 'json');
    expect(got.json).toEqual({ object: 'list', data: [entry, retried, unanswered] });
    expect({ code: got.code, stderr: got.stderr, requests: got.requests }).toEqual({
      code: 0,
      stderr: '',
      requests: [],
    });
    expect((await show()).stdout).toBe(got.stdout);
    expect((await show('--format', 'jsonl')).stdout).toContain('"model":{"id":"m","x":1.0}}\n');
  });

  test('shows it to a person', async () => {
    const { stdout } = await show('--format', 'table');
    expect(stdout).toBe(
      [
        'OUTCOME     TIME                 ID  ENDPOINT',
        'deleted     2026-01-01 00:00:00  m   e',
        'retried     2026-01-02 00:00:00  n   e',
        'unanswered  2026-01-02 00:00:02  n   e',
        '',
      ].join('\n'),
    );
    const terminal = await run(['models', 'delete', '--journal'], { home, terminal: 80 });
    expect(terminal.stdout).toBe(stdout);
  });

  test.each(['yaml', 'csv', 'tsv', 'markdown', 'pretty', 'text'])('has an entry of each as %s', async (format) => {
    const { stdout, code } = await show('--format', format);
    expect(code).toBe(0);
    for (const outcome of ['deleted', 'retried', 'unanswered']) expect(stdout).toContain(outcome);
  });

  test('shows the file itself as raw', async () => {
    expect((await show('--format', 'raw')).stdout).toBe(readFileSync(path, 'utf8'));
  });

  test('applies a path to each', async () => {
    expect((await show('--transform', 'outcome', '-r')).stdout).toBe('deleted\nretried\nunanswered\n');
  });

  test('says that a line is torn, and shows the others', async () => {
    write(ANSWER.slice(0, 70));
    const got = await show('--format', 'jsonl');
    expect(got.stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(got.stderr).toContain('one line of the journal is incomplete');
    expect(got.code).toBe(0);
  });

  test('reads the older files first', async () => {
    write(requestLine('2026-01-03T00:00:00.000Z', { ...SUBJECT, id: 'late' }, 1));
    writeFileSync(
      path.replace('.jsonl', '.1.jsonl'),
      requestLine('2025-01-01T00:00:00.000Z', { ...SUBJECT, id: 'early' }, 1),
    );
    const { stdout } = await show('--transform', 'id', '-r');
    expect(stdout.split('\n')).toEqual(['early', 'm', 'n', 'n', 'late', '']);
  });

  test.each<[what: string, change: object, torn: boolean]>([
    ['no time', { time: undefined }, true],
    ['a time that is none', { time: 1 }, true],
    ['no event', { event: undefined }, true],
    ['no run', { run: undefined }, true],
    ['no id', { id: undefined }, true],
    ['no try', { try: undefined }, true],
    ['a try before the first', { try: 0 }, true],
    ['the first try', {}, false],
    ['less than is known now', { endpoint: undefined, organization: undefined, key_fingerprint: undefined }, false],
    ['an event that nobody knows', { event: 'other' }, false],
  ])('takes a line with %s for one: torn %s', async (_what, change, torn) => {
    write(`${JSON.stringify({ ...JSON.parse(REQUEST), run: 'other', ...change })}\n`);
    const { entries, unreadable } = readHistory(path);
    expect(unreadable).toBe(torn ? 1 : 0);
    const event = 'event' in change ? change.event : 'request';
    expect(entries).toHaveLength(!torn && event === 'request' ? 4 : 3);
    if (torn || event !== 'request') return;
    const read = entries.at(-1);
    expect(read).toMatchObject({ outcome: 'unanswered', deleted: null, status: null, reason: null, answered: null });
    expect(read).toMatchObject({ endpoint: 'endpoint' in change ? '' : 'e', organization: null, project: null });
  });

  test('takes the newest answer, one without its request, and a request once', () => {
    const late = { ...SUBJECT, run: 'late', model: undefined };
    const refused = { outcome: 'failed', deleted: false, status: 0, reason: 'no' } as const;
    write(responseLine('2026-02-01T00:00:00.000Z', late, 1, refused));
    write(REQUEST.replace('2026-01-01', '2026-03-01'));
    write(`${REQUEST.trimEnd()} x\n`);
    const { entries, unreadable } = readHistory(path);
    expect(unreadable).toBe(1);
    expect(entries[0]).toMatchObject({
      time: '2026-01-01T00:00:00.000Z',
      outcome: 'deleted',
      deleted: true,
      status: 200,
    });
    const time = '2026-02-01T00:00:00.000Z';
    expect(entries[3]).toEqual({
      ...late,
      time,
      answered: time,
      try: 1,
      ...refused,
      status: null,
      model: 'null',
    });
  });

  test('takes any lines for what they are', async () => {
    write('[]\n', 'null\n', '{}\n', '\u0000\n', '{"time":1}\n', `${'['.repeat(100_000)}\n`, '\n');
    const got = await show('--format', 'jsonl');
    expect(got.stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(got.stderr).toContain('6 lines of the journal are incomplete');
  });
});

test('a journal that cannot be read is one', async () => {
  mkdirSync(path, { recursive: true });
  for (const format of ['jsonl', 'raw']) {
    const got = await show('--format', format);
    expect({ code: got.code, stdout: got.stdout }).toEqual({ code: 1, stdout: '' });
    expect(got.stderr).toMatch(/^openai: .*deletions\.jsonl/);
  }
});

test('an empty journal is no error', async () => {
  const got = await show('--format', 'jsonl');
  expect({ code: got.code, stdout: got.stdout }).toEqual({ code: 0, stdout: '' });
  expect(got.stderr).toContain('No journal yet');
});

test('a journal that cannot be read tells nothing of a model that is not there', async () => {
  mkdirSync(path, { recursive: true });
  const got = await remove(['x', '--yes', '--dry-run', '--format', 'jsonl']);
  expect({ code: got.code, stderr: got.stderr }).toEqual({
    code: 5,
    stderr: expect.stringContaining('  x: the server does not list it\n'),
  });
});

describe('one model that is not there any more', () => {
  const tuned = 'ft:gpt-4o-mini:acemeco:suffix:abc123';
  const again = (...args: string[]) => run(['--sandbox', 'models', 'delete', ...args, '--format', 'jsonl'], { home });

  test('is gone where an earlier run deleted it', async () => {
    expect((await again(tuned)).code).toBe(0);
    const got = await again(tuned);
    expect({ code: got.code, stdout: got.stdout, stderr: got.stderr }).toEqual({
      code: 0,
      stdout: `{"id":"${tuned}","object":"model","deleted":true}\n`,
      stderr: `${tuned} is already gone: an earlier run deleted it.\n`,
    });
  });

  test('is not found where no run did', async () => {
    const got = await again(`${tuned}x`);
    expect({ code: got.code, stdout: got.stdout }).toEqual({ code: 5, stdout: '' });
  });
});

/** Deleted by runs that are none of this one's business. */
const OTHERS = [
  'ft:another-key',
  'ft:before-fingerprints',
  'ft:another-project',
  'ft:another-organization',
  'ft:elsewhere',
];

describe('what the server does not list any more', () => {
  const gone = { 'GET /v1/models': { body: listOf() } };
  test('is not found where the journal tells of another server', async () => {
    await remove([...IDS, '--yes']);
    // Another port is another server.
    const other = await remove([...IDS, '--yes', '--format', 'jsonl'], { routes: gone });
    expect(other.stdout.match(/not-found/g)).toHaveLength(2);
  });

  test('is what the journal says of it', async () => {
    const place = {
      endpoint: 'http://sandbox.invalid/v1',
      organization: null,
      project: null,
      key_fingerprint: computeFingerprint({ env: {}, home, platform: 'linux' }, 'sk-sandbox') ?? null,
      run: 'r',
      model: undefined,
    };
    const write = (id: string, result?: Parameters<typeof responseLine>[3], about: Partial<Subject> = {}) => {
      const subject = { ...place, id, model: `{"id":"${id}"}`, ...about };
      appendFileSync(path, requestLine('2026-01-01T00:00:00.000Z', subject, 1));
      if (result) appendFileSync(path, responseLine('2026-01-01T00:00:01.000Z', subject, 1, result));
    };
    mkdirSync(join(path, '..'), { recursive: true });
    write('ft:deleted', RESULT);
    write('ft:unanswered');
    write('ft:refused', { outcome: 'failed', deleted: false, status: 403, reason: 'no' });
    write('ft:open', { outcome: 'failed', deleted: null, status: 502, reason: 'no' });
    write('ft:typo', { outcome: 'failed', deleted: null, status: 502, reason: 'no' }, { model: undefined });
    write('ft:another-key', RESULT, { key_fingerprint: '0'.repeat(32) });
    write('ft:before-fingerprints', RESULT, { key_fingerprint: null });
    write('ft:another-project', RESULT, { project: 'proj-2' });
    write('ft:another-organization', RESULT, { organization: 'org-2' });
    write('ft:elsewhere', RESULT, { endpoint: 'http://127.0.0.1:9/v1' });
    write('ft:twice', RESULT);
    write('ft:twice', { outcome: 'not-found', deleted: false, status: 404, reason: 'no' }, { run: 'later' });
    // What is older counts where nothing newer is told, in older files too.
    write('ft:changed', { outcome: 'failed', deleted: false, status: 403, reason: 'no' }, { run: 'later' });
    const older = (id: string) => {
      const subject = { ...place, id, model: `{"id":"${id}"}` };
      const lines = [
        requestLine('2025-01-01T00:00:00.000Z', subject, 1),
        responseLine('2025-01-01T00:00:01.000Z', subject, 1, RESULT),
      ];
      appendFileSync(path.replace('.jsonl', '.9.jsonl'), lines.join(''));
    };
    older('ft:changed');
    older('ft:older');
    const ids = [
      'ft:changed',
      'ft:older',
      'ft:deleted',
      'ft:unanswered',
      'ft:refused',
      'ft:open',
      'ft:other',
      'ft:typo',
      'ft:twice',
      ...OTHERS,
    ];
    const got = await run(['--sandbox', 'models', 'delete', ...ids, '--yes', '--format', 'csv'], { home });
    expect(got.stdout.split('\r\n').slice(1, -1)).toEqual([
      'ft:changed,false,not-found,,the server does not list it',
      'ft:older,true,gone,,an earlier run deleted it',
      'ft:deleted,true,gone,,an earlier run deleted it',
      'ft:unanswered,,not-found,,the server does not list it; an earlier run tried to delete it and got no response',
      'ft:refused,false,not-found,,the server does not list it',
      'ft:open,,not-found,,the server does not list it; an earlier run tried to delete it and got no response',
      'ft:other,false,not-found,,the server does not list it',
      'ft:typo,,not-found,,the server does not list it; an earlier run tried to delete it and got no response',
      'ft:twice,true,gone,,an earlier run deleted it',
      ...OTHERS.map((id) => `${id},false,not-found,,the server does not list it`),
    ]);
    expect(got.code).toBe(8);
  });
});
