import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { StaffedWorld } from '#sandbox/admin/open.ts';
import { type Browser, openBrowser } from '#sandbox/browser.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { staffedWorld } from '#tests/support/staffed-world.ts';
import { live, minute } from '#tests/support/world.ts';

import { visit } from './support/visit.ts';

let browser: Browser;
let staffed: StaffedWorld & AsyncDisposable;

beforeAll(async () => {
  [browser, staffed] = await Promise.all([openBrowser(), staffedWorld()]);
  for (let order = 0; order < 3; order += 1) staffed.world.store.placeOrder(paidOrder());
  await live(staffed.world, 3 * minute);
});
afterAll(async () => {
  await Promise.all([browser.close(), staffed[Symbol.asyncDispose]()]);
});

describe('the way around', () => {
  test('by links and by back and forward is followed by the address of the admin', async () => {
    const { page, frame, complaints } = await visit(staffed, browser);
    await page.getByRole('link', { name: 'Orders' }).click();
    await page.waitForURL('**/apps/plumbline/orders');
    await expect.poll(() => page.locator('[aria-current=page]').innerText()).toBe('Orders');
    await frame.getByRole('link', { name: '#1002', exact: true }).click();
    await page.waitForURL(/\/apps\/plumbline\/orders\/\d+$/);
    await frame.getByRole('heading', { name: '#1002' }).first().waitFor();
    await page.goBack();
    await page.waitForURL('**/apps/plumbline/orders');
    await frame.getByRole('link', { name: '#1003', exact: true }).waitFor();
    await page.goBack();
    await page.waitForURL('**/apps/plumbline');
    await frame.getByRole('heading', { name: 'In agreement' }).waitFor();
    await page.goForward();
    await page.waitForURL('**/apps/plumbline/orders');
    await frame.getByRole('link', { name: '#1003', exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('needs no mouse: search, open an order, come back', async () => {
    const { page, frame } = await visit(staffed, browser, { path: '/orders' });
    const { keyboard } = page;
    const active = () =>
      frame.evaluate<string>(`(() => {
      const one = document.activeElement;
      return one === null ? '' : one.localName + ' ' + (one.getAttribute('label') ?? one.textContent.trim());
    })()`);
    const tabTo = async (wanted: RegExp) => {
      for (let step = 0; step < 40; step += 1) {
        if (wanted.test(await active())) return;
        await keyboard.press('Tab');
      }
      throw new Error(`no Tab leads to ${wanted.source}; the last is ${await active()}`);
    };
    await frame.locator('body').focus();
    await tabTo(/^s-search-field/);
    await keyboard.type('#1002');
    await keyboard.press('Enter');
    await page.waitForURL('**/apps/plumbline/orders?q=%231002');
    await expect.poll(() => frame.locator('s-link[id^=open-]').allInnerTexts()).toEqual(['#1002']);
    await frame.evaluate('focus()');
    await tabTo(/^s-link #1002$/);
    await keyboard.press('Enter');
    await page.waitForURL(/\/apps\/plumbline\/orders\/\d+$/);
    await frame.getByRole('heading', { name: '#1002' }).first().waitFor();
    await frame.evaluate('focus()');
    await tabTo(/^s-link Orders$/);
    await keyboard.press('Enter');
    await page.waitForURL('**/apps/plumbline/orders');
  });
});
