import { describe, expect, test } from 'vitest';
import type { RouteAct, RouteBody } from '#domain/act.ts';
import { gid } from '#domain/gid.ts';
import { zero } from '#domain/money.ts';
import { Park } from '#domain/obstacle.ts';
import type { StoreFulfillmentOrder } from '#sandbox/shopify/model/fulfillment.ts';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import type { Lease } from '#src/automate/carry-out.ts';
import { routeTarget } from '#src/automate/carry-out-route.ts';
import { readRouting } from '#src/client/shopify/read-routing.ts';
import { lamp, openRead, payment, readAt } from '#tests/support/store-read.ts';

/** Two SKUs, three units of each, at home; both are in stock at a second place too. */
function shop() {
  const read = openRead();
  const { store } = read;
  const second = store.addLocation({ name: 'Second', country: 'DE', kind: 'warehouse' });
  const lines = ['LAMP', 'BULB'].map((sku) => {
    const [variant] = store.addProduct({
      title: sku,
      variants: [{ title: 'Default Title', sku, price: 11900n }],
    }).variants;
    if (variant === undefined) throw new Error('the product has no variant');
    for (const locationId of [store.shop.locationId, second.id])
      store.setQuantity({ inventoryItemId: variant.inventoryItemId, locationId }, 'available', {
        quantity: 9,
        reason: 'received',
      });
    return { ...lamp, sku, title: sku, quantity: 3, variantId: variant.id };
  });
  const order = store.placeOrder({ lines, taxesIncluded: true, payment });
  const [part] = order.fulfillmentOrders;
  if (part === undefined) throw new Error('nothing is to be shipped');
  const home = gid('Location', String(store.shop.locationId));
  return { ...read, order, part, home, second: gid('Location', String(second.id)) };
}
type Shop = ReturnType<typeof shop>;

const units = (order: StoreOrder, ...wanted: number[]) =>
  wanted.map((quantity, at) => ({ lineItem: gid('LineItem', String(order.lines[at]?.id)), quantity }));

const lease = (ambiguousUntil: string | null = null): Lease => ({
  key: 'plumb-demo-route-1-1-1-move-2-1',
  token: '1',
  lane: 'order/1',
  connectionId: '1',
  body: bodyOf(shop(), { do: 'release', holds: [] }),
  ambiguousUntil,
  enforcesKeys: false,
  executionMsMax: 60_000,
  documentIds: new Map(),
  claimed: new Set(),
  tries: 0,
  triesMax: 9,
  firstTriedAt: readAt,
  isProbe: false,
});

function bodyOf({ order, part }: Pick<Shop, 'order' | 'part'>, act: RouteAct): RouteBody {
  return {
    kind: 'route',
    order: { id: gid('Order', String(order.id)), name: order.name, store: 'plumb-demo.myshopify.com' },
    fulfillmentOrder: gid('FulfillmentOrder', String(part.id)),
    rule: 'North',
    act,
    total: zero('EUR'),
  };
}

const open = (of: Shop, act: RouteAct) => routeTarget(of.admin, bodyOf(of, act), () => readAt);
const shape = (parts: readonly StoreFulfillmentOrder[]) =>
  parts
    .filter(({ status }) => status !== 'CLOSED')
    .map(({ lines }) => lines.map(({ remaining }) => remaining));

const acts: readonly (readonly [name: string, act: (of: Shop) => RouteAct, shape: number[][]])[] = [
  [
    'a whole move',
    ({ order, home, second }) => ({
      do: 'move',
      from: home,
      to: second,
      lines: units(order, 3, 3),
      leaves: [],
    }),
    [[3, 3]],
  ],
  [
    'a move of some units',
    ({ order, home, second }) => ({
      do: 'move',
      from: home,
      to: second,
      lines: units(order, 1),
      leaves: units(order, 2, 3),
    }),
    [[2, 3], [1]],
  ],
  [
    'a split',
    ({ order }) => ({ do: 'split', lines: units(order, 3), leaves: units(order, 0, 3).slice(1) }),
    [[0, 3], [3]],
  ],
  ['a reroute', ({ home }) => ({ do: 'reroute', from: home, excluded: [home] }), [[3, 3]]],
  ['a hold', () => ({ do: 'hold', reason: 'OTHER', note: 'Waits', handle: 'plumbline-route-1' }), [[3, 3]]],
];

describe('the store as the target of routing', () => {
  test.each(acts)(
    '%s is found absent, then done, then found, and a second look does nothing',
    async (...[, act, left]) => {
      const of = shop();
      const target = open(of, act(of));
      expect((await target.find(lease())).outcome).toBe('absent');
      const done = await target.create(lease());
      expect(done.said).toMatchObject({
        source: 'store-receipt',
        document: { kind: 'route', thing: gid('FulfillmentOrder', String(of.part.id)) },
      });
      expect(shape(of.order.fulfillmentOrders)).toEqual(left);
      expect((await target.find(lease(readAt))).outcome).toBe('ours');
    },
  );

  test('a release takes our hold away and leaves the holds of people', async () => {
    const of = shop();
    const held = { do: 'hold', reason: 'OTHER', note: 'Waits', handle: 'plumbline-route-1' } as const;
    await open(of, held).create(lease());
    of.store.holdFulfillmentOrder(of.order, of.part, { reason: 'OTHER', notes: 'Ask' });
    const [ours] = of.part.holds;
    const release = open(of, { do: 'release', holds: [gid('FulfillmentHold', String(ours?.id))] });
    expect((await release.find(lease())).outcome).toBe('absent');
    await release.create(lease());
    expect(of.part.holds.map(({ notes }) => notes)).toEqual(['Ask']);
    expect((await release.find(lease())).outcome).toBe('adopt');
  });

  const whole = ({ order, home, second }: Shop): RouteAct => ({
    do: 'move',
    from: home,
    to: second,
    lines: units(order, 3, 3),
    leaves: [],
  });

  test.each<readonly [string, (of: Shop) => void, RegExp]>([
    ['shipped', ({ store, order }) => store.fulfill(order), /is closed meanwhile/],
    ['begun', ({ store, order, part }) => store.reportProgress(order, part), /is in progress meanwhile/],
    [
      'shortened',
      ({ store, order, part }) =>
        store.splitFulfillmentOrder(order, part, [{ id: part.lines[0]?.id ?? 0n, quantity: 1 }]),
      /lines of the fulfillment order changed meanwhile/,
    ],
  ])('what people have %s meanwhile is left alone, in words', async (...[, meanwhile, says]) => {
    const of = shop();
    meanwhile(of);
    await expect(open(of, whole(of)).find(lease())).rejects.toThrow(says);
    await expect(open(of, whole(of)).find(lease())).rejects.toBeInstanceOf(Park);
  });

  test('what the store refuses is parked with its own sentence', async () => {
    const of = shop();
    const lines = units(of.order, 3, 3);
    const nowhere = gid('Location', '1');
    const target = open(of, { do: 'move', from: of.home, to: nowhere, lines, leaves: [] });
    await expect(target.create(lease())).rejects.toThrow('Shopify refuses: Location not found.');
    await expect(target.create(lease())).rejects.toBeInstanceOf(Park);
  });
});

test('an order is read with every fulfillment order, every line and the stock of what is left to ship', async () => {
  const of = shop();
  const [line] = of.order.lines;
  if (line === undefined) throw new Error('the order has no line');
  of.store.fulfill(of.order, [{ line, quantity: 3 }]);
  const routing = await readRouting(of.admin, gid('Order', String(of.order.id)));
  expect(routing?.fulfillmentOrders.map(({ status, lineItems }) => [status, lineItems.nodes.length])).toEqual(
    [['IN_PROGRESS', 2]],
  );
  expect(routing?.items).toHaveLength(1);
  expect(of.asked).toEqual(['OrderRouting', 'StockOfItems']);
});
