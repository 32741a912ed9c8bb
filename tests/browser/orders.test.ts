import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Frame } from 'playwright-core';

import type { StaffedWorld } from '#sandbox/admin/open.ts';
import { type Browser, openBrowser, widths } from '#sandbox/browser.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { staffedWorld } from '#tests/support/staffed-world.ts';
import { live, minute } from '#tests/support/world.ts';

import { expectSound, visit } from './support/visit.ts';

let browser: Browser;
/** Sixty orders, of which the first was shipped and then changed by hand at the ERP. */
let staffed: StaffedWorld & AsyncDisposable;

beforeAll(async () => {
  [browser, staffed] = await Promise.all([openBrowser(), staffedWorld()]);
  const { world } = staffed;
  for (let order = 0; order < 60; order += 1) {
    const placed = world.store.placeOrder(paidOrder());
    if (order === 0)
      world.clock.at(world.clock.now() + 3 * minute, 'shipped', async () => void world.store.fulfill(placed));
  }
  await live(world, 8 * minute);
  for (const invoice of world.erp.documents.filter((one) => one.kind === 'invoice'))
    world.erp.editByHand(invoice, { total: { minor: '9900', currency: 'EUR' } });
  await live(world, 3 * minute);
});
afterAll(async () => {
  await Promise.all([browser.close(), staffed[Symbol.asyncDispose]()]);
});

const names = (frame: Frame) => frame.locator('s-table-row s-link[id^=open-]').allInnerTexts();

describe.each(Object.entries(widths))('Orders at %s width', (name, width) => {
  test('says before the first order that there is none', async () => {
    await using empty = await staffedWorld();
    const opened = await visit(empty, browser, { path: '/orders', width });
    await opened.frame.getByText('No orders yet').waitFor();
    await expectSound(opened, `orders-empty-${name}`);
  });

  test('lists the newest first', async () => {
    const opened = await visit(staffed, browser, { path: '/orders', width });
    expect((await names(opened.frame)).slice(0, 2)).toEqual(['#1060', '#1059']);
    await expectSound(opened, `orders-${name}`);
  });

  test('finds an order by the number of a document, and says when there is none', async () => {
    const hit = await visit(staffed, browser, { path: '/orders?q=INV-00001', width });
    expect(await names(hit.frame)).toEqual(['#1001']);
    await expectSound(hit, `orders-search-hit-${name}`);
    const miss = await visit(staffed, browser, { path: '/orders?q=INV-99', width });
    await miss.frame.getByText('begins with “INV-99”').waitFor();
    await expectSound(miss, `orders-search-miss-${name}`);
  });

  test('is narrowed by a chip, and widened again', async () => {
    const opened = await visit(staffed, browser, { path: '/orders', width });
    const { page, frame } = opened;
    await frame.getByRole('link', { name: 'Differs, 1', exact: true }).click();
    await page.waitForURL('**/apps/plumbline/orders?state=broken');
    await expect.poll(() => names(frame)).toEqual(['#1001']);
    await expectSound(opened, `orders-differs-${name}`);
    await frame.getByRole('link', { name: /^All, / }).click();
    await page.waitForURL('**/apps/plumbline/orders');
    await expect.poll(async () => (await names(frame)).length).toBe(50);
  });

  test('pages through sixty orders and back', async () => {
    const opened = await visit(staffed, browser, { path: '/orders', width });
    const { frame } = opened;
    await frame.getByRole('button', { name: 'Next' }).click();
    await expect
      .poll(() => names(frame))
      .toEqual(Array.from({ length: 10 }, (_, index) => `#${1010 - index}`));
    await expectSound(opened, `orders-last-page-${name}`);
    await frame.getByRole('button', { name: 'Previous' }).click();
    await expect.poll(async () => (await names(frame)).at(0)).toBe('#1060');
    expect(await frame.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true);
  });
});
