import { describe, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import { type WorldOptions, type World } from '#sandbox/world.ts';
import { page, textOf } from '#tests/panel/support.ts';
import { sweep, typeIn } from '#tests/support/bookkeeper.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { postingsOf } from '#tests/support/witness.ts';
import { type Call, listen } from '#tests/support/wire.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const shop: NonNullable<WorldOptions['shop']> = {
  mode: 'shadow',
  modes: {
    'order routing': 'shadow',
    'shipment confirmation': 'shadow',
    'refund posting': 'shadow',
    'payment write-back': 'shadow',
  },
};

/** Whatever would change something at the ERP or in the store; a bulk read is asked for by a mutation too. */
function isWrite({ party, method, body }: Call): boolean {
  if (party === 'erp') return method !== 'GET';
  return party === 'store' && /\bmutation\b/.test(body) && !body.includes('bulkOperationRunQuery');
}

/** A world whose ERP and store refuse every write of ours, and count it. */
async function guarded(rest: Partial<typeof shop> = {}) {
  const world = await testWorld({ shop: { ...shop, ...rest } });
  await world.worker.scheduled('*/5 * * * *');
  const wire = listen(world);
  let refused = 0;
  wire.interfere = async (call, answer) => {
    if (!isWrite(call)) return answer();
    refused += 1;
    return new Response('{"error":{"code":"read_only","message":"nothing may be written"}}', { status: 403 });
  };
  return { world, refused: () => refused };
}

const compared = async (world: World, order: StoreOrder) =>
  world.ask<{ kind: string; differs: string[] }>(
    `select kind, to_jsonb(differs) as differs from shadow where lane = $1
     order by array_position(array['sales_order', 'customer_deposit', 'invoice'], kind)`,
    [`order/${order.id}`],
  );

describe('in shadow', () => {
  test('a whole life of orders writes nothing at the ERP nor in the store', async () => {
    const { world, refused } = await guarded();
    await using _ = world;
    const order = await wholeLife(world, paidOrder());
    const cancelled = world.store.placeOrder(paidOrder());
    await live(world, 3 * minute);
    world.store.cancel(cancelled);
    await live(world, 120 * minute);
    expect(await postingsOf(world, order)).not.toEqual([]);
    expect(refused()).toBe(0);
    expect(world.erp.documents).toEqual([]);
  });

  test('what people post is compared with what would have been posted, also of orders from before the cut-over', async () => {
    const { world, refused } = await guarded({ cutOverAt: '2026-12-01T00:00:00.000Z' });
    await using _ = world;
    const order = await wholeLife(world, paidOrder());
    typeIn(world, order, { kind: 'sales_order', minor: 11900 });
    typeIn(world, order, { kind: 'customer_deposit', minor: 11900 });
    typeIn(world, order, { kind: 'invoice', minor: 11800, taxes: { 'DE MwSt@0.19': 1884 } });
    await live(world, 60 * minute);
    await sweep(world);
    expect(await postingsOf(world, order)).toEqual([]);
    const [sales, deposit, invoice] = await compared(world, order);
    expect(sales).toEqual({ kind: 'sales_order', differs: [] });
    expect(deposit?.differs).toEqual([]);
    expect(invoice?.differs).toEqual(expect.arrayContaining(['gross', 'tax']));

    const card = textOf(await page(world, '/automations'));
    expect(card).toContain('People did what it would have done in 66.66 % of the last 3 documents');
    const detail = textOf(await page(world, '/automations/invoice-posting'));
    expect(detail).toContain('€119.00 (differs)');
    expect(detail).toContain('€118.00 (differs)');
    expect(refused()).toBe(0);
  });

  test('a dry run says what would be planned and why, and that nothing of it ever leaves', async () => {
    const { world, refused } = await guarded({ cutOverAt: '2026-12-01T00:00:00.000Z' });
    await using _ = world;
    const order = await wholeLife(world, paidOrder());
    const before = await world.ask(`select count(*) from decision`);
    const text = textOf(await page(world, `/automations/invoice-posting?try=${order.number}`));
    expect(text).toContain(
      '4 postings would be due, and none ever leaves: it was placed before 1 Dec 2026, 01:00',
    );
    expect(text).toContain('Because Shopify Payments took the money before an invoice was due.');
    expect(await world.ask(`select count(*) from decision`)).toEqual(before);
    expect(await world.ask(`select count(*)::integer from posting`)).toEqual([{ count: 0 }]);
    expect(textOf(await page(world, '/automations/invoice-posting?try=9999'))).toContain(
      'No order is known as 9999',
    );
    expect(refused()).toBe(0);
  });
});
