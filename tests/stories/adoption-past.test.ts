/** A shop whose documents people and an earlier connector have made, before the cut-over and for days after it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { virtualClock } from '#sandbox/clock.ts';
import { asOwner } from '#sandbox/database.ts';
import type { ErpDocument } from '#sandbox/erp/contract.ts';
import { mapSources } from '#sandbox/run/stocked.ts';
import { orderGid, receivedOf, refundedOf, type StoreOrder } from '#sandbox/shopify/order.ts';
import { rareLooks } from '#sandbox/simulation/weather.ts';
import { openLife } from '#sandbox/traffic/life.ts';
import type { World } from '#sandbox/world.ts';
import type { Mode, WorkflowName } from '#domain/workflow.ts';
import { lamp, paidOrder } from '#tests/support/checkout.ts';
import { untilRead } from '#tests/support/past.ts';
import { documentsOf, postingsOf } from '#tests/support/witness.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const timeout = 10 * 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const from = Date.parse('2026-11-02T05:00:00Z');
/** The app is installed, with every workflow in shadow: people go on as before. */
const cutOver = from + 8 * day;
/** Everything is switched to auto, and people stop. */
const switched = cutOver + day;
const plan = { seed: 21, days: 10, rate: 20, faults: 'none', from, liveFrom: cutOver } as const;

const inShadow = {
  'order routing': 'shadow',
  'invoice posting': 'shadow',
  'shipment confirmation': 'shadow',
  'refund posting': 'shadow',
  'payment write-back': 'shadow',
} as const satisfies Record<WorkflowName, Mode>;

const installation = {
  installedAt: new Date(cutOver).toISOString(),
  cutOverAt: new Date(cutOver).toISOString(),
  pastSince: new Date(from).toISOString(),
  modes: inShadow,
  policy: { sweepMs: 2 * hour },
};

/** Orders after the cut-over whose documents are typed each in its own way. */
type Ways = {
  /** Its invoice names no order. */
  readonly unnamed: StoreOrder;
  /** Has two sales orders, of which either could be meant. */
  readonly tied: StoreOrder;
  /** Of one amount; one invoice is there for both, and names neither. */
  readonly twins: readonly [StoreOrder, StoreOrder];
};

type Told = {
  readonly world: World;
  readonly ways: Ways;
  /** All that people had made by the time of the switch, other than for stock and gift cards. */
  readonly byHand: readonly ErpDocument[];
  readonly duplicatesBefore: number;
};

let told: Told;

beforeAll(async () => {
  const world = await testWorld({ clock: virtualClock(from), shop: installation });
  world.store.unsubscribe();
  openLife(world, plan);
  await mapSources(world);
  await world.clock.run({ until: cutOver });
  world.store.subscribe();
  await world.worker.scheduled('*/5 * * * *');
  await untilRead(world, 600);
  // Postgres counts its rows by the wall clock, and a day takes seconds here.
  await asOwner(world.server, world.database, async (client) => client.query('analyze'));
  world.qstash.journey = rareLooks();
  const ways = typeInWays(world);
  await world.clock.run({ until: switched });
  const byHand = world.erp.documents.filter(
    ({ key, kind }) => key === null && kind !== 'journal' && kind !== 'stock_adjustment',
  );
  const duplicatesBefore = world.erp.counts().duplicates;
  await world.ask(`update workflow set mode = 'auto'`);
  await world.lookAtModes();
  await world.ask('update lane set stirred = stirred + 1');
  await world.clock.run({ until: from + plan.days * day });
  await live(world, 8 * hour);
  told = { world, ways, byHand, duplicatesBefore };
}, timeout);

function euros(minor: bigint): ErpDocument['total'] {
  return { minor: String(minor), currency: 'EUR' };
}

/** An order that is paid and shipped, and whose people have typed all but its invoice. */
function uninvoiced(world: World, unitPrice: bigint): StoreOrder {
  const order = world.store.placeOrder(paidOrder({ lines: [lamp({ unitPrice })] }));
  const [paid] = order.transactions;
  const written = { order: orderGid(order), total: euros(unitPrice) };
  world.erp.enterByHand('sales_order', written);
  world.erp.enterByHand('customer_deposit', {
    ...written,
    source: `gid://shopify/OrderTransaction/${paid?.id}`,
  });
  world.store.fulfill(order);
  return order;
}

function typeInWays(world: World): Ways {
  const invoiceWithoutOrder = (minor: bigint): ErpDocument =>
    world.erp.enterByHand('invoice', { order: null, total: euros(minor) });
  const unnamed = uninvoiced(world, 77_731n);
  invoiceWithoutOrder(77_731n);
  const twins = [uninvoiced(world, 88_813n), uninvoiced(world, 88_813n)] as const;
  invoiceWithoutOrder(88_813n);
  const tied = world.store.placeOrder(paidOrder({ lines: [lamp({ unitPrice: 99_907n })] }));
  for (const minor of [99_907n, 99_900n])
    world.erp.enterByHand('sales_order', { order: orderGid(tied), total: euros(minor) });
  return { unnamed, tied, twins };
}

/** What became of each document by hand: `adopted`, `matched` in the proof of an order of the past, or how it is listed. */
async function fatesOf({ world, byHand }: Told): Promise<Map<string, string>> {
  const adopted = new Set(
    (
      await world.ask<{ id: string }>(
        `select document_id as id from posting where state = 'posted' and adopted`,
      )
    ).map(({ id }) => id),
  );
  const breaks = await world.ask<{ lane: string; said: string }>(
    `select lane, sentence || ' ' || about || ' ' || evidence::text as said from break where closed_at is null`,
  );
  const held = await world.ask<{ reason: string }>(
    `select reason from posting where state in ('held', 'rejected') and reason is not null`,
  );
  const proofs = new Map(
    (
      await world.ask<{ order: string; state: string }>(
        `select order_gid as "order", case when 'broken' in (erp_state, refund_state) then 'broken' else 'matched' end as state from proof`,
      )
    ).map(({ order, state }) => [order, state]),
  );
  const fateOf = ({ id, number, order }: ErpDocument): string => {
    if (adopted.has(id)) return 'adopted';
    if (held.some(({ reason }) => reason.includes(number))) return 'held with its candidates';
    if (breaks.some(({ said }) => said.includes(number))) return 'named by a break';
    const state = order === null ? undefined : proofs.get(order);
    return state ?? 'not known';
  };
  return new Map(byHand.map((one) => [`${one.kind} ${one.number}`, fateOf(one)]));
}

describe('a shop with hundreds of documents by people and an earlier connector, switched to auto', () => {
  test('has them before the cut-over and after it, of every kind', () => {
    const { byHand } = told;
    expect(byHand.length).toBeGreaterThanOrEqual(500);
    const kindsOf = (of: readonly ErpDocument[]): ReadonlySet<string> => new Set(of.map(({ kind }) => kind));
    const all = ['sales_order', 'customer_deposit', 'invoice', 'payment', 'credit_memo', 'refund_payment'];
    expect(kindsOf(byHand)).toEqual(new Set(all));
    const later = kindsOf(byHand.filter((one) => Date.parse(one.createdAt) >= cutOver));
    expect(['sales_order', 'customer_deposit', 'invoice'].filter((kind) => !later.has(kind))).toEqual([]);
  });

  test('has none of them doubled: of nothing does the ERP hold more than happened', async () => {
    const { world, duplicatesBefore } = told;
    expect(world.erp.counts().duplicates).toBe(duplicatesBefore);
    const sums = new Map<string, bigint>();
    for (const { kind, order, status, total } of world.erp.documents)
      if (order !== null && status !== 'canceled') {
        const money = kind === 'customer_deposit' || kind === 'payment' ? 'received' : kind;
        sums.set(`${money} ${order}`, (sums.get(`${money} ${order}`) ?? 0n) + BigInt(total.minor));
      }
    const beyond = world.store.orders.flatMap((order) => {
      const gid = orderGid(order);
      const received = sums.get(`received ${gid}`) ?? 0n;
      const back = sums.get(`refund_payment ${gid}`) ?? 0n;
      return [
        ...(received > receivedOf(order).shop ? [`${order.name} received ${received}`] : []),
        ...(back > refundedOf(order).shop ? [`${order.name} refunded ${back}`] : []),
      ];
    });
    expect(beyond).toEqual([]);
  });

  test('has each of them adopted, matched or listed, and posts the rest of their orders itself', async () => {
    const fates = await fatesOf(told);
    const counts = new Map(
      [...Map.groupBy(fates.values(), (fate) => fate)].map(([fate, of]) => [fate, of.length]),
    );
    console.info([...counts].map(([fate, count]) => `${count} documents by hand: ${fate}`).join('\n'));
    const listed = new Set(['adopted', 'matched', 'held with its candidates', 'named by a break']);
    expect([...fates].filter(([, fate]) => !listed.has(fate))).toEqual([]);
    expect(counts.get('adopted')).toBeGreaterThan(40);
    expect(counts.get('matched')).toBeGreaterThan(300);
  });

  test('posts nothing of an order from before the cut-over', async () => {
    const earlier = told.world.store.orders.filter((one) => one.createdAt < cutOver).map(orderGid);
    const keyed = told.world.erp.documents.filter(
      (one) => one.key !== null && earlier.includes(one.order ?? ''),
    );
    expect(keyed).toEqual([]);
  });

  test('leaves to a person an invoice that names no order, with its number, and makes no second one', async () => {
    const { world, ways } = told;
    const postings = await postingsOf(world, ways.unnamed);
    const invoice = postings.find(({ kind }) => kind === 'invoice');
    expect(invoice?.state).toBe('held');
    expect(invoice?.reason).toMatch(/INV-\d+/);
    expect(documentsOf(world, ways.unnamed).filter(([kind]) => kind === 'invoice')).toEqual([]);
  });

  test('leaves to a person which of two orders an invoice is for, and which of two sales orders is meant', async () => {
    const { world, ways } = told;
    for (const twin of ways.twins) {
      const invoice = (await postingsOf(world, twin)).find(({ kind }) => kind === 'invoice');
      expect([invoice?.state, /INV-\d+/.test(invoice?.reason ?? '')]).toEqual(['held', true]);
    }
    const [salesOrder] = await postingsOf(world, ways.tied);
    expect(salesOrder?.state).toBe('held');
    expect(salesOrder?.reason?.match(/SO-\d+/g)).toHaveLength(2);
  });
});
