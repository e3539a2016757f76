/** Lists in pages, through the command: every model once, and no silence about a rest. */
import { describe, expect, test } from 'vitest';
import { run } from '../support/run.ts';
import type { Answer, Routes } from '../support/server.ts';

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
    ['nobody knows how to ask for the rest', { '': page([], { has_more: true }) }, /not how to ask for them/],
    [
      'the next page is refused',
      { '': page(['a'], { next_page_token: '1' }), 'page_token=1': { status: 400 } },
      /answered 400/,
    ],
    ['the next page is elsewhere', { '': page(['a'], { next: 'http://elsewhere.test/v1/models' }) }, /another address/],
    [
      'the header leads elsewhere',
      { '': page(['a'], {}, { link: '<http://elsewhere.test/x>; rel="next"' }) },
      /another address/,
    ],
  ])('and fails where %s, with no model twice', async (_what, pages, says) => {
    const { stdout, stderr, code } = await ids(served(pages));
    expect(code).toBe(1);
    expect(stderr).toMatch(says);
    const lines = stdout.trim().split('\n');
    expect(new Set(lines).size).toBe(lines.length);
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
      const { stderr, code } = await run(['models', 'list', ...flags], { routes: served(pages) });
      expect({ code, stderr }).toEqual({ code: 0, stderr: 'The server tells of 5 models, and listed 2 of them.\n' });
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
