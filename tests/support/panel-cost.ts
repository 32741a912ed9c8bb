/** What one page of the panel costs, measured in the browser from an empty cache. */
import { gzipSync } from 'node:zlib';
import type { StaffedWorld } from '#sandbox/admin/open.ts';
import type { Browser } from '#sandbox/browser.ts';

/** What a page may cost. */
export const limits = { lcpMs: 800, trips: 3, gzipBytes: 100 * 1024 } as const;

export type PageCost = { readonly [Name in keyof typeof limits]: number };

/** Opens a page of the panel once, inside the admin. Shopify's own scripts do not count. */
export async function measure(
  { world, admin }: StaffedWorld,
  browser: Browser,
  path: string,
): Promise<PageCost> {
  const { page } = await browser.open();
  const { origin } = world.worker.address;
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.url().startsWith(origin)) bodies.push(response.body());
  });
  world.neon.resetLog();
  await page.goto(admin.page(path).href);
  const { trips } = world.neon;
  const frame = page.frames().find((one) => one.url().startsWith(origin));
  if (frame === undefined) throw new Error('the app is not in the admin');
  const lcpMs = await frame.evaluate<number>(largestPaint);
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
  await page.context().close();
  return { lcpMs, trips, gzipBytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** The last candidate, once the page has been painted for good. */
const largestPaint = `new Promise((resolve) => {
  const seen = [];
  new PerformanceObserver((list) => seen.push(...list.getEntries()))
    .observe({ type: 'largest-contentful-paint', buffered: true });
  const settle = () => requestAnimationFrame(() => setTimeout(() => (seen.length === 0 ? settle() : resolve(seen.at(-1).startTime))));
  settle();
})`;
