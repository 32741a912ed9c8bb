import { describe, expect, test } from 'vitest';
import { z } from 'zod';
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
    expect(await sweepRow(world)).toMatchObject({
      read_through: began,
      rows_read: 2,
      failures: 0,
      reason: null,
    });
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
    expect(await gone(world)).toEqual([
      { home: `order/${order.slice('gid://shopify/Order/'.length)}`, id: lost.id },
    ]);
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

  test('keeps a document apart that it cannot read, and all the others come in', async () => {
    await using world = await open();
    const typed = world.erp.enterByHand('payment', { order: null, total: eur(100) });
    world.intercept = async (request, answer) => {
      const response = await answer();
      if (new URL(request.url).pathname !== '/v1/documents') return response;
      return Response.json(withStranger(await response.json()));
    };
    await callTask(world, 'sweep', { shopId: world.shopId });
    expect([...(await documents(world)).keys()]).toEqual([typed.number]);
    await live(world, hour);
    await callTask(world, 'shop', { shopId: world.shopId });
    const parked = await world.ask<{ lane: string; reason: string }>(
      `select lane, reason from inbox where state = 'parked'`,
    );
    expect(parked).toHaveLength(1);
    expect(parked[0]?.lane).toMatch(/^unreadable\/erp-document-/);
    expect(await sweepRow(world)).toMatchObject({ failures: 0, reason: null });
  });

  test('goes on where it was, whichever of its requests the Worker dies at', async () => {
    await using world = await open();
    await ticking(world);
    world.store.transit = () => [];
    await live(world, hour);
    let requests = Infinity;
    for (let nth = 0; nth < requests; nth += 1) {
      // News of the ERP each time, and an order that only the sweep of the store can find.
      const typed = Array.from({ length: 3 }, () =>
        world.erp.enterByHand('payment', { order: null, total: eur(100) }),
      );
      const order = world.store.placeOrder(paid);
      await live(world, minute);
      await world.ask(`update sweep set due_at = $1`, [at(world)]);
      const from = world.power.requests;
      world.power.plan = (_, index) =>
        index === from + nth ? { moment: nth % 2 === 0 ? 'before' : 'after' } : undefined;
      await callTask(world, 'sweep', { shopId: world.shopId }).catch(() => undefined);
      world.power.plan = undefined;
      if (world.power.requests - from <= nth) requests = nth;
      await live(world, 15 * minute);
      const known = await documents(world);
      expect(
        typed.filter(({ number }) => !known.has(number)),
        `after request ${nth}`,
      ).toEqual([]);
      const proofs = await world.ask(`select 1 from proof where lane = 'order/${order.id}'`);
      expect(proofs, `after request ${nth}`).toHaveLength(1);
    }
    expect(world.power.failures).toBeGreaterThan(8);
    expect(await gone(world)).toEqual([]);
    const [twice] = await world.ask(
      `select count(*)::int - count(distinct (lane, detail ->> 'happenedAt'))::int as twice from decision where kind = 'caught up'`,
    );
    expect(twice).toEqual({ twice: 0 });
  });

  test('costs two trips a page and a few around them, and fewer when nothing is new', async () => {
    await using world = await open();
    const trips = async () => {
      const { headers } = await callTask(world, 'sweep', { shopId: world.shopId });
      return Number(/desc="(\d+) round trips?"/.exec(headers.get('server-timing') ?? '')?.[1]);
    };
    const onlyDocuments = async () =>
      world.ask(`update sweep set due_at = case when resource = 'erp-documents' then $1::timestamptz end`, [
        at(world),
      ]);
    await onlyDocuments();
    const idle = await trips();
    expect(idle).toBeLessThanOrEqual(5);
    const order = orderGid(world.store.placeOrder(paid));
    for (let typed = 0; typed < 600; typed += 1) world.erp.enterByHand('journal', { order, total: eur(100) });
    await onlyDocuments();
    const pages = 3;
    expect(await trips()).toBeLessThanOrEqual(2 * pages + 14);
    expect(await sweepRow(world)).toMatchObject({ rows_read: 600 });
  });

  test('is read by one Worker when two are woken at once', async () => {
    await using world = await open();
    world.erp.enterByHand('payment', { order: null, total: eur(100) });
    let asked = 0;
    world.intercept = async (request, answer) => {
      asked += new URL(request.url).pathname === '/v1/documents' ? 1 : 0;
      return answer();
    };
    const wake = async () => callTask(world, 'sweep', { shopId: world.shopId });
    await Promise.all([wake(), wake(), wake()]);
    expect(asked).toBe(1);
    expect(await sweepRow(world)).toMatchObject({ rows_read: 1 });
  });
});

const page = z.looseObject({ documents: z.array(z.unknown()) });

/** The page with a row on it that no contract describes. */
function withStranger(answer: unknown): unknown {
  const { documents: rows, ...rest } = page.parse(answer);
  const stranger = { id: 'barter_1', kind: 'barter', modifiedAt: '2026-11-23T07:00:00.000Z' };
  return { ...rest, documents: [stranger, ...rows] };
}

describe('a sweep of the periods', () => {
  const versions = async (world: World) =>
    world.ask<{ key: string; version: string }>(
      `select key, version::text from lane where key like 'order/%' order by key`,
    );

  test('knows what is closed, and has whatever is dated in it proven again', async () => {
    await using world = await open();
    await ticking(world);
    const [old, young] = [world.store.placeOrder(paid), world.store.placeOrder(paid)].map(orderGid);
    world.erp.enterByHand('payment', { order: old ?? null, total: eur(100), date: '2026-10-30' });
    world.erp.enterByHand('payment', { order: young ?? null, total: eur(100), date: '2026-11-20' });
    await live(world, 2 * hour + 5 * minute);
    const before = await versions(world);
    world.erp.closePeriod('2026-10');
    await live(world, 40 * minute);
    const status = await world.ask(
      `select body ->> 'period' as period, body ->> 'status' as status from fact where kind = 'erp_period' order by 1`,
    );
    expect(status).toContainEqual({ period: '2026-10', status: 'closed' });
    expect(status).toContainEqual({ period: '2026-11', status: 'open' });
    const after = await versions(world);
    const moved = after.filter(
      ({ key, version }) => before.find((one) => one.key === key)?.version !== version,
    );
    expect(moved.map(({ key }) => `gid://shopify/Order/${key.slice('order/'.length)}`)).toEqual([old]);
  });
});
