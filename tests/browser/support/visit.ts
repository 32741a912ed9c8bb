// A visit to the panel inside the admin, and what must hold of every page that a visit comes to.

import type { Frame, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

import type { StaffedWorld } from '#sandbox/admin/open.ts';
import { type Browser, type OpenPage, widths } from '#sandbox/browser.ts';
import { screenshot, violationsIn } from '#tests/support/browser.ts';
import { strayMarkup } from '#tests/support/polaris.ts';

export type Visit = OpenPage & {
  /** The app's page as it stands now; navigating leaves it the same frame. */
  readonly frame: Frame;
};

/** Opens a page of the panel as the admin does, and waits until it is there. */
export async function visit(
  { world, admin }: StaffedWorld,
  browser: Browser,
  { path = '/', width = widths.desktop }: { path?: string; width?: number } = {},
): Promise<Visit> {
  const opened = await browser.open(width);
  onTestFinished(() => opened.page.context().close());
  await opened.page.goto(admin.page(path).href);
  const frame = await appFrame(opened.page, world.worker.address);
  await frame.locator('s-page').waitFor();
  return { ...opened, frame };
}

/** The admin may be there a moment before its frame has come to the app. */
async function appFrame(page: Page, app: URL): Promise<Frame> {
  const element = await page.waitForSelector('iframe');
  const frame = await element.contentFrame();
  if (frame === null) throw new Error('the app is not in the admin');
  await frame.waitForURL((url) => url.origin === app.origin);
  return frame;
}

/** What holds of every page: it is accessible, silent, at home in the admin, and fits the width. Leaves a picture. */
export async function expectSound(
  { page, frame, strangers, complaints }: Visit,
  picture: string,
): Promise<void> {
  expect(await violationsIn(page)).toEqual([]);
  expect(await violationsIn(frame)).toEqual([]);
  expect(await strayMarkup(frame)).toEqual([]);
  expect(strangers).toEqual([]);
  expect(complaints).toEqual([]);
  for (const one of [page, frame])
    expect(
      await one.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
    ).toBeLessThanOrEqual(0);
  expect(await frame.evaluate<string[]>(stickingOut)).toEqual([]);
  await wholePicture(page, frame, picture);
}

/** How much of what stood in the page moved without anybody's doing, as browsers count it; 0 is not at all. */
export async function layoutShift(frame: Frame): Promise<number> {
  return await frame.evaluate<number>(`new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value; })
      .observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => setTimeout(() => resolve(sum), 100));
  })`);
}

/** What begins or ends beyond the page's width, even where a box around it hides that. */
const stickingOut = `[...document.querySelectorAll('s-page *')]
  .filter((one) => {
    const { left, right, width } = one.getBoundingClientRect();
    return width > 0 && (left < -1 || right > innerWidth + 1);
  })
  .map((one) => one.outerHTML.slice(0, 120))`;

/** The admin scrolls inside its frame, so it is made as tall as the app's page for the picture. */
async function wholePicture(page: Page, frame: Frame, name: string): Promise<void> {
  const { width = widths.desktop, height = 0 } = page.viewportSize() ?? {};
  const around = await page.evaluate<number>(`innerHeight - document.querySelector('iframe').clientHeight`);
  const content = await frame.evaluate<number>(
    `document.querySelector('s-page').shadowRoot.querySelector('main').getBoundingClientRect().height`,
  );
  await page.setViewportSize({
    width,
    height: Math.ceil(Math.max(height, Math.min(content, 3000) + around)),
  });
  await screenshot(page, name);
  await page.setViewportSize({ width, height });
}
