/** The pages in a real browser: what a reader does with them, what they look like, and that they keep to themselves. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFile, startBrowser, takePicture } from '../../support/browser.ts';
import { listOf, model } from '../../support/models.ts';
import { isThere } from '../../support/programs.ts';
import { run } from '../../support/run.ts';

/** Among the dates of the practice API. */
const NOW = Date.UTC(2026, 11, 1, 12);
const ATTACK = '</script><script>document.title="pwned"</script><img src=x onerror="document.title=1">';
const HOSTILE = [ATTACK, '"><b onclick=x>', "'", 'a\u202eb\u2066', '\u0000', 'k'.repeat(10_240)];

const GROUND = 'getComputedStyle(document.body).backgroundColor';

const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };

describe.runIf(isThere('chromium'))('in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openai-pages-'));
  const files = { list: '', hostile: '', changes: '', long: '' };
  let browser: Browser;

  beforeAll(async () => {
    const made = async (name: keyof typeof files, args: readonly string[], options: Parameters<typeof run>[1] = {}) => {
      files[name] = join(folder, `${name}.html`);
      const { stdout, code } = await run(['models', ...args, '--format', 'html'], { now: NOW, ...options });
      expect(code).toBe(0);
      writeFileSync(files[name], stdout);
    };
    const prices = { context_length: 8192, pricing: { prompt: '0.000001', completion: '0.000002' } };
    const hostile = HOSTILE.map((id) => model(id, { owned_by: id, shutdown_date: '2027-01-01', ...prices }));
    const [before, after] = [join(folder, 'before.json'), join(folder, 'after.json')];
    writeFileSync(before, listOf(model('gpt-4'), model('kept'), model('m', { owned_by: ATTACK })));
    writeFileSync(after, listOf(model(ATTACK), model('kept'), model('m', { owned_by: 'b' })));
    const many = Array.from({ length: 5000 }, (_, i) =>
      model(`m-${i}`, { owned_by: `o-${i % 7}`, created: 1.6e9 + i * 1e4 }),
    );
    const sandbox = { OPENAI_BASE_URL: undefined, OPENAI_API_KEY: undefined, OPENAI_SANDBOX: '1' };
    [browser] = await Promise.all([
      startBrowser(),
      made('list', ['list'], { env: sandbox }),
      made('hostile', ['list', '--sort', 'none'], { routes: { 'GET /v1/models': { body: listOf(...hostile) } } }),
      made('changes', ['diff', before, after]),
      made('long', ['list'], { routes: { 'GET /v1/models': { body: listOf(...many) } } }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page, lets `work` use it, and wants it to have complained of nothing and asked for nothing. */
  async function withPage(
    name: keyof typeof files,
    options: BrowserContextOptions,
    work: (page: Page) => Promise<void>,
  ) {
    const { page, complaints, requests } = await openFile(browser, files[name], options);
    try {
      await work(page);
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    } finally {
      await page.close();
    }
  }

  const ids = (page: Page) =>
    page.locator('#models tbody th').evaluateAll((cells) => cells.map((cell) => cell.firstChild?.textContent));
  const count = (page: Page) => page.locator('.count').textContent();
  const openMenu = (page: Page, name: string) =>
    page.locator('.menu > summary', { hasText: new RegExp(`^${name}`) }).click();

  test('a column sorts up, down and back, says so, and keeps what has no value last', async () => {
    await withPage('list', {}, async (page) => {
      const before = await ids(page);
      const head = page.getByRole('columnheader', { name: 'Input $/M' });
      const prices = async () => {
        const texts = await page
          .locator('#models tbody tr')
          .evaluateAll((rows) =>
            rows.map(
              (row) => row.children[row.children.length - 1] && [...row.children].map((cell) => cell.textContent),
            ),
          );
        const place = await head.evaluate((cell) => (cell as unknown as { cellIndex: number }).cellIndex);
        return texts.map((cells) => cells?.[place] ?? '');
      };
      await head.getByRole('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      const up = (await prices()).map((text) =>
        text === '' ? Number.POSITIVE_INFINITY : text === 'free' ? 0 : Number(text),
      );
      expect(up).toEqual(up.toSorted((a, b) => a - b));
      expect(up.at(-1)).toBe(Number.POSITIVE_INFINITY);
      await page.keyboard.press('Enter');
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      expect((await prices()).at(-1)).toBe('');
      await page.keyboard.press('Enter');
      expect(await head.getAttribute('aria-sort')).toBeNull();
      expect(await ids(page)).toEqual(before);
    });
  });

  test('search narrows the table and the charts, and says how many are left', async () => {
    await withPage('list', {}, async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('gpt-5 MINI');
      expect(await ids(page)).toEqual(expect.arrayContaining(['gpt-5-mini']));
      expect((await ids(page)).every((id) => /gpt-5/.test(id ?? '') && /mini/.test(id ?? ''))).toBe(true);
      expect(await count(page)).toMatch(/^\d of 82 models$/);
      expect(await page.getByRole('status').first().textContent()).toBe(await count(page));
      expect(await page.locator('svg.desk .mark:not(.off)').count()).toBeLessThan(4);
      expect(await page.locator('.dates > li:visible').count()).toBe(1);
      await page.getByRole('button', { name: 'Clear filters' }).click();
      expect(await count(page)).toBe('82 models');
    });
  });

  test('a facet narrows, its numbers are what each choice would leave, and Escape closes it', async () => {
    await withPage('list', {}, async (page) => {
      await openMenu(page, 'Kind');
      const label = page.locator('.menu[open] label', { hasText: 'embedding' });
      const left = await label.locator('b').textContent();
      await label.click();
      expect(await count(page)).toBe(`${left} of 82 models`);
      await page.keyboard.press('Escape');
      expect(await page.locator('.menu[open]').count()).toBe(0);
      await openMenu(page, 'Price');
      const priced = page.locator('.menu[open] label', { hasText: 'Has a price' });
      expect(Number(await priced.locator('b').textContent())).toBeLessThanOrEqual(Number(left));
    });
  });

  test('columns go on and off', async () => {
    await withPage('list', {}, async (page) => {
      const owner = page.getByRole('columnheader', { name: 'Owner' });
      const most = page.getByRole('columnheader', { name: 'Max output' });
      expect([await owner.isVisible(), await most.isVisible()]).toEqual([true, false]);
      await openMenu(page, 'Columns');
      await page.getByLabel('Owner', { exact: true }).click();
      await page.getByLabel('Max output').click();
      expect([await owner.isVisible(), await most.isVisible()]).toEqual([false, true]);
      expect(await page.locator('#models tbody tr').first().locator(':scope > :visible').count()).toBe(9);
    });
  });

  test('an id is copied whole, whatever it holds', async () => {
    await withPage('hostile', { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      for (const [row, id] of HOSTILE.entries()) {
        await page.locator('#models tbody tr').nth(row).locator('.copy').click();
        // Clipboards end at a NUL.
        if (id !== '\u0000') expect(await page.evaluate('navigator.clipboard.readText()')).toBe(id);
      }
      expect(await page.locator('.unseen[role=status]').textContent()).toContain('Copied ');
    });
  });

  test('a mark shows what it is under the pointer and the keyboard', async () => {
    await withPage('list', {}, async (page) => {
      const mark = page.locator('svg.desk .mark[aria-label^="gpt-5-nano"]');
      await mark.hover();
      const tip = page.locator('.tip');
      expect(await tip.textContent()).toContain('400k tokens · $0.05 in · $0.40 out');
      await takePicture(page, 'tooltip');
      await page.keyboard.press('Escape');
      expect(await tip.isVisible()).toBe(false);
      await page.locator('svg.desk .mark[tabindex="0"]').focus();
      const first = await tip.textContent();
      await page.keyboard.press('ArrowRight');
      expect(await tip.textContent()).not.toBe(first);
    });
  });

  test('hostile ids and owners are text everywhere, and none runs or widens the page', async () => {
    await withPage('hostile', PHONE, async (page) => {
      expect(await page.title()).toMatch(/^Models of 127/);
      expect(await page.locator('img, main b[onclick], main script:not([type])').count()).toBe(0);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      const [first] = await ids(page);
      expect(first).toBe(ATTACK);
      await openMenu(page, 'Owner');
      expect(await page.locator('.menu[open] label').allTextContents()).toEqual(
        expect.arrayContaining([expect.stringContaining('a\\u202eb\\u2066')]),
      );
      await takePicture(page, 'hostile-phone');
    });
    await withPage('changes', {}, async (page) => {
      expect(await page.title()).toMatch(/^What changed/);
      expect(await page.locator('img').count()).toBe(0);
    });
  });

  test('without scripts all of it can be read', async () => {
    await withPage('list', { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('#models tbody tr').count()).toBe(82);
      expect(await page.locator('#models tbody tr').last().isVisible()).toBe(true);
      expect(await page.locator('svg.desk .mark').first().isVisible()).toBe(true);
      expect(await page.locator('.dates time').first().isVisible()).toBe(true);
      expect(await page.locator('button, input').count()).toBe(0);
      await takePicture(page, 'no-script');
    });
  });

  test("on paper every row is there and nothing that can only be clicked; on screen the theme is the reader's", async () => {
    await withPage('long', { colorScheme: 'dark' }, async (page) => {
      expect(await page.locator('#models tbody tr').count()).toBe(200);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await page.waitForFunction('document.querySelectorAll("#models tbody tr").length === 2000');
      expect(await page.locator('button:visible:not(thead *), input:visible, summary:visible').count()).toBe(0);
      expect(await page.getByRole('columnheader', { name: 'Owner' }).isVisible()).toBe(true);
      expect(await page.evaluate(GROUND)).toBe('rgb(255, 255, 255)');
      await takePicture(page, 'print');
      // The theme is the system's again, until the reader wants the other one.
      await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
      expect(await page.evaluate(GROUND)).toBe('rgb(16, 20, 24)');
      await page.getByRole('button', { name: 'Light colors' }).click();
      expect(await page.evaluate(GROUND)).toBe('rgb(246, 247, 249)');
    });
  });

  test('of a long list the first rows are there, and more when they are asked for', async () => {
    await withPage('long', {}, async (page) => {
      expect(await page.locator('#models tbody tr').count()).toBe(200);
      await page.getByRole('button', { name: 'Show 200 more' }).click();
      expect(await page.locator('#models tbody tr').count()).toBe(400);
      await page.getByLabel('Search models').fill('m-4999');
      expect(await ids(page)).toEqual(['m-4999']);
    });
  });

  describe.each<[name: string, options: BrowserContextOptions]>([
    ['desk-light', { viewport: { width: 1440, height: 1000 }, colorScheme: 'light' }],
    ['desk-dark', { viewport: { width: 1440, height: 1000 }, colorScheme: 'dark' }],
    ['phone-light', { ...PHONE, colorScheme: 'light' }],
    ['phone-dark', { ...PHONE, colorScheme: 'dark' }],
  ])('%s', (name, options) => {
    // Of the other page one of each width and theme will do.
    const pages: (keyof typeof files)[] =
      name === 'desk-light' || name === 'phone-dark' ? ['list', 'changes'] : ['list'];

    test.each(pages)('%s: nobody is shut out, and nothing sticks out', async (file) => {
      await withPage(file, options, async (page) => {
        await takePicture(page, `${file}-${name}`);
        if (file === 'list')
          for (const part of ['#ends', '#prices']) await takePicture(page.locator(part), `${part.slice(1)}-${name}`);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
        if (file === 'list') {
          // A few rows are like all.
          await page.getByLabel('Search models').fill('gpt-4o');
          await openMenu(page, 'Columns');
        }
        await page.evaluate(axe.source);
        const findings = await page.evaluate(async () => {
          const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
        });
        expect(findings).toEqual([]);
      });
    });
  });
});

/** What is used of axe-core, which runs in the page. */
interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}
