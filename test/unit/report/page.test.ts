/** The pages as text: what a server sent is text in them, whatever it is, and the policy fits what stands there. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import assets from '../../../src/report/assets.json' with { type: 'json' };
import { listPage } from '../../../src/report/list-page.ts';
import { clippedText, embeddedJson, escapeHtml } from '../../../src/report/markup.ts';
import type { ReportCell, ReportColumn, ReportTable } from '../../../src/report/report.ts';
import { logAxis } from '../../../src/report/scale.ts';
import { ROOT } from '../../guards/structure/source.ts';

const NOW = Date.UTC(2026, 11, 1, 12) / 1000;

const column = (name: string, type: ReportColumn['type'] = 'text'): ReportColumn => {
  return { name, title: name, type, shown: true, wide: false };
};
const cell = (value: string | number, more: Partial<ReportCell> = {}): ReportCell => {
  return { text: String(value), json: JSON.stringify(value), ...more };
};

const COLUMNS = [
  column('id'),
  column('owned_by'),
  column('context', 'number'),
  column('input_price', 'number'),
  column('shutdown', 'date'),
  column('replacement'),
];

function tableOf(rows: ReportTable['rows']): ReportTable {
  return { name: 'models', caption: 'Models', columns: COLUMNS, rows };
}

function pageOf(rows: ReportTable['rows'], more: Partial<Parameters<typeof listPage>[0]> = {}): string {
  const table = tableOf(rows);
  return listPage({
    table,
    noun: 'model',
    from: 'api.example',
    now: NOW,
    leftOut: 0,
    listed: undefined,
    notes: [],
    ...more,
  });
}

/** A model with all that the charts read. */
const whole = (id: string, owner = 'acme') => [
  cell(id),
  cell(owner),
  cell(128_000),
  cell(0.5),
  cell('2026-12-11', { note: 'in 10 d', tone: 'urgent' }),
  cell(id),
];

/** The JSON that stands in the page, as its script reads it. */
function valuesIn(page: string): { columns: { name: string }[]; rows: unknown[][] } {
  const [, text = ''] = /<script type="application\/json" id="models-values">([\s\S]*?)<\/script>/.exec(page) ?? [];
  return JSON.parse(text);
}

const HOSTILE: readonly (readonly [name: string, text: string])[] = [
  ['the end of a script', '</script><script>alert(1)</script>'],
  ['a comment', '<!--<script>'],
  ['a quote', '"><img src=x onerror=alert(1)>'],
  ['an apostrophe', "' onmouseover='alert(1)"],
  ['entities', '&lt;b&gt; &amp;amp;'],
  ['the end of a title', '</title></style><svg onload=alert(1)>'],
  ['line breaks of JavaScript', '\u2028\u2029'],
  ['10 kB', `${'x'.repeat(79)}\u{1f600}${'y'.repeat(10_000)}`],
];

describe('hostile text', () => {
  test.each(HOSTILE)('%s stays text in every place, and is whole in the values', (_name, text) => {
    const page = pageOf([whole(text, text), whole('b')]);
    const plain = pageOf([whole('a', 'a'), whole('b')]);
    const tags = (html: string) =>
      (html.replace(/<details class="long">.*?<\/summary>/g, '').match(/<[a-z!/][^>]*>/gi) ?? []).length;
    // As many elements as with a harmless id: what it holds began none.
    expect(tags(page)).toBeLessThanOrEqual(tags(plain) + 12);
    expect(page).not.toMatch(/<img|onerror=alert\(1\)>|<svg onload|<script>alert/);
    expect(page.match(/<\/?script/g)).toEqual(plain.match(/<\/?script/g));
    expect(valuesIn(page).rows[0]?.[0]).toBe(text);
  });

  test('of any kind comes back from the JSON as it was, and never ends its element', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = embeddedJson(JSON.stringify(text));
        expect(JSON.parse(json)).toBe(text);
        expect(json).not.toMatch(/[<>&\u2028\u2029]/);
        expect(escapeHtml(text)).not.toMatch(/[<>"']/);
      }),
    );
  });

  test('that is long shows its beginning and has the whole, and no character is cut in two', () => {
    const long = `${'x'.repeat(79)}\u{1f600}${'y'.repeat(200)}`;
    const shown = clippedText(long);
    expect(shown).toContain(`</summary>${long}</details>`);
    expect(shown).toContain(`<summary>${'x'.repeat(79)}… <i>281 characters</i></summary>`);
    expect(clippedText('short')).toBe('short');
  });
});

describe('the policy', () => {
  test('names the style and the script by the hashes of what stands in the page', () => {
    const page = pageOf([whole('a')]);
    const hashOf = (tag: string) => {
      const [, text = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
      return `sha256-${createHash('sha256').update(text).digest('base64')}`;
    };
    const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src '${hashOf('script')}'`,
      `style-src '${hashOf('style')}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  test('lets nothing in, and the page asks for nothing: no address, no style of an element, no handler', () => {
    const page = pageOf([whole('a'), whole('b', 'x')]);
    expect(page).not.toMatch(/\b(?:src|href|action|srcset|data|poster)="?(?:https?:|\/\/)/i);
    expect(page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '')).not.toMatch(/\s(?:style|on\w+)=|url\(|@import/i);
    expect(assets.style).not.toMatch(/url\(|@import|https?:/);
    expect(assets.script).not.toMatch(/https?:\/\/(?!www\.w3\.org)|fetch\(|XMLHttpRequest|innerHTML|eval\(/);
  });

  test('the script and the style are those of their sources', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/report.mjs', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('what a page shows', () => {
  test('numbers as they were written', () => {
    const price = { text: '1.50', json: '1.50E+00' };
    const big = { text: '12345678901234567890', json: '12345678901234567890' };
    const page = pageOf([[cell('a'), undefined, big, price, undefined, undefined]]);
    expect(page).toContain('["a",null,12345678901234567890,1.50E+00,null,null]');
  });

  test('neither chart where nothing is known for one', () => {
    const page = pageOf([[cell('a'), undefined, undefined, undefined, undefined, undefined]]);
    expect(page).not.toContain('id="ends"');
    expect(page).not.toContain('id="prices"');
    expect(page).toContain('<th scope="row" class=id>a');
  });

  test('a date with its models, those of one replacement together, and the past apart', () => {
    const at = (id: string, day: string, tone: ReportCell['tone'], next: string) => [
      cell(id),
      undefined,
      undefined,
      undefined,
      cell(day, { note: 'then', ...(tone && { tone }) }),
      cell(next),
    ];
    const page = pageOf([
      at('old', '2025-01-01', 'ended', 'n'),
      at('b', '2026-12-11', 'urgent', 'n'),
      at('c', '2026-12-11', 'urgent', 'n'),
    ]);
    expect(page).toContain('2 models with an announced shutdown, 1 model already shut down.');
    expect(page).toContain('<span><code data-row="1">b</code> <code data-row="2">c</code></span>');
    expect(page.indexOf('2026-12-11</time>')).toBeLessThan(page.indexOf('1 date in the past, 1 model'));
  });

  test('models of one price and window as one mark; a free one has its own strip', () => {
    const page = pageOf([whole('a'), whole('b'), [cell('c'), cell('acme'), cell(8000), cell(0), undefined, undefined]]);
    expect(page.match(/data-rows="0 1"/g)).toHaveLength(2);
    expect(page).toContain('>free</text>');
    expect(page).toContain('3 models with both known');
    expect(page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '')).not.toMatch(/NaN|Infinity|undefined/);
  });

  test.each([
    ['0', 0],
    ['one', 1],
    ['many', 3000],
  ])('a list of %s', (_name, count) => {
    const page = pageOf(Array.from({ length: count }, (_, i) => whole(`m-${i}`)));
    expect(page.match(/<tr>/g)?.length ?? 0).toBe(count === 0 ? 0 : count + 1);
    if (count === 0) expect(page).toContain('No model to show.');
    if (count === 3000) expect(page).toContain('more models: see the table');
  });

  test('how many are left out, and of how many it is a selection', () => {
    expect(pageOf([whole('a')], { leftOut: 99_999 })).toContain('This page shows the first 1 of 100,000 models.');
    expect(pageOf([whole('a')], { listed: 82 })).toContain('<b>1 of 82</b> models');
  });
});

describe('a logarithmic axis', () => {
  test.each([
    ['one value', [5]],
    ['a decade', [1, 10]],
    ['many decades', [1e-6, 1e12]],
  ])('of %s has its values inside, and labels apart', (_name, values) => {
    const { at, ticks } = logAxis(values, 0, 400, 40);
    for (const value of values) expect(at(value)).toBeGreaterThanOrEqual(0);
    for (const value of values) expect(at(value)).toBeLessThanOrEqual(400);
    for (const [i, tick] of ticks.entries())
      if (i > 0) expect(at(tick) - at(ticks[i - 1] as number)).toBeGreaterThan(30);
  });
});
