/**
 * Takes the picture of docs/report.md: a page of the practice API's list in Debian's chromium, at a standing clock.
 * Run it when the page looks different: `node scripts/report-picture.mjs`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { openProduct } from './docs/product.mjs';

const FILE = 'docs/report.png';
const SIZE = { width: 1240, height: 1180 };
/** Few enough for the picture to have some of everything. */
const CHOSEN = ['--no-fine-tuned', '--created-after', '2025-02-01'];

const { output, code } = await (await openProduct()).run(['models', 'list', ...CHOSEN, '--format', 'html']);
if (code !== 0) throw new Error(`the list ended with ${code}\n${output}`);

const folder = mkdtempSync(join(tmpdir(), 'openai-picture-'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
});
try {
  const file = join(folder, 'models.html');
  writeFileSync(file, output);
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
  await page.goto(pathToFileURL(file).href);
  await page.screenshot({ path: FILE });
  process.stdout.write(`Wrote: ${FILE}\n`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
