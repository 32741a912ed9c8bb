import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { StaffedWorld } from '#sandbox/admin/open.ts';
import { type Browser, openBrowser, widths } from '#sandbox/browser.ts';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { lamp, paidOrder, reducedRate } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { staffedWorld } from '#tests/support/staffed-world.ts';
import { live, minute } from '#tests/support/world.ts';

import { expectSound, visit } from './support/visit.ts';

let browser: Browser;
let staffed: StaffedWorld & AsyncDisposable;
let orders: {
  readonly matched: StoreOrder;
  readonly edited: StoreOrder;
  readonly testOrder: StoreOrder;
  readonly fresh: StoreOrder;
};

beforeAll(async () => {
  [browser, staffed] = await Promise.all([openBrowser(), staffedWorld()]);
  const { world } = staffed;
  const matched = await wholeLife(
    world,
    paidOrder({
      poNumber: 'PO-2026-118',
      lines: [
        lamp(),
        lamp({ sku: 'BOOK-BREAD-1', title: 'Bread, a cookbook', unitPrice: 2990n, taxes: [reducedRate] }),
      ],
    }),
  );
  const edited = await wholeLife(world, paidOrder());
  const invoice = world.erp.documents.findLast((one) => one.kind === 'invoice');
  if (invoice === undefined) throw new Error('nothing was invoiced');
  world.erp.editByHand(invoice, { total: { minor: '9900', currency: 'EUR' } });
  const testOrder = world.store.placeOrder(paidOrder({ test: true }));
  await live(world, 3 * minute);
  await world.ask(`update workflow set mode = 'shadow' where name = 'invoice posting'`);
  const fresh = world.store.placeOrder(paidOrder());
  await live(world, 2 * minute);
  orders = { matched, edited, testOrder, fresh };
});
afterAll(async () => {
  await Promise.all([browser.close(), staffed[Symbol.asyncDispose]()]);
});

describe.each(Object.entries(widths))('Order at %s width', (name, width) => {
  const open = (order: { readonly id: bigint | number | string }) =>
    visit(staffed, browser, { path: `/orders/${order.id}`, width });

  test('proves an order that agrees everywhere, with every step of its life', async () => {
    const opened = await open(orders.matched);
    const text = await opened.frame.locator('s-page').innerText();
    expect(text).toContain('INV-00001');
    expect(text).toContain('PO-2026-118');
    await expectSound(opened, `order-matched-${name}`);
  });

  test('names what was changed by hand, first and with the difference', async () => {
    const opened = await open(orders.edited);
    await opened.frame.getByText('€20.00 short').waitFor();
    const told = opened.frame.getByText('INV-00002 was changed by hand');
    await told.first().waitFor();
    // Once among the differences and once as a step of the order's life, never a third time.
    expect(await told.count()).toBe(2);
    await expectSound(opened, `order-edited-${name}`);
  });

  test('says what is due before anything is posted', async () => {
    const opened = await open(orders.fresh);
    await opened.frame.getByText('no number yet').first().waitFor();
    await expectSound(opened, `order-fresh-${name}`);
  });

  test('tells a test order apart', async () => {
    const opened = await open(orders.testOrder);
    await opened.frame.getByText('Test order').first().waitFor();
    await expectSound(opened, `order-test-${name}`);
  });

  test('says of an unknown order where to look for it', async () => {
    const opened = await visit(staffed, browser, { path: '/orders/4711', width });
    await opened.frame.getByRole('heading', { name: 'Order not found' }).waitFor();
    const { complaints, ...rest } = opened;
    expect(complaints.filter((one) => !one.includes('404'))).toEqual([]);
    await expectSound({ ...rest, complaints: [] }, `order-unknown-${name}`);
  });
});
