import { describe, expect, test } from 'vitest';
import type { World } from '#sandbox/world.ts';
import { live, minute, morning, testWorld } from '#tests/support/world.ts';
import { changed, contents, count, inboxOf, lastWebhookId } from './support/look.ts';
import { paid, unpaidQuietly } from './support/order.ts';

const hour = 60 * minute;
const day = 24 * hour;
const uninstalled = '{"id":548380009,"domain":"plumb-demo.myshopify.com"}';

/** Lets the timetable run: the tick each minute. */
const startTimetable = async (world: World) => world.worker.scheduled('*/5 * * * *');

async function shopState(world: World, domain = world.store.shop.domain): Promise<unknown> {
  return (
    await world.ask('select state, data_key is not null as key from shop where domain = $1', [domain])
  )[0];
}

/** Notes what leaves for the merchant's systems, from now on. */
function watch(world: World): string[] {
  const left: string[] = [];
  world.intercept = async (request, answer) => {
    const { hostname, pathname } = new URL(request.url);
    if (hostname.endsWith('.myshopify.com') || hostname.startsWith('erp.'))
      left.push(`${request.method} ${hostname}${pathname}`);
    return answer();
  };
  return left;
}

describe('when the app is uninstalled', () => {
  test('no question and no posting leaves any more, and we stop waking ourselves', async () => {
    await using world = await testWorld();
    world.store.placeOrder(paid);
    await live(world, 10_000);
    expect(await count(world, 'lane', 'read_due_at is not null')).toBe(1);

    expect((await world.store.sendRaw('app/uninstalled', uninstalled)).status).toBe(200);
    expect(await shopState(world)).toEqual({ state: 'uninstalled', key: true });
    const left = watch(world);
    await startTimetable(world);
    await live(world, 10 * minute);
    const wakes = world.qstash.messages.filter(({ scheduleId }) => scheduleId === undefined).length;
    await live(world, 3 * hour);
    expect(left).toEqual([]);
    expect(world.erp.documents).toEqual([]);
    expect(world.qstash.messages.filter(({ scheduleId }) => scheduleId === undefined)).toHaveLength(wakes);
  });

  test('a posting that was already planned and woken does not leave', async () => {
    await using world = await testWorld();
    world.qstash.journey = ({ url }) => [url.endsWith('/task/post') ? 5 * minute : 0];
    world.store.placeOrder(paid);
    await live(world, 2 * minute);
    expect(await count(world, 'posting', "state = 'planned'")).toBe(2);

    await world.store.sendRaw('app/uninstalled', uninstalled);
    const left = watch(world);
    await startTimetable(world);
    await live(world, hour);
    expect(left).toEqual([]);
    expect(await count(world, 'posting', "state = 'planned'")).toBe(2);
  });

  test('later news is kept and parked, and teaches nothing', async () => {
    await using world = await testWorld();
    await world.store.sendRaw('app/uninstalled', uninstalled);
    const order = world.store.placeOrder(unpaidQuietly);
    const before = await contents(world);
    expect((await world.store.sendRaw('orders/create', world.store.orderBody(order))).status).toBe(200);
    expect(changed(before, await contents(world))).toEqual(['lane', 'inbox', 'decision']);
    expect(await inboxOf(world, lastWebhookId(world))).toMatchObject([
      { state: 'parked', reason: 'the shop has uninstalled the app' },
    ]);
  });

  test('news of an uninstallation from before the installation changes nothing', async () => {
    await using world = await testWorld();
    const longAgo = new Date(morning - 3 * day).toISOString();
    const headers = { 'X-Shopify-Triggered-At': longAgo };
    expect((await world.store.sendRaw('app/uninstalled', uninstalled, { headers })).status).toBe(200);
    expect(await shopState(world)).toEqual({ state: 'installed', key: true });
    world.store.placeOrder(paid);
    await live(world, 10 * minute);
    expect(world.erp.counts()).toMatchObject({ salesOrders: 1, deposits: 1 });
  });
});

describe('when the law asks', () => {
  test('shop/redact empties every delivery of that shop alone and destroys its key; what is posted stays', async () => {
    await using world = await testWorld();
    const other = await world.installStore('other-shop.myshopify.com');
    world.store.fulfill(world.store.placeOrder(paid));
    await other.sendRaw('orders/create', other.orderBody(other.placeOrder(unpaidQuietly)));
    await live(world, 10 * minute);
    const kept = ['posting', 'posting_attempt', 'journal_entry', 'journal_line', 'proof'] as const;
    const before = await contents(world);
    expect(await count(world, 'posting', "state = 'posted'")).toBe(4);

    await world.store.sendRaw('app/uninstalled', uninstalled);
    await live(world, 2 * day);
    const redact = '{"shop_id":548380009,"shop_domain":"plumb-demo.myshopify.com"}';
    expect((await world.store.sendRaw('shop/redact', redact)).status).toBe(200);

    expect(await shopState(world)).toEqual({ state: 'redacted', key: false });
    expect(await count(world, 'inbox', `shop_id = ${world.shopId} and sealed is not null`)).toBe(0);
    expect(await count(world, 'inbox', `shop_id = ${world.shopId}`)).toBeGreaterThan(5);
    expect(await shopState(world, other.shop.domain)).toEqual({ state: 'installed', key: true });
    expect(await count(world, 'inbox', `shop_id <> ${world.shopId} and sealed is null`)).toBe(0);
    const after = await contents(world);
    expect(changed(before, after).filter((table) => kept.some((one) => one === table))).toEqual([]);
  });

  test('shop/redact takes the bytes of deliveries that still wait, and they stop nothing', async () => {
    await using world = await testWorld();
    world.neon.intercept = (statements) =>
      statements.some((one) => one.includes('from claim(')) ? 'down' : 'pass';
    const order = world.store.placeOrder(unpaidQuietly);
    await world.store.sendRaw('orders/create', world.store.orderBody(order));
    world.neon.intercept = undefined;
    await world.store.sendRaw('shop/redact', '{"shop_id":548380009}');
    await startTimetable(world);
    await live(world, 10 * minute);
    expect(await count(world, 'inbox', 'sealed is not null')).toBe(0);
    expect(await count(world, 'inbox', "state = 'kept'")).toBe(0);
    expect(await count(world, 'inbox', "state = 'parked'")).toBe(1);
  });

  test.each(['customers/redact', 'customers/data_request'])(
    '%s is kept as a fact that names nobody',
    async (topic) => {
      await using world = await testWorld();
      const person = { id: 191167, email: 'ada.kessler@example.com', phone: '+49302312500' };
      const payload = {
        shop_id: 548380009,
        customer: person,
        orders_to_redact: [299938],
        orders_requested: [299938],
      };
      const request = topic === 'customers/redact' ? payload : { ...payload, data_request: { id: 9999 } };
      expect((await world.store.sendRaw(topic, JSON.stringify(request))).status).toBe(200);
      const subject = topic === 'customers/redact' ? '191167' : '9999';
      expect(await world.ask('select kind, key, body from fact')).toEqual([
        { kind: 'compliance', key: `${topic}/${subject}`, body: { topic, customer: '191167' } },
      ]);
      expect(await shopState(world)).toEqual({ state: 'installed', key: true });
    },
  );

  test('it is heard from a merchant who has left, too', async () => {
    await using world = await testWorld();
    await world.store.sendRaw('app/uninstalled', uninstalled);
    const request = '{"shop_id":548380009,"customer":{"id":191167},"orders_to_redact":[]}';
    await world.store.sendRaw('customers/redact', request);
    expect(await inboxOf(world, lastWebhookId(world))).toMatchObject([{ state: 'done', reason: null }]);
  });
});

describe('retention', () => {
  test('raw bytes are let go by the tick after thirty days, and what was learned from them stays', async () => {
    await using world = await testWorld();
    world.store.fulfill(world.store.placeOrder(paid));
    await live(world, 10 * minute);
    const rows = await count(world, 'inbox');
    const before = await contents(world);
    for (let passed = 0; passed < 29; passed += 1) await live(world, day);
    await startTimetable(world);
    await live(world, minute);
    expect(await count(world, 'inbox', 'sealed is null'), 'not a day too early').toBe(0);

    // The timetable stands still, so that only the tick at the end can have done it.
    await world.qstash.fetch(
      new Request('https://qstash.upstash.io/v2/schedules/tick', {
        method: 'DELETE',
        headers: { authorization: 'Bearer qstash-sandbox-token' },
      }),
    );
    await live(world, 2 * day);
    const fresh = world.store.placeOrder(unpaidQuietly);
    await world.store.sendRaw('orders/create', world.store.orderBody(fresh));
    const late = lastWebhookId(world);
    expect(await count(world, 'inbox', 'sealed is null')).toBe(0);

    await startTimetable(world);
    await live(world, 2 * minute);
    expect(await count(world, 'inbox', 'sealed is null')).toBe(rows);
    expect(await inboxOf(world, late)).toMatchObject([{ sealed: true }]);
    expect(await count(world, 'inbox', "state <> 'done'")).toBe(0);
    const learned = ['posting', 'posting_attempt'];
    expect(changed(before, await contents(world)).filter((table) => learned.includes(table))).toEqual([]);
    expect(await count(world, 'fact', `home = (select lane from posting limit 1)`)).toBeGreaterThan(4);
  });
});
