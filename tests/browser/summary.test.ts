import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StaffedWorld } from '#sandbox/admin/open.ts';
import { type Browser, openBrowser, widths } from '#sandbox/browser.ts';
import { virtualClock } from '#sandbox/clock.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { staffedWorld } from '#tests/support/staffed-world.ts';
import { evening, untilSummed } from '#tests/support/summary-day.ts';
import { live, minute } from '#tests/support/world.ts';
import { expectSound, layoutShift, visit } from './support/visit.ts';

let browser: Browser;
let staffed: StaffedWorld & AsyncDisposable;

beforeAll(async () => {
  const shop = { policy: { granularity: 'daily summary' } } as const;
  [browser, staffed] = await Promise.all([
    openBrowser(),
    staffedWorld({ clock: virtualClock(evening), shop }),
  ]);
  const { world } = staffed;
  await world.worker.scheduled('*/5 * * * *');
  for (let n = 0; n < 3; n += 1) {
    const order = world.store.placeOrder(paidOrder());
    await live(world, 3 * minute);
    world.store.fulfill(order);
  }
  await live(world, untilSummed);
}, 120_000);
afterAll(async () => {
  await Promise.all([browser.close(), staffed[Symbol.asyncDispose]()]);
});

describe.each(Object.entries(widths))('at %s width', (name, width) => {
  test('a summed day shows its journal and its orders, and nothing moves while they come', async () => {
    const opened = await visit(staffed, browser, { path: '/summaries/2026-11-23-EUR', width });
    await opened.frame.getByText('#1003').first().waitFor();
    expect(await layoutShift(opened.frame)).toBeLessThanOrEqual(0.1);
    await expectSound(opened, `summary-${name}`);
  });

  test('its journal says what it sums and leads back to the day', async () => {
    const opened = await visit(staffed, browser, { path: '/summaries/2026-11-23-EUR', width });
    await opened.frame.locator('s-link[href*="/postings/"]').first().click();
    await opened.frame.getByText('What it says').waitFor();
    const label = await opened.frame.getByText('Its key for ever').boundingBox();
    // A long key leaves its label on one line.
    expect(label?.width).toBeGreaterThan(80);
    await expectSound(opened, `summary-journal-${name}`);
  });
});
