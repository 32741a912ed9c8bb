import { describe, expect, test } from 'vitest';
import { virtualClock } from '#sandbox/clock.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import { secrets } from '#sandbox/secret.ts';
import { openLife } from '#sandbox/traffic/life.ts';
import type { World } from '#sandbox/world.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { livePast, readings, shopWithPast, untilRead } from '#tests/support/past.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const day = 86_400_000;
const from = Date.parse('2026-11-02T05:00:00Z');
const small = { seed: 5, days: 6, rate: 10 };

async function worldWithPast(plan = small) {
  const clock = virtualClock(from);
  const world = await testWorld({ runtime: 'process', clock, shop: shopWithPast(from, plan) });
  const life = await livePast(world, plan);
  return Object.assign(world, { life });
}

/** What is known of the orders, by the name of each fact. */
async function knowledge(world: World, kinds: readonly string[]): Promise<Map<string, string>> {
  const rows = await world.ask<{ name: string; digest: string }>(
    `select kind || ' ' || key as name, digest from fact where kind = any ($1)`,
    [kinds],
  );
  return new Map(rows.map((one) => [one.name, one.digest]));
}

/** What each order sold, by its name, as its agreements sum up in the store itself. */
function sold(world: World): Map<string, bigint> {
  return new Map(
    world.store.orders.map((order) => [
      order.name,
      order.agreements.flatMap((one) => one.sales).reduce((sum, { total }) => sum + total.shop, 0n),
    ]),
  );
}

async function soldAsKnown(world: World): Promise<Map<string, bigint>> {
  const rows = await world.ask<{ name: string; minor: string }>(
    `select o.body ->> 'name' as name, coalesce(sum((s -> 'total' ->> 'minor')::numeric), 0)::text as minor
     from fact o left join fact a on a.shop_id = o.shop_id and a.home = o.home and a.kind = 'agreement'
     left join lateral jsonb_array_elements(a.body -> 'sales') s on true
     where o.kind = 'order' group by 1`,
  );
  return new Map(rows.map(({ name, minor }) => [name, BigInt(minor)]));
}

async function expectWholePast(world: World): Promise<void> {
  expect(
    (await readings(world)).map((one) => [one.resource, one.state, one.roots_read === one.roots]),
  ).toEqual([
    ['fulfillments', 'done', true],
    ['orders', 'done', true],
    ['refunds', 'done', true],
    ['returns', 'done', true],
  ]);
  expect(await soldAsKnown(world)).toEqual(sold(world));
  const [counted] = await world.ask<Record<string, number>>(
    `select (select count(*)::int from proof) as proofs, (select count(*)::int from posting) as postings,
      (select count(*)::int from inbox where state <> 'done') as undone,
      (select count(*)::int from lane where failures > 0) as failed`,
  );
  expect(counted).toEqual({ proofs: world.store.orders.length, postings: 0, undone: 0, failed: 0 });
  expect(world.strangers).toEqual([]);
}

/** Whether a request of the Worker is the trip that keeps a part of a file. */
async function keepsPart(request: Request): Promise<boolean> {
  const text = new URL(request.url).pathname === '/sql' ? await request.clone().text() : '';
  return text.includes('shopify-bulk') && text.includes('held_until') && text.includes('insert into');
}

describe('the past of a new shop', () => {
  test('is read from its four files, every order is proven, and nothing of it is posted', async () => {
    await using world = await worldWithPast();
    expect(world.life.orders.length).toBeGreaterThan(40);
    expect(world.sent).toEqual([]);
    await untilRead(world, 60);
    await expectWholePast(world);
  });

  test('is asked for order by order where no file can tell all of one', async () => {
    const plan = { ...small, days: 1 };
    const clock = virtualClock(from);
    await using world = await testWorld({ runtime: 'process', clock, shop: shopWithPast(from, plan) });
    world.store.unsubscribe();
    const order = world.store.placeOrder(paidOrder());
    const sent = world.store.fulfill(order).lines.map(({ id }) => ({ fulfillmentLineId: id, quantity: 1 }));
    const returned = world.store.createReturn(order, { lines: sent });
    const back = returned.lines.map(({ id }) => ({ returnLineId: id, quantity: 1 }));
    const refund = world.store.processReturn(order, returned, { lines: back });
    await livePast(world, plan);
    await untilRead(world, 60);
    const known = await world.ask<{ kind: string; source: string }>(
      `select f.kind, i.source from fact f join inbox i on i.id = f.delivery_id
       where f.key in ($1, $2) and f.kind in ('order_read', 'refund') order by f.kind`,
      [orderGid(order), `gid://shopify/Refund/${refund?.id}`],
    );
    expect(known).toEqual([
      { kind: 'order_read', source: 'shopify-admin' },
      { kind: 'refund', source: 'shopify-admin' },
    ]);
    await expectWholePast(world);
  });

  test('is known as if the app had been there from the start', async () => {
    const plan = { ...small, days: 2 };
    const kinds = ['agreement', 'fulfillment', 'order', 'refund', 'return'];
    await using late = await worldWithPast(plan);
    await untilRead(late, 60);
    await using early = await testWorld({
      runtime: 'process',
      clock: virtualClock(from),
      shop: { installedAt: new Date(from).toISOString(), mode: 'shadow' },
    });
    // Nothing is lost in this life, so the wake-ups alone bring it to its end, without a tick a minute.
    const life = openLife(early, { ...plan, from, faults: 'none' });
    await early.clock.run({ until: life.endsAt + 30 * minute });
    expect(early.sent.length).toBeGreaterThan(life.orders.length);
    expect(await knowledge(late, kinds)).toEqual(await knowledge(early, kinds));
  }, 180_000);

  test('is kept once, part by part, whenever the Worker dies on the way', async () => {
    await using world = await worldWithPast({ seed: 7, days: 6, rate: 60 });
    let parts = 0;
    world.power.plan = async (request) => {
      if (!(await keepsPart(request))) return undefined;
      parts += 1;
      if (parts === 1) return { moment: 'before' };
      return parts === 3 || parts === 5 ? { moment: 'after' } : undefined;
    };
    await untilRead(world, 120);
    expect(world.power.failures).toBe(3);
    await expectWholePast(world);
    const deliveries = await world.ask<{ topic: string }>(
      `select topic from inbox where source = 'shopify-bulk' order by topic`,
    );
    expect(deliveries.length).toBeGreaterThanOrEqual(4);
  });

  test('is asked for anew when the file is gone before it could be read', async () => {
    await using world = await worldWithPast();
    await live(world, 1);
    for (let second = 0; second < 120; second += 1) {
      await live(world, 1000);
      if ((await readings(world)).every((one) => one.state === 'running')) break;
    }
    await world.worker.kill();
    await live(world, 8 * day);
    await world.worker.start();
    await untilRead(world, 60);
    const attempts = await world.ask<{ attempts: number }>('select attempts from backfill');
    expect(attempts.map((one) => one.attempts)).toEqual([1, 1, 1, 1]);
    await expectWholePast(world);
  });

  test('waits while the shop runs as many operations as it may', async () => {
    await using world = await worldWithPast();
    let refused = 0;
    world.intercept = async (request, answer) => {
      const isStart = (await request.clone().text()).includes('mutation RunBulk');
      if (isStart && refused === 0) {
        refused += 1;
        for (let other = 0; other < 5; other += 1) await startAnother(world);
      }
      return answer();
    };
    await live(world, minute / 2);
    const waiting = (await readings(world)).map((one) => one.reason);
    expect(waiting).toContain('the shop runs as many bulk operations as it may');
    await untilRead(world, 60);
    await expectWholePast(world);
  });

  test('begins anew after an operation that broke off, and needs no word that one has ended', async () => {
    await using world = await worldWithPast();
    world.store.transit = ({ topic }) => (topic === 'bulk_operations/finish' ? [] : [0]);
    world.store.failNextBulkOperation('INTERNAL_SERVER_ERROR');
    await untilRead(world, 60);
    await expectWholePast(world);
  });
});

async function startAnother({ store }: World): Promise<void> {
  const query = `mutation { bulkOperationRunQuery(query: "{ orders { edges { node { id } } } }") {
    bulkOperation { id } userErrors { message } } }`;
  await store.fetch(
    new Request(`https://${store.shop.domain}/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      headers: { 'X-Shopify-Access-Token': secrets.storeToken, 'Content-Type': 'application/json' },
      body: JSON.stringify({ query }),
    }),
  );
}
