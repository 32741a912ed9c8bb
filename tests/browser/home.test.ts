import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Browser, openBrowser, widths } from '#sandbox/browser.ts';
import { virtualClock } from '#sandbox/clock.ts';
import { dawn, liveMorning } from '#sandbox/run/morning.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { staffedWorld } from '#tests/support/staffed-world.ts';
import { live, minute } from '#tests/support/world.ts';

import { expectSound, visit } from './support/visit.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => browser.close());

describe('Home', () => {
  test('says on the first day what it waits for', async () => {
    await using staffed = await staffedWorld();
    for (const [name, width] of Object.entries(widths)) {
      const opened = await visit(staffed, browser, { width });
      await opened.frame.getByRole('heading', { name: 'Waiting for the first order' }).waitFor();
      await expectSound(opened, `home-empty-${name}`);
    }
  });

  test('shows a morning: what agrees, the one order that does not, and the money at risk', async () => {
    await using staffed = await staffedWorld({ clock: virtualClock(dawn) });
    const { path } = await liveMorning(staffed.world);
    for (const [name, width] of Object.entries(widths)) {
      const opened = await visit(staffed, browser, { width });
      const { frame } = opened;
      await frame.getByRole('heading', { name: 'Needs you (1) · €20.00 at risk' }).waitFor();
      expect(await frame.locator(`s-link[href="${path}"]`).count()).toBe(1);
      await expectSound(opened, `home-morning-${name}`);
    }
  });

  test('names orders that differ, documents that are held and deliveries that could not be read', async () => {
    await using staffed = await staffedWorld();
    const { world } = staffed;
    const orders = [1, 2, 3].map(() => world.store.placeOrder(paidOrder()));
    await live(world, 3 * minute);
    for (const order of orders) world.store.fulfill(order);
    await live(world, 3 * minute);
    for (const invoice of world.erp.documents.filter((one) => one.kind === 'invoice').slice(0, 2))
      world.erp.editByHand(invoice, { total: { minor: '9900', currency: 'EUR' } });
    await world.ask(`update workflow set mode = 'shadow' where name = 'invoice posting'`);
    world.store.placeOrder(paidOrder());
    world.store.placeOrder(paidOrder());
    await world.store.sendRaw('orders/paid', '{"id": 7, "trunc');
    await live(world, 3 * minute);
    for (const [name, width] of Object.entries(widths)) {
      const opened = await visit(staffed, browser, { width });
      const text = await opened.frame.locator('[data-live=home]').innerText();
      expect(text).toMatch(/2 orders differ/i);
      expect(text).toMatch(/changed by hand/i);
      expect(text).toMatch(/held/i);
      expect(text).toMatch(/parked/i);
      await expectSound(opened, `home-troubled-${name}`);
    }
  });
});
