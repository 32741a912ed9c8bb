// A real Chromium: it reaches this machine only, and remembers whatever it asked of others or complained of.

import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import chromium from '@sparticuz/chromium';
import { chromium as playwright, type BrowserContext, type Page } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The widths every page is looked at. */
export const widths = { desktop: 1280, phone: 390 } as const;

export interface OpenPage {
  readonly page: Page;
  /** Requests to anywhere but this machine. They were refused. */
  readonly strangers: readonly string[];
  /** What the page wrote to its console as an error or a warning, and what it threw. */
  readonly complaints: readonly string[];
}

export interface Browser {
  /** A page in a context of its own, as a visitor who has never been here. */
  open(width?: number, height?: number): Promise<OpenPage>;
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

/** Starts a browser. It takes a second, so one is enough for many pages. */
export async function openBrowser(): Promise<Browser> {
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    headless: true,
    env: { ...environment(), FONTCONFIG_FILE: await writeFonts() },
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

/** The environment of this process, without what is not set. */
function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The browser brings a font, so that pictures are the same on every machine; others only fill its gaps. */
async function writeFonts(): Promise<string> {
  const path = join(root, '.build', 'fonts.conf');
  const folders = [join(tmpdir(), 'fonts'), '/usr/share/fonts'];
  await mkdir(dirname(path), { recursive: true });
  await writeFile(
    path,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
${folders.map((folder) => `<dir>${folder}</dir>`).join('\n')}
<cachedir>${join(tmpdir(), 'fonts-cache')}</cachedir>
<alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`,
  );
  return path;
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
