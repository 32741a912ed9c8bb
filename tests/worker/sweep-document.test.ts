import { describe, expect, test } from 'vitest';
import { orderGid } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { callTask } from './support/look.ts';
import { paid } from './support/order.ts';

const hour = 60 * minute;
const day = 24 * hour;
const eur = (minor: number) => ({ minor: String(minor), currency: 'EUR' });

const open = async () => testWorld({ runtime: 'process' });

/** Lets the tick come each minute, as it does in an installed app. */
async function ticking(world: World): Promise<void> {
  await world.worker.scheduled('*/5 * * * *');
}

async function sweepRow(world: World, resource = 'erp-documents') {
  const [row] = await world.ask<Record<string, unknown>>(
    `select iso(read_through) as read_through, rows_read::int, failures, reason, pass_started_at, held_until
     from sweep where resource = $1`,
    [resource],
  );
  return row;
}

/** Every document that is known, by number, with the lane it stands in. */
async function documents(world: World): Promise<Map<string, string>> {
  const rows = await world.ask<{ number: string; home: string }>(
    `select body ->> 'number' as number, home from fact where kind = 'erp_document' and body ->> 'told' = 'sweep'`,
  );
  return new Map(rows.map(({ number, home }) => [number, home]));
}

async function gone(world: World): Promise<unknown[]> {
  return world.ask(`select home, body ->> 'documentId' as id from fact where kind = 'erp_document_gone'`);
}

const at = (world: World) => new Date(world.clock.now()).toISOString();

describe('a sweep of the ERP', () => {
  test('knows what people typed, in the lane of its order, and says through when', async () => {
    await using world = await open();
    const order = world.store.placeOrder(paid);
    const credit = world.erp.enterByHand('credit_memo', { order: orderGid(order), total: eur(500) });
    const stray = world.erp.enterByHand('invoice', { order: null, total: eur(700) });
    const began = at(world);
    await callTask(world, 'sweep', { shopId: world.shopId });
    expect(await documents(world)).toEqual(
      new Map([
        [credit.number, `order/${order.id}`],
        [stray.number, `erp/${stray.id}`],
      ]),
    );
    expect(await sweepRow(world)).toMatchObject({ read_through: began, rows_read: 2, failures: 0, reason: null });
    expect(world.strangers).toEqual([]);
  });

  test('finds a document that was deleted without a trace, once everything is listed again', async () => {
    await using world = await open();
    await ticking(world);
    const order = orderGid(world.store.placeOrder(paid));
    const kept = world.erp.enterByHand('payment', { order, total: eur(100) });
    const lost = world.erp.enterByHand('credit_memo', { order, total: eur(500) });
    await live(world, 2 * hour);
    expect((await documents(world)).size).toBeGreaterThanOrEqual(2);
    world.erp.deleteByHand(lost);
    await live(world, 2 * hour);
    expect(await gone(world)).toEqual([]);
    await live(world, day);
    expect(await gone(world)).toEqual([{ home: `order/${order.slice('gid://shopify/Order/'.length)}`, id: lost.id }]);
    expect((await documents(world)).has(kept.number)).toBe(true);
  });

  test('takes none for deleted that only changed while the pages were read', async () => {
    await using world = await open();
    const typed = Array.from({ length: 260 }, () =>
      world.erp.enterByHand('payment', { order: null, total: eur(100) }),
    );
    await live(world, hour);
    await callTask(world, 'sweep', { shopId: world.shopId });
    await live(world, day);
    const [first] = typed;
    if (first === undefined) throw new Error('nothing was typed');
    let pages = 0;
    world.intercept = async (request, answer) => {
      const isPage = new URL(request.url).pathname === '/v1/documents';
      // Between our last pass and the page that would show it, it moves to the end of the list.
      if (isPage && pages === 0) world.erp.editByHand(first, { total: eur(90) });
      pages += isPage ? 1 : 0;
      return answer();
    };
    await callTask(world, 'sweep', { shopId: world.shopId });
    expect(pages).toBe(2);
    expect(await gone(world)).toEqual([]);
  });
});
