import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Browser, openBrowser } from '#sandbox/browser.ts';
import { virtualClock } from '#sandbox/clock.ts';
import { dawn, liveMorning } from '#sandbox/run/morning.ts';
import { limits, measure } from '#tests/support/panel-cost.ts';
import { staffedWorld } from '#tests/support/staffed-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => browser.close());

test(`a page takes at most ${limits.trips} trips to the database and ${limits.gzipBytes} bytes, Shopify's scripts aside`, async () => {
  await using staffed = await staffedWorld({ clock: virtualClock(dawn) });
  const { path } = await liveMorning(staffed.world);
  for (const place of ['/', '/orders', '/breaks', '/completeness', path]) {
    const { trips, gzipBytes, lcpMs } = await measure(staffed, browser, place);
    expect(trips).toBeGreaterThan(0);
    expect(trips).toBeLessThanOrEqual(limits.trips);
    expect(gzipBytes).toBeGreaterThan(1000);
    expect(gzipBytes).toBeLessThanOrEqual(limits.gzipBytes);
    // How fast is for the bench to say, on a machine that does nothing else.
    expect(lcpMs).toBeGreaterThan(0);
  }
});
