/** A real browser, where the machine has one: Debian's chromium, driven by playwright-core, which brings none. */
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { ROOT } from '../guards/structure/source.ts';

/** Pictures of what the tests saw; no part of the repository. */
const PICTURES = join(ROOT, 'artifacts', 'report');

/** Root may not use the sandbox of chromium, and a container has little shared memory. */
export function startBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'];
  return chromium.launch({ executablePath: chromiumPath(), args });
}

function chromiumPath(): string {
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'chromium'));
  return places.find((place) => existsSync(place)) ?? 'chromium';
}

/** A page with what it complained of and what it asked for besides itself. */
export interface OpenedPage {
  page: Page;
  /** Errors, and what the policy has refused. */
  complaints: string[];
  requests: string[];
}

/** Windows of the same kind share a context: a new one takes as long as a page. */
const CONTEXTS = new WeakMap<Browser, Map<string, Promise<BrowserContext>>>();

function contextOf(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  const known = CONTEXTS.get(browser) ?? new Map<string, Promise<BrowserContext>>();
  CONTEXTS.set(browser, known);
  const key = JSON.stringify(options);
  const context = known.get(key) ?? browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options });
  known.set(key, context);
  return context;
}

/** Opens a file in a window of its own. */
export async function openFile(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const page = await (await contextOf(browser, options)).newPage();
  const url = pathToFileURL(file).href;
  const [complaints, requests]: [string[], string[]] = [[], []];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  await page.goto(url);
  return { page, complaints, requests };
}

/** Takes a picture of a page or of one of its parts. */
export async function takePicture(shown: Pick<Page, 'screenshot'>, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await shown.screenshot({ path: join(PICTURES, `${name}.png`) });
}
