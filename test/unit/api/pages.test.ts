/** Lists in pages, through the command: every model once, and no silence about a rest. */
import { describe, expect, test } from 'vitest';
import type { Api } from '../../../src/api/client.ts';
import { parsePaging } from '../../../src/api/next-page.ts';
import { readPages } from '../../../src/api/pages.ts';
import { encode } from '../../../src/json/bytes.ts';
import { run } from '../../support/run.ts';
import type { Answer, Routes } from '../../support/server.ts';

const page = (
  ids: readonly string[],
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Answer => ({
  body: JSON.stringify({ object: 'list', data: ids.map((id) => ({ id, object: 'model' })), ...more }),
  headers: { 'content-type': 'application/json', ...headers },
});

/** Pages by the query that each is asked for with; '' is the first. */
const served = (pages: Readonly<Record<string, Answer>>): Routes =>
  Object.fromEntries(Object.entries(pages).map(([query, answer]) => [`GET /v1/models${query && `?${query}`}`, answer]));

const ids = (routes: Routes) => run(['models', 'list', '--ids', '--max-retries', '0'], { routes });

describe('a list goes on', () => {
  test.each<[by: string, pages: Record<string, Answer>]>([
    [
      'has_more, by after_id',
      { '': page(['a', 'b'], { has_more: true, last_id: 'b' }), 'after_id=b': page(['c'], { has_more: false }) },
    ],
    ['has_more, by after_id without last_id', { '': page(['a', 'b'], { has_more: true }), 'after_id=b': page(['c']) }],
    [
      'has_more, by after where after_id brings the same page',
      {
        '': page(['a', 'b'], { has_more: true, last_id: 'b' }),
        'after_id=b': page(['a', 'b'], { has_more: true, last_id: 'b' }),
        'after=b': page(['c'], { has_more: false }),
      },
    ],
    [
      'has_more, by after where after_id is refused',
      {
        '': page(['a', 'b'], { has_more: true }),
        'after_id=b': { status: 400, body: '{"error":"unknown parameter"}' },
        'after=b': page(['c']),
      },
    ],
    [
      'a cursor that counts from the model it names',
      { '': page(['a', 'b'], { has_more: true }), 'after_id=b': page(['b', 'c'], { has_more: false }) },
    ],
    [
      'next_page_token',
      { '': page(['a', 'b'], { next_page_token: 't' }), 'page_token=t': page(['c'], { next_page_token: '' }) },
    ],
    ['nextPageToken', { '': page(['a', 'b'], { nextPageToken: 't/2' }), 'pageToken=t%2F2': page(['c']) }],
    [
      'next_cursor in meta',
      {
        '': page(['a', 'b'], { meta: { next_cursor: 'k' } }),
        'cursor=k': page(['c'], { meta: { next_cursor: null } }),
      },
    ],
    [
      'links.next',
      { '': page(['a', 'b'], { links: { self: '/v1/models', next: '/v1/models?p=2' } }), 'p=2': page(['c']) },
    ],
    ['_links.next.href', { '': page(['a', 'b'], { _links: { next: { href: '?p=2' } } }), 'p=2': page(['c']) }],
    [
      'next at the root',
      {
        '': page(['a', 'b'], { count: 3, next: '/v1/models?p=2', previous: null }),
        'p=2': page(['c'], { count: 3, next: null }),
      },
    ],
    [
      'the Link header',
      {
        '': page(
          ['a', 'b'],
          {},
          { link: '</v1/models?p=1>; rel="self first", </v1/models?p=2>; title="a, b"; rel="next"' },
        ),
        'p=2': page(['c'], {}, { link: '</v1/models?p=1>; rel=prev' }),
      },
    ],
    [
      'page and total_pages',
      { '': page(['a', 'b'], { page: 1, total_pages: 2 }), 'page=2': page(['c'], { page: 2, total_pages: 2 }) },
    ],
    [
      'page, per and total',
      { '': page(['a', 'b'], { page: 1, per: 2, total: 3 }), 'page=2': page(['c'], { page: 2, per: 2, total: 3 }) },
    ],
    [
      'page and page_size where page alone brings the same page',
      {
        '': page(['a', 'b'], { page: 1, page_size: 2, total: 3 }),
        'page=2': page(['a', 'b'], { page: 1, page_size: 2, total: 3 }),
        'page=2&page_size=2': page(['c'], { page: 2, page_size: 2, total: 3 }),
      },
    ],
    [
      'offset and total',
      {
        '': page(['a', 'b'], { offset: 0, limit: 2, total: 3 }),
        'offset=2': page(['c'], { offset: 2, limit: 2, total: 3 }),
      },
    ],
    [
      'pagination in an object',
      {
        '': page(['a', 'b'], { pagination: { page: 1, total_pages: 2 } }),
        'page=2': page(['c'], { pagination: { page: 2, total_pages: 2 } }),
      },
    ],
  ])('by %s', async (_by, pages) => {
    const { stdout, stderr, code } = await ids(served(pages));
    expect({ stdout, stderr, code }).toEqual({ stdout: 'a\nb\nc\n', stderr: '', code: 0 });
  });

  test.each<[what: string, pages: Record<string, Answer>, says: RegExp]>([
    [
      'no way to go on works',
      {
        '': page(['a'], { has_more: true }),
        'after_id=a': page(['a'], { has_more: true }),
        'after=a': page(['a'], { has_more: true }),
      },
      /the same page again/,
    ],
    [
      'the pages go in a circle',
      {
        '': page(['a'], { next_page_token: '1' }),
        'page_token=1': page(['b'], { next_page_token: '2' }),
        'page_token=2': page(['a'], { next_page_token: '3' }),
      },
      /the same page again/,
    ],
    ['nobody knows how to ask for the rest', { '': page([], { has_more: true }) }, /not how to get them/],
    [
      'the next page is refused',
      { '': page(['a'], { next_page_token: '1' }), 'page_token=1': { status: 400 } },
      /returned 400/,
    ],
    ['the next page is elsewhere', { '': page(['a'], { next: 'http://elsewhere.test/v1/models' }) }, /another server/],
    [
      'the header leads elsewhere',
      { '': page(['a'], {}, { link: '<http://elsewhere.test/x>; rel="next"' }) },
      /another server/,
    ],
  ])('and fails where %s, with no model twice', async (_what, pages, says) => {
    const { stdout, stderr, code } = await ids(served(pages));
    expect(code).toBe(1);
    expect(stderr).toMatch(says);
    const lines = stdout.trim().split('\n');
    expect(new Set(lines).size).toBe(lines.length);
  });
});

describe('a page tells of the next', () => {
  const base = 'http://h/v1';
  const told = (
    root: object,
    link: string | null = null,
    progress = { onPage: 2, readSoFar: 2, lastId: 'b' as string | undefined },
  ) => {
    const members = Object.entries(root).map(([key, value]) => ({
      key,
      keyText: encode(JSON.stringify(key)),
      value: encode(JSON.stringify(value)),
    }));
    return parsePaging(members, link, progress, base);
  };
  const page2 = [{ query: { page: '2' } }];
  const next = [{ url: 'http://h/v1/models?p=2' }];

  test.each<[root: object, candidates: unknown]>([
    [{}, []],
    [{ next_page_token: 't' }, [{ query: { page_token: 't' } }]],
    [{ nextPageToken: 't' }, [{ query: { pageToken: 't' } }]],
    [{ next_cursor: 't' }, [{ query: { cursor: 't' } }]],
    [{ nextCursor: 't' }, [{ query: { cursor: 't' } }]],
    [{ next_cursor: '' }, []],
    [{ next_cursor: 7 }, []],
    ...['pagination', 'meta', 'paging', 'page_info'].map(
      (name) => [{ [name]: { next_cursor: 't' } }, [{ query: { cursor: 't' } }]] as [object, unknown],
    ),
    [{ other: { next_cursor: 't' } }, []],
    [{ next_cursor: null, meta: { next_cursor: 't' } }, []],
    [{ has_more: true, last_id: 'z' }, [{ query: { after_id: 'z' } }, { query: { after: 'z' } }]],
    [{ hasMore: true }, [{ query: { after_id: 'b' } }, { query: { after: 'b' } }]],
    [{ has_more: false }, []],
    [{ has_more: 'true' }, []],
    // What leads to this page, or back, is no way on.
    [{ links: { self: '/v1/models?p=1', first: '/v1/models', last: '/v1/models?p=9' } }, []],
    [{ _links: { self: { href: '/v1/models' }, prev: { href: '/v1/models?p=0' } } }, []],
    [{ self: '/v1/models?p=1', previous: '/v1/models?p=0', prev: '/v1/models' }, []],
    [{ links: { self: '/v1/models', next: '?p=2' } }, next],
    [{ links: { next: { href: '?p=2' } } }, next],
    [{ links: { next: null }, _links: { next: { href: '?p=2' } } }, next],
    [{ links: { next: '' } }, []],
    [{ links: ['?p=2'] }, []],
    [{ next: '?p=2' }, next],
    [{ next: '/v1/models?p=2' }, next],
    [{ next: 'HTTP://h/v1/models?p=2' }, next],
    [{ next: 'p=2' }, []],
    [{ next: 'eyJ0b2tlbiI6Mn0' }, []],
    ...['page', 'current_page', 'page_number'].map(
      (name) => [{ [name]: 1, total_pages: 2 }, page2] as [object, unknown],
    ),
    ...['total_pages', 'totalPages', 'pages', 'last_page', 'page_count'].map(
      (name) => [{ page: 1, [name]: 2 }, page2] as [object, unknown],
    ),
    ...['total', 'total_count', 'totalCount', 'count'].map(
      (name) => [{ page: 1, [name]: 3 }, page2] as [object, unknown],
    ),
    ...['per', 'per_page', 'page_size', 'pageSize', 'limit'].map(
      (name) =>
        [{ page: 1, total: 3, [name]: 2 }, [...page2, { query: { page: '2', [name]: '2' } }]] as [object, unknown],
    ),
    [{ page: 2, total_pages: 2, total: 9 }, []],
    [{ page: 1, total: 2 }, []],
    [{ page: 1 }, []],
    [{ page: '1', total: 3 }, []],
    [{ page: 1.5, total: 3 }, []],
    [{ page: -1, total: 3 }, []],
    [{ page: 0, total: 3 }, [{ query: { page: '1' } }]],
    [{ offset: 0, total: 3 }, [{ query: { offset: '2' } }]],
    [{ offset: 1, total: 3 }, []],
    [{ offset: 1, total: 4, limit: 2 }, [{ query: { offset: '3' } }, { query: { offset: '3', limit: '2' } }]],
    [{ offset: 0 }, []],
  ])('by %j', (root, ways) => {
    const { candidates: found, isAnnounced } = told(root);
    expect(found).toEqual(ways);
    const numbers = ['page', 'current_page', 'page_number', 'offset'].some((name) => name in root);
    expect(isAnnounced).toBe(found.length > 0 && !numbers);
  });

  test('by numbers only where this one had models, and by has_more only where one has an id', () => {
    expect(told({ page: 1, total: 9 }, null, { onPage: 0, readSoFar: 2, lastId: 'b' }).candidates).toEqual([]);
    expect(told({ page: 3, total: 9 }, null, { onPage: 2, readSoFar: 9, lastId: 'b' }).candidates).toEqual([]);
    const lost = told({ has_more: true }, null, { onPage: 2, readSoFar: 2, lastId: undefined });
    expect(lost).toMatchObject({ candidates: [], isAnnounced: true });
    expect(told({ total: 7 }).total).toBe(7);
    expect(told({ meta: { total: 7 } }).total).toBe(7);
  });

  test.each<[link: string, url: string | undefined]>([
    ['<?p=2>; rel="next"', 'http://h/v1/models?p=2'],
    ['<?p=2>;rel=next', 'http://h/v1/models?p=2'],
    ['<?p=2>; REL = "prev next"', 'http://h/v1/models?p=2'],
    ['<?p=1>; rel="prev", <?p=2>; rel="next"', 'http://h/v1/models?p=2'],
    ['<?p=1>; rel="self"', undefined],
    ['<?p=2>; rel="nextish"', undefined],
    ['<?p=2>; title="next"', undefined],
    ['<?p=2; rel="next"', undefined],
    ['<>; rel="next"', undefined],
    ['?p=2; rel="next"', undefined],
    ['', undefined],
  ])('by the Link header %s', (link, url) => {
    expect(told({}, link).candidates).toEqual(url === undefined ? [] : [{ url }]);
  });
});

describe('pages without an end', () => {
  const endless = (answer: (count: number) => string) => {
    let count = 0;
    const list = async () => {
      const body = (async function* () {
        yield encode(answer(count++));
      })();
      return { status: 200, header: () => null, body, retries: 0 };
    };
    return { api: { baseUrl: 'http://h/v1', list } as unknown as Api, asked: () => count };
  };
  const readAll = async (api: Api) => {
    let models = 0;
    for await (const { batch } of readPages(api)) models += batch.length;
    return models;
  };

  test('are ten thousand at most', async () => {
    const to = (last: number) => (n: number) =>
      `{"data":[{"id":"m${n}"}]${n + 1 < last ? `,"next_cursor":"${n}"` : ''}}`;
    expect(await readAll(endless(to(10_000)).api)).toBe(10_000);
    const more = endless(to(10_001));
    await expect(readAll(more.api)).rejects.toMatchObject({ code: 'bad-paging' });
    expect(more.asked()).toBe(10_000);
  });

  test('are told by a cursor that comes again, whatever the models', async () => {
    const { api, asked } = endless((n) => `{"data":[{"id":"m${n}"}],"next_cursor":"same"}`);
    await expect(readAll(api)).rejects.toMatchObject({
      args: { problem: 'the server sent the same page cursor twice' },
    });
    expect(asked()).toBe(2);
  });

  test('are not followed by a cursor of more than 8,192 characters', async () => {
    const way = (length: number) => 'x'.repeat(length - JSON.stringify({ query: { cursor: '' } }).length);
    const of = (length: number) => (n: number) =>
      `{"data":[{"id":"m${n}"}]${n === 0 ? `,"next_cursor":"${way(length)}"` : ''}}`;
    expect(await readAll(endless(of(8192)).api)).toBe(2);
    await expect(readAll(endless(of(8193)).api)).rejects.toMatchObject({
      args: { problem: 'the page cursor is too long' },
    });
  });
});

test('a list of several pages is a document of its own, one of a single page the document of the server', async () => {
  const about = { object: 'list', note: 'x' };
  const several = {
    '': page(['a'], { ...about, next_cursor: 'k' }),
    'cursor=k': page(['b'], { ...about, more: 1 }),
  };
  const json = async (routes: Routes) => (await run(['models', 'list', '--format', 'json'], { routes })).json;
  const [a, b] = ['a', 'b'].map((id) => ({ id, object: 'model' }));
  expect(await json(served(several))).toEqual({ object: 'list', data: [a, b] });
  expect(await json(served({ '': page(['a'], about) }))).toEqual({ object: 'list', data: [a], note: 'x' });
});

describe('a second way to ask is tried', () => {
  const more = { has_more: true };
  test.each([400, 404, 422])('where the first is refused with %i', async (status) => {
    const pages = { '': page(['a'], more), 'after_id=a': { status, body: '{}' }, 'after=a': page(['b']) };
    expect(await ids(served(pages))).toMatchObject({ stdout: 'a\nb\n', code: 0 });
  });

  test.each([
    [401, 4],
    [403, 4],
    [429, 6],
    [500, 1],
  ])('and not where it fails with %i', async (status, code) => {
    const pages = { '': page(['a'], more), 'after_id=a': { status, body: '{}' } };
    expect((await ids(served(pages))).code).toBe(code);
  });

  test('and not where the connection breaks', async () => {
    const pages = { '': page(['a'], more), 'after_id=a': { body: '{"data":[', cut: true } as const };
    expect((await ids(served(pages))).code).toBe(7);
  });

  test('a page that begins with the last model before it loses that one alone, however long it is', async () => {
    const rest = Array.from({ length: 10_000 }, (_, n) => `m${n}`);
    const pages = { '': page(['a', 'b'], more), 'after_id=b': page(['b', ...rest]) };
    expect((await ids(served(pages))).stdout.split('\n')).toEqual(['a', 'b', ...rest, '']);
  });

  test('and a refusal in the body of a page names the key', async () => {
    const refused = { body: '{"error":{"message":"no","code":401}}' };
    const got = await ids(served({ '': page(['a'], { next_cursor: 'k' }), 'cursor=k': refused }));
    expect(got.code).toBe(4);
    expect(got.stderr).toContain('The key came from OPENAI_API_KEY.');
  });
});

describe('a rest that cannot be had is said', () => {
  test.each<[what: string, pages: Record<string, Answer>]>([
    ['a total without pages', { '': page(['a', 'b'], { total: 5 }) }],
    [
      'a page number that the server does not know',
      { '': page(['a', 'b'], { page: 1, total: 5 }), 'page=2': page(['a', 'b'], { page: 1, total: 5 }) },
    ],
  ])('%s', async (_what, pages) => {
    for (const flags of [['--ids'], ['--format', 'json'], ['--count'], ['--sort', 'id', '--format', 'jsonl']]) {
      const { stdout, stderr, code } = await run(['models', 'list', ...flags], { routes: served(pages) });
      if (flags.includes('json')) expect(JSON.parse(stdout)).toMatchObject({ data: [{ id: 'a' }, { id: 'b' }] });
      expect({ code, stderr }).toEqual({ code: 0, stderr: 'The server reports 5 models but listed 2.\n' });
    }
  });

  test.each([
    { total: 2 },
    { total: 1 },
    { total: null },
    { total: 'many' },
    { count: 2 },
    { page: 1, total_pages: 1 },
  ])('and nothing is said of %j', async (more) => {
    const { stderr, code } = await ids(served({ '': page(['a', 'b'], more) }));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
