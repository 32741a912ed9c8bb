import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { StaffedWorld } from '#sandbox/admin/open.ts';
import { type Browser, openBrowser, widths } from '#sandbox/browser.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { staffedWorld } from '#tests/support/staffed-world.ts';
import { live, minute } from '#tests/support/world.ts';

import { expectSound, visit } from './support/visit.ts';

let browser: Browser;
let staffed: StaffedWorld & AsyncDisposable;

beforeAll(async () => {
  [browser, staffed] = await Promise.all([openBrowser(), staffedWorld()]);
  staffed.world.store.placeOrder(paidOrder());
  await live(staffed.world, 3 * minute);
});
afterAll(async () => {
  await Promise.all([browser.close(), staffed[Symbol.asyncDispose]()]);
});

describe('a page that the frame loads without a token', () => {
  test('comes back with one by itself, at the same address and without a trace of the token', async () => {
    const opened = await visit(staffed, browser);
    const { page, frame } = opened;
    const loads: boolean[] = [];
    page.on('response', (response) => {
      const { pathname, searchParams } = new URL(response.url());
      if (pathname === '/orders') loads.push(searchParams.has('id_token'));
    });
    await frame.evaluate(`location.assign('/orders?q=%231001')`);
    await frame.locator('s-link[id^=open-]').waitFor();
    await expect
      .poll(() => frame.url())
      .toBe(new URL('/orders?q=%231001', staffed.world.worker.address).href);
    expect(page.url()).not.toContain('id_token');
    expect(loads.slice(0, 2)).toEqual([false, true]);
    await expectSound(opened, 'bounce-arrived-desktop');
  });

  test.each(Object.entries(widths))(
    'looks like a page of the app on the way, at %s width',
    async (name, width) => {
      const opened = await visit(staffed, browser, { width });
      const { page, frame } = opened;
      // The admin keeps its answer for itself, so that the way can be looked at.
      await page.route('**/session-token', () => undefined);
      await frame.evaluate(`location.assign('/orders')`);
      await frame.getByText('Opening Plumbline').first().waitFor();
      await expectSound(opened, `bounce-${name}`);
    },
  );
});

test.each(Object.entries(widths))(
  'a database that does not answer is said calmly, at %s width',
  async (name, width) => {
    const { neon } = staffed.world;
    neon.intercept = () => 'down';
    try {
      const opened = await visit(staffed, browser, { width });
      await opened.frame
        .getByRole('heading', { name: 'This page cannot be read at the moment' })
        .first()
        .waitFor();
      const { complaints, ...rest } = opened;
      expect(complaints.filter((one) => !one.includes('503'))).toEqual([]);
      await expectSound({ ...rest, complaints: [] }, `store-down-${name}`);
    } finally {
      neon.intercept = undefined;
    }
  },
);
