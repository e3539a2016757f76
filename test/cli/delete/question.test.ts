/** The question before a deletion, and what takes its place. */
import { describe, expect, test } from 'vitest';
import { listOf, model } from '../../support/models.ts';
import { type RunOptions, run } from '../../support/run.ts';
import { asked, deletions, ONE, PORT, remove, serving, THREE, TWO } from './five.ts';

describe('the question', () => {
  const several = [ONE, TWO, THREE];

  test.each<[name: string, stdin: string[], code: number]>([
    ['the number', ['3'], 0],
    ['the number with spaces', [' 3 '], 0],
    ['y', ['y'], 1],
    ['another number', ['2'], 1],
    ['nothing', [''], 1],
    ['the end of the input', [], 1],
  ])('about several wants the number, and gets %s', async (_name, stdin, code) => {
    const got = await remove(several, { stdin, terminal: 80 });
    expect(got.code).toBe(code);
    expect(deletions(got)).toEqual(code === 0 ? [...several].sort() : []);
    expect(got.stderr.replace(PORT, ':80').replace(/(model-retire) \S+ \(\S+\)/, '$1 (DATASET)')).toContain(
      [
        'ID                     OWNER    AGE  SHUTDOWN',
        'ft:gpt-4o:acme::one    acme   2.6 y  2027-01-14 (364 d)*+',
        'ft:gpt-4o:acme::two    acme   2.6 y  2027-01-14 (364 d)*+',
        'ft:gpt-4o:acme::three  acme   2.6 y  2027-01-14 (364 d)*+',
        '* marks dates not from the server: bydtech-model-retire (DATASET).',
        '+ marks dates of the base model.',
        '3 models will be deleted at 127.0.0.1:80.',
        'They cannot be brought back.',
        'Type 3 to delete them: ',
      ].join('\n'),
    );
    if (code !== 0) expect(got.stderr).toMatch(/openai: nothing was deleted\n$/);
  });

  test('shows the first of two models with one id, and none without one', async () => {
    const body = listOf(
      '{"size":1}',
      model(ONE, { owned_by: 'first' }),
      model(ONE, { owned_by: 'second' }),
      model(TWO),
    );
    const got = await remove([ONE, TWO], { stdin: ['n'], terminal: 80, routes: serving({}, { body }) });
    expect(got.stderr).toContain('first');
    expect(got.stderr).not.toContain('second');
    expect(got.stderr).toContain('Type 2 to delete them');
  });

  test('fits the terminal', async () => {
    const got = await remove(several, { stdin: ['n'], terminal: 40 });
    expect(got.stderr.split('\n')[0]).toBe('ID                OWNER    AGE  SHUTDOWN');
  });

  test('about a selection of one is as about one that was named, and asks for nothing more', async () => {
    const got = await remove(['--match', '*:one'], { stdin: ['y'], terminal: 80 });
    expect(got.stderr.replace(PORT, ':80')).toContain(
      `Delete ${ONE} (owner acme, created 2.6 y ago) at 127.0.0.1:80?\nIt cannot be brought back.\nType y`,
    );
    expect({ code: got.code, requests: asked(got) }).toEqual({ code: 0, requests: ['GET', `DELETE ${ONE}`] });
  });

  test('names the organization and the project, and the sandbox as what it is', async () => {
    const env = { OPENAI_ORG_ID: 'org-1', OPENAI_PROJECT_ID: 'proj-1' };
    const got = await remove([ONE, TWO], { stdin: ['n'], terminal: 80, env });
    expect(got.stderr.replace(PORT, ':80')).toContain('at 127.0.0.1:80, organization org-1, project proj-1.\n');
    const practice = await run(['--sandbox', 'models', 'delete', '--fine-tuned'], { stdin: ['n'], terminal: 80 });
    expect(practice.stderr).toMatch(/^\d models will be deleted at the sandbox\.$/m);
  });

  test('names what is not there before it asks', async () => {
    const got = await remove([ONE, TWO, 'x'], { stdin: ['2'], terminal: 80 });
    expect(got.stderr).toMatch(/skipping x: the server does not list it\n[\s\S]*Type 2 to delete them/);
    expect(got.code).toBe(8);
  });

  test('is not asked where nothing can be deleted', async () => {
    const got = await remove(['x', 'y'], { stdin: ['2'], terminal: 80 });
    expect(got.code).toBe(5);
    expect(got.stderr).not.toContain('Type');
  });

  test.each<[name: string, args: string[], options: RunOptions, says: string]>([
    ['several ids in a pipe', several, {}, 'there is no terminal to ask on'],
    ['a selection in a pipe', ['--fine-tuned'], {}, 'there is no terminal to ask on'],
    ['one id on standard input', ['-'], { stdin: [ONE] }, 'standard input is used for the ids'],
    ['an id and standard input', [ONE, '-'], { stdin: [] }, 'standard input is used for the ids'],
    ['--no-input', [...several, '--no-input'], { terminal: 80 }, '--no-input is set'],
    ['stderr elsewhere', several, { terminal: { stdin: true, stdout: 80 } }, 'standard error is not a terminal'],
  ])('cannot be asked about %s: exit 2, and nothing is sent', async (_name, args, options, says) => {
    const got = await remove(args, options);
    expect({ code: got.code, stdout: got.stdout, requests: asked(got) }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(got.stderr).toContain(`needs confirmation, but ${says}\n  Pass --yes to go ahead, or --dry-run to see`);
  });

  test('is asked on the terminal about ids on standard input', async () => {
    const input = [ONE, TWO];
    const terminal = { isThere: async () => true, listen: async () => async () => '2' };
    const got = await remove(['-'], { stdin: input, terminal: { stderr: 80 }, context: { terminal } });
    expect({ code: got.code, deletions: deletions(got) }).toEqual({ code: 0, deletions: [ONE, TWO].sort() });
    expect(got.stderr).toContain('Type 2 to delete them');
  });

  test('is asked before ids are read that nobody could be asked about', async () => {
    for (const isTTY of [true, false]) {
      const stdin = { isTTY, readLine: () => Promise.reject(new Error('read')) };
      const got = await remove(['-'], { context: { stdin } });
      expect(got.code).toBe(2);
      expect(got.stderr).toContain('standard input is used for the ids');
    }
  });

  test('about one model that nobody would see is an error', async () => {
    const got = await remove([ONE], { terminal: { stdin: true, stdout: 80 } });
    expect({ code: got.code, requests: asked(got) }).toEqual({ code: 2, requests: [] });
  });

  test('is answered by nobody where Ctrl-C ends it', async () => {
    for (const args of [[ONE], several]) {
      const leaving = new AbortController();
      const listen = async () => async () => {
        leaving.abort();
        return undefined;
      };
      const routes = { ...serving(), [`GET /v1/models/${ONE}`]: { body: model(ONE) } };
      const got = await remove(args, {
        routes,
        terminal: 80,
        signal: leaving.signal,
        context: { terminal: { isThere: async () => true, listen } },
      });
      expect({ code: got.code, deletions: deletions(got) }).toEqual({ code: 130, deletions: [] });
      expect(got.stderr).toMatch(/: \nopenai: interrupted\n/);
    }
  });

  test('is not needed in a pipe for one id, however often it is named', async () => {
    for (const args of [[ONE], [ONE, ONE], ['--model', ONE, ONE]]) {
      const got = await remove(args);
      expect({ code: got.code, requests: asked(got) }).toEqual({ code: 0, requests: [`DELETE ${ONE}`] });
    }
  });

  test('is not asked with --yes', async () => {
    const got = await remove([...several, '--yes'], { terminal: 80 });
    expect(got.code).toBe(0);
    expect(got.stderr).not.toContain('Type');
  });
});

describe('--dry-run', () => {
  test('shows the plan as a list of those models, in any format, and deletes nothing', async () => {
    const args = [ONE, 'gpt-4o', '--dry-run'];
    const got = await remove([...args, '--format', 'json']);
    expect(got.json).toEqual({ object: 'list', data: [ONE, 'gpt-4o'].map((id) => JSON.parse(model(id))) });
    expect({ code: got.code, requests: asked(got) }).toEqual({ code: 0, requests: ['GET'] });
    expect(got.stderr).toBe('2 models would be deleted. Nothing was sent.\n');
    expect((await remove([...args, '--ids'])).stdout).toBe(`${ONE}\ngpt-4o\n`);
    expect((await remove([...args, '--format', 'csv'])).stdout.split('\r\n')[1]).toBe(
      `${ONE},acme,2023-06-16T14:10:02Z,`,
    );
    expect((await remove([...args, '--transform', 'id', '-r'])).stdout).toBe(`${ONE}\ngpt-4o\n`);
  });

  test('asks nobody, of one model either', async () => {
    for (const args of [[ONE], ['--fine-tuned'], [ONE, TWO]]) {
      const got = await remove([...args, '--dry-run'], { terminal: 80 });
      expect({ code: got.code, deletions: deletions(got) }).toEqual({ code: 0, deletions: [] });
      expect(got.stderr).not.toContain('Type');
    }
  });

  test('says what is not there, and ends as the deletion would', async () => {
    const got = await remove([ONE, 'x', '--dry-run', '--ids']);
    expect({ code: got.code, stdout: got.stdout }).toEqual({ code: 8, stdout: `${ONE}\n` });
    expect(got.stderr).toBe(
      '1 model would be deleted. Nothing was sent.\nopenai: 1 of 2 was not found\n  x: the server does not list it\n',
    );
    const none = await remove(['x', 'y', '--dry-run']);
    expect(none.code).toBe(5);
    expect(none.stderr).toContain('0 models would be deleted. Nothing was sent.\n');
    expect(none.stderr).toContain('openai: 2 of 2 were not found\n  x: ');
    const ignored = await remove([ONE, 'x', '--dry-run', '--ignore-not-found', '--ids']);
    expect({ code: ignored.code, stderr: ignored.stderr }).toEqual({
      code: 0,
      stderr: '1 model would be deleted. Nothing was sent.\n',
    });
  });

  test('shows a plan that is too large, and what it takes', async () => {
    const got = await remove(['--fine-tuned', '--dry-run', '--max-deletes', '1', '--ids']);
    expect({ code: got.code, stdout: got.stdout }).toEqual({ code: 0, stdout: `${ONE}\n${TWO}\n${THREE}\n` });
    expect(got.stderr).toContain('Deleting them needs --max-deletes 3.');
    const exact = await remove(['--fine-tuned', '--dry-run', '--max-deletes', '3', '--ids']);
    expect(exact.stderr).toBe('3 models would be deleted. Nothing was sent.\n');
  });
});
