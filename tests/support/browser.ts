// A real Chromium for tests: it reaches this machine only, and remembers whatever it asked of others or complained of.

import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import chromium from '@sparticuz/chromium';
import { chromium as playwright, type BrowserContext, type Frame, type Page } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The widths every page is looked at. */
export const widths = { desktop: 1280, phone: 390 } as const;

export interface TestPage {
  readonly page: Page;
  /** Requests to anywhere but this machine. They were refused. */
  readonly strangers: readonly string[];
  /** What the page wrote to its console as an error or a warning, and what it threw. */
  readonly complaints: readonly string[];
}

export interface TestBrowser {
  /** A page in a context of its own, as a visitor who has never been here. */
  open(width?: number, height?: number): Promise<TestPage>;
  close(): Promise<void>;
}

// These make the browser fit for a function in the cloud, and unfit as a witness of what pages may do.
const unwanted = [
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--single-process',
  '--no-zygote',
  '--headless=',
  '--disable-features=',
  '--disable-site-isolation-trials',
];

/** Starts a browser; one a test file is enough. */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    headless: true,
    args: [
      ...chromium.args.filter((word) => !unwanted.some((start) => word.startsWith(start))),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  return {
    async open(width = widths.desktop, height = 900) {
      const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
      const strangers = await refuseStrangers(context);
      const page = await context.newPage();
      return { page, strangers, complaints: collectComplaints(page) };
    },
    close: () => browser.close(),
  };
}

async function refuseStrangers(context: BrowserContext): Promise<string[]> {
  const strangers: string[] = [];
  await context.route(
    (url) => url.hostname !== '127.0.0.1',
    async (route) => {
      strangers.push(route.request().url());
      await route.abort();
    },
  );
  return strangers;
}

function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`threw: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  return complaints;
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Every violation axe-core finds in a page or a frame, as `rule: element`, all its rules included. */
export async function violationsIn(frame: Page | Frame): Promise<string[]> {
  await frame.evaluate(await axeSource);
  // Frames are looked at one by one: the one around them is not ours alone.
  return await frame.evaluate<string[]>(`axe
    .run(document, { iframes: false, resultTypes: ['violations'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => id + ': ' + JSON.stringify(target) + ' ' + failureSummary)))`);
}

/** Writes what the page looks like below .build/screenshots/. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const path = join(root, '.build', 'screenshots', `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: true });
}
