import { beforeAll, describe, expect, test } from 'vitest';
import { fulfillmentStatusOf } from '#sandbox/shopify/order.ts';
import { onHandOf } from '#sandbox/shopify/act/stock.ts';
import { faultCatalog, type FaultKind } from '#sandbox/traffic/fault/catalog.ts';
import type { Planted } from '#sandbox/traffic/fault/planted.ts';
import type { OrderTruth } from '#sandbox/traffic/truth.ts';
import {
  creditedBeyond,
  evidence,
  invoicedBeyond,
  type Measure,
  receivedBeyond,
  saidOf,
  sceneOf,
} from './support/evidence.ts';
import { dayMs, live, type Lived } from './traffic-world.ts';

const lives: Lived[] = [];

beforeAll(async () => {
  for (const [seed, country] of [
    [51, 'DE'],
    [52, 'CH'],
    [53, 'DE'],
    [54, 'US'],
    [55, 'CA'],
    [56, 'CH'],
  ] as const)
    lives.push(await live({ seed, country, days: 40, rate: 30, faults: 'hostile' }));
}, 120_000);

/** All has left, and whoever types the documents has had a day to do so. */
function isSettled(life: Lived, { order, afterwards }: OrderTruth): boolean {
  return (
    afterwards === 'none' &&
    !order.test &&
    order.cancelledAt === null &&
    fulfillmentStatusOf(order) === 'fulfilled' &&
    order.updatedAt < life.endsAt - dayMs
  );
}

const byDocuments = new Set<Measure>([invoicedBeyond, receivedBeyond, creditedBeyond]);

/** Whether the world has come to rest about it, so that nothing but the fault makes a difference. */
function isAtRest(life: Lived, fault: Planted): boolean {
  const truth = life.orders.find((one) => one.orderId === fault.order);
  if (truth === undefined) return true;
  const shows = faultCatalog.find((one) => one.kind === fault.kind)?.subject;
  return shows !== 'document' && shows !== 'transaction' ? true : isSettled(life, truth);
}

const lasting = faultCatalog.filter((one) => one.lasting === 'lasting').map((one) => one.kind);

describe('a fault that lasts', () => {
  test('of every kind can be seen in the world without being told', () => {
    expect(lasting.filter((kind) => evidence[kind] === undefined)).toEqual([]);
  });

  test('differs by exactly what the truth says, to the minor unit or the unit of stock', () => {
    const seen = new Map<FaultKind, number>();
    const wrong: string[] = [];
    for (const life of lives)
      for (const fault of life.planted) {
        const measure = evidence[fault.kind];
        if (measure === undefined || !isAtRest(life, fault)) continue;
        const found = measure(sceneOf(life, fault));
        const said = saidTogether(life, fault);
        seen.set(fault.kind, (seen.get(fault.kind) ?? 0) + 1);
        if (found !== said) wrong.push(`${fault.kind} ${fault.note}: ${String(found)} for ${String(said)}`);
      }
    expect(wrong).toEqual([]);
    expect(lasting.filter((kind) => !seen.has(kind))).toEqual([]);
  });
});

/** Several mistakes with one item at one place are one difference. */
function saidTogether(life: Lived, fault: Planted): bigint | undefined {
  const same = life.planted.filter((one) => one.subject === fault.subject && one.kind.includes('stock'));
  const said = same.length > 1 ? same.map(saidOf) : [saidOf(fault)];
  return said.some((one) => one === undefined)
    ? undefined
    : said.reduce<bigint>((sum, one) => sum + (one ?? 0n), 0n);
}

describe('where nothing that lasts was planted', () => {
  test('store and ERP say the same of every order that has come to rest', () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const life of lives) {
      const touched = touchedIn(life);
      for (const truth of life.orders) {
        if (!isSettled(life, truth) || touched.has(truth.orderId)) continue;
        if (truth.order.transactions.some((one) => one.gateway === 'cash')) continue;
        compared += 1;
        const scene = { ...sceneOf(life, stub(truth.orderId)), order: truth.order };
        for (const measure of byDocuments) {
          const beyond = measure(scene);
          if (beyond !== 0n) wrong.push(`${truth.name}: ${String(beyond)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(3000);
  });

  test('store and ERP count the same units of everything everywhere', () => {
    for (const { world, planted } of lives) {
      const { inventory, products, locations } = world.store.state;
      const off = new Set(planted.map((one) => one.subject));
      const names = new Map(
        products.flatMap((one) => one.variants.map((each) => [each.inventoryItemId, each.sku])),
      );
      const places = new Map(locations.map((one) => [one.id, one.name]));
      let counted = 0;
      for (const level of inventory.levels.values()) {
        const name = `${names.get(level.inventoryItemId) ?? ''}@${places.get(level.locationId) ?? ''}`;
        if (off.has(name)) continue;
        counted += 1;
        expect(world.erp.stockLevels.get(name)?.onHand ?? 0, name).toBe(onHandOf(level));
      }
      expect(counted).toBeGreaterThan(100);
    }
  });
});

/** Orders with a fault of their own, and those under whose number somebody filed another's document. */
function touchedIn(life: Lived): ReadonlySet<string | null> {
  const documents = new Map(life.world.erp.documents.map((one) => [one.number, one.order]));
  return new Set(
    life.planted
      .filter((one) => one.lasting)
      .flatMap((one) => [one.order, documents.get(one.subject) ?? null]),
  );
}

function stub(order: string): Planted {
  return {
    kind: 'posted-by-hand-before-cut-over',
    subject: order,
    order,
    at: 0,
    amount: null,
    lasting: false,
    causes: [],
    exact: null,
    note: '',
  };
}
