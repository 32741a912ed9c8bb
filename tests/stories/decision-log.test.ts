import { describe, expect, test } from 'vitest';
import { explain } from '#src/govern/explain.ts';
import type { Decision } from '#domain/decision.ts';
import type { World } from '#sandbox/world.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const lamp = {
  sku: 'LAMP-BRASS-01',
  title: 'Brass desk lamp',
  quantity: 1,
  unitPrice: 11900n,
  taxes: [{ title: 'DE MwSt', rate: '0.19' }],
};
const paid = { kind: 'sale', gateway: 'shopify_payments' } as const;

describe('the decision log', () => {
  test('tells the whole life of a posted invoice, one row for each change', async () => {
    await using world = await testWorld();
    const order = world.store.placeOrder({ taxesIncluded: true, lines: [lamp], payment: paid });
    await live(world, 2 * minute);
    world.store.fulfill(order);
    await live(world, 5 * minute);

    const log = await decisions(world);
    const invoice = log.filter((one) => one.subject.includes('-invoice-'));
    expect(invoice.map(explain)).toEqual([
      `The invoice of 119.00 EUR is due because a shipment of ${order.name} left the store; planned by invoice posting, version 5.`,
      'Attempt 1 to post the invoice of 119.00 EUR; from here its content is fixed.',
      'The invoice of 119.00 EUR was posted as INV-00001.',
    ]);
    const deliveries = await world.ask<{ id: string }>('select id::text from inbox order by id');
    const read = log.filter((one) => one.kind === 'translated').map((one) => one.subject);
    expect(read.toSorted()).toEqual(deliveries.map(({ id }) => `delivery/${id}`).toSorted());
  });

  test('tells why a posting was put off, and that a document of a person was adopted', async () => {
    await using world = await testWorld();
    const order = world.store.placeOrder({ taxesIncluded: true, lines: [lamp], payment: paid });
    const byHand = world.erp.enterByHand('sales_order', {
      order: `gid://shopify/Order/${order.id}`,
      total: { minor: '11900', currency: 'EUR' },
    });
    world.erp.plant('500', { of: 'find' });
    await world.worker.scheduled('*/5 * * * *');
    await live(world, 5 * minute);

    const sentences = (await decisions(world))
      .filter((one) => one.subject.includes('-sales_order-'))
      .map(explain);
    expect(
      sentences.some((one) => /was put off: the ERP answered 500 to a search\. The next attempt/.test(one)),
    ).toBe(true);
    expect(sentences.at(-1)).toContain(`was found in the ERP as ${byHand.number} and adopted`);
  });

  test('a mode that holds and then lets go is told in that order', async () => {
    await using world = await testWorld({ shop: { mode: 'shadow' } });
    world.store.placeOrder({ taxesIncluded: true, lines: [lamp], payment: paid });
    await live(world, 2 * minute);
    await world.ask(`update workflow set mode = 'auto' where name = 'invoice posting'`);
    await world.ask(`update lane set stirred = stirred + 1 where key like 'order/%'`);
    await world.worker.scheduled('*/5 * * * *');
    await live(world, 3 * minute);

    const salesOrder = (await decisions(world)).filter((one) => one.subject.includes('-sales_order-'));
    expect(salesOrder.map((one) => one.kind)).toEqual(['held', 'planned', 'attempted', 'posted']);
  });

  test('a parked delivery has its reason there', async () => {
    await using world = await testWorld();
    await world.store.sendRaw('orders/create', '{"id": 1, "trunc');
    const [row] = await decisions(world);
    expect(row === undefined ? '' : explain(row)).toMatch(
      /^Delivery \d+ \(shopify orders\/create\) was parked: the body is not JSON\.$/,
    );
  });

  test('cannot be changed, not even by its owner', async () => {
    await using world = await testWorld();
    await world.store.sendRaw('orders/create', '{');
    await expect(world.ask(`update decision set kind = 'translated'`)).rejects.toMatchObject({
      code: 'PL002',
    });
    await expect(world.ask('delete from decision')).rejects.toMatchObject({ code: 'PL002' });
    await expect(world.ask('truncate decision')).rejects.toMatchObject({ code: 'PL002' });
  });
});

async function decisions(world: World): Promise<Decision[]> {
  return world.ask<Decision>(
    `select lane, iso(decided_at) as "decidedAt", kind, subject, rule, rule_version as "ruleVersion", detail, actor
     from decision order by id`,
  );
}
