import { describe, expect, test } from 'vitest';
import type { World } from '#sandbox/world.ts';
import type { Proof } from '#domain/proof.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const lamp = {
  sku: 'LAMP',
  title: 'Lamp',
  quantity: 1,
  unitPrice: 11900n,
  taxes: [{ title: 'DE MwSt', rate: '0.19' }],
};

/** A world in which one order was paid, shipped and invoiced through the product. */
async function invoiced(options: Parameters<typeof testWorld>[0] = {}) {
  const world = await testWorld(options);
  const payment = { kind: 'sale', gateway: 'shopify_payments' } as const;
  const order = world.store.placeOrder({ lines: [lamp], taxesIncluded: true, payment });
  await live(world, minute);
  world.store.fulfill(order);
  await live(world, 10 * minute);
  return {
    world,
    order: `gid://shopify/Order/${order.id}`,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

async function erpLeg(world: World) {
  const [row] = await world.ask<{ state: string; body: Proof }>('select state, body from proof');
  const found = row?.body.legs.find((one) => one.leg === 'erp');
  return { proof: row?.state, leg: found?.state, cause: found?.cause, sentence: found?.sentence };
}

const holds =
  'The ERP holds 1 sales order, 1 customer deposit, 1 invoice, and 1 application, as it ought to.';
const matched = { proof: 'matched', leg: 'matched', cause: null, sentence: holds };

function invoiceOf(world: World) {
  const found = world.erp.documents.find((one) => one.kind === 'invoice');
  if (found === undefined) throw new Error('nothing was invoiced');
  return found;
}

describe('what people do in the ERP', () => {
  test('an invoice edited by hand is a break that names it and both amounts, is not overwritten, and heals when edited back', async () => {
    await using life = await invoiced();
    const { world } = life;
    expect(await erpLeg(world)).toEqual(matched);
    const invoice = invoiceOf(world);
    world.erp.editByHand(invoice, { total: { minor: '12000', currency: 'EUR' } });
    await live(world, minute);
    expect(await erpLeg(world)).toEqual({
      proof: 'broken',
      leg: 'broken',
      cause: 'EDITED_BY_HAND',
      sentence:
        "The ERP's invoice INV-00001 was changed by hand: it says 120.00 EUR where 119.00 EUR was posted.",
    });
    expect(invoiceOf(world).total.minor).toBe('12000');
    world.erp.editByHand(invoice, { total: invoice.total });
    await live(world, minute);
    expect(await erpLeg(world)).toEqual(matched);
  });

  test('a canceled invoice is a break, and nothing is posted in its place', async () => {
    await using life = await invoiced();
    const { world } = life;
    world.erp.editByHand(invoiceOf(world), { status: 'canceled' });
    await live(world, 10 * minute);
    expect(await erpLeg(world)).toMatchObject({
      cause: 'EDITED_BY_HAND',
      sentence: "The ERP's invoice INV-00001 was canceled by hand; 119.00 EUR is due.",
    });
    expect(world.erp.counts()).toMatchObject({ invoices: 0 });
  });

  test('an older state that comes after a newer one changes nothing', async () => {
    await using life = await invoiced();
    const { world } = life;
    const before = invoiceOf(world);
    world.erp.editByHand(before, { total: { minor: '12000', currency: 'EUR' } });
    await live(world, minute);
    const broken = await erpLeg(world);
    world.erp.tell('invoice.posted', { ...before, kind: 'invoice' });
    await live(world, minute);
    expect(await erpLeg(world)).toEqual(broken);
    const kept = await world.ask(`select state from inbox where source = 'erp'`);
    expect(kept).toEqual([{ state: 'done' }, { state: 'done' }]);
  });

  test('a second invoice typed in for the same order is a break that names both', async () => {
    await using life = await invoiced();
    const { world, order } = life;
    const total = { minor: '11900', currency: 'EUR' };
    world.erp.enterByHand('invoice', { order, total }, { announce: true });
    await live(world, minute);
    expect(await erpLeg(world)).toMatchObject({
      cause: 'DUPLICATE',
      sentence:
        'The ERP holds invoice INV-00002 of 119.00 EUR beside INV-00001, which is for the same. ' +
        'Entered by hand: invoice INV-00002 of 119.00 EUR.',
    });
  });

  test('an invoice typed in before ours is due is adopted, and its later edit is still seen', async () => {
    await using world = await testWorld();
    const payment = { kind: 'sale', gateway: 'shopify_payments' } as const;
    const order = world.store.placeOrder({ lines: [lamp], taxesIncluded: true, payment });
    await live(world, 5 * minute);
    const total = { minor: '11900', currency: 'EUR' };
    const written = { order: `gid://shopify/Order/${order.id}`, total };
    const typed = world.erp.enterByHand('invoice', written, { announce: true });
    world.store.fulfill(order);
    await live(world, 10 * minute);
    expect(await erpLeg(world)).toEqual(matched);
    expect(world.erp.counts()).toMatchObject({ invoices: 1 });
    world.erp.editByHand(typed, { total: { minor: '11800', currency: 'EUR' } });
    await live(world, minute);
    expect(await erpLeg(world)).toMatchObject({ cause: 'EDITED_BY_HAND' });
  });
});

test('an ERP that announces what we post into it changes no proof, and asks the store nothing more', async () => {
  await using life = await invoiced({ erpAnnounces: true });
  const { world } = life;
  expect(world.erp.told).toMatchObject([
    { type: 'invoice.posted', accepted: true, attempts: [{ status: 200 }] },
  ]);
  expect(await erpLeg(world)).toEqual(matched);
  const lanes = await world.ask<{ key: string }>('select key from lane where read_due_at is not null');
  expect(lanes).toEqual([]);
});
