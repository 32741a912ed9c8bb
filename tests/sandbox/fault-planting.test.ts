import { describe, expect, test } from 'vitest';
import { faultCatalog, type FaultKind } from '#sandbox/traffic/fault/catalog.ts';
import type { Planted } from '#sandbox/traffic/fault/planted.ts';
import { mappingOf } from '#sandbox/traffic/mapping.ts';
import { dayMs, live, logOf, monday } from './traffic-world.ts';

describe('planted faults', { timeout: 120_000 }, () => {
  test('of every kind are met in hostile lives', async () => {
    const met = new Map<FaultKind, number>();
    for (const [seed, country] of [
      [1, 'DE'],
      [2, 'CH'],
      [3, 'US'],
      [4, 'DE'],
      [5, 'CA'],
      [6, 'CH'],
    ] as const) {
      const life = await live({
        seed,
        country,
        days: 34,
        rate: 30,
        faults: 'hostile',
        liveFrom: monday + 26 * dayMs,
      });
      for (const { kind } of life.planted) met.set(kind, (met.get(kind) ?? 0) + 1);
    }
    const missing = faultCatalog.filter(({ kind }) => !met.has(kind));
    expect(missing.map(({ kind }) => kind)).toEqual([]);
  });

  test('are many and of many kinds in a hostile month or two', async () => {
    const { planted, orders } = await live({ seed: 11, days: 60, rate: 40, faults: 'hostile' });
    expect(orders.length).toBeGreaterThan(2000);
    expect(planted.filter((one) => one.lasting).length).toBeGreaterThanOrEqual(150);
    expect(new Set(planted.filter((one) => one.lasting).map((one) => one.kind)).size).toBeGreaterThanOrEqual(
      15,
    );
  });

  test('are a few of each family on usual days', async () => {
    const { planted, orders } = await live({
      seed: 12,
      days: 30,
      rate: 40,
      faults: 'usual',
      liveFrom: monday + 15 * dayMs,
    });
    const families = new Set(
      planted.map((one) => faultCatalog.find(({ kind }) => kind === one.kind)?.family),
    );
    expect(families.size).toBe(4);
    expect(planted.filter((one) => one.lasting).length).toBeLessThan(orders.length / 20);
  });

  test('never contradict each other: at most one lasting fault of money in an order', async () => {
    for (const seed of [21, 22]) {
      const { planted } = await live({ seed, days: 30, rate: 40, faults: 'hostile' });
      const lasting = planted.filter((one) => one.lasting && one.order !== null && one.amount !== null);
      expect(new Set(lasting.map((one) => one.order)).size).toBe(lasting.length);
      for (const one of lasting) expect(one.amount?.minor, `${one.kind} ${one.note}`).not.toBe(0n);
    }
  });

  test('of deliveries and machines leave store and ERP as they are without them', async () => {
    const passing = faultCatalog
      .filter(({ family }) => family === 'deliveries' || family === 'infrastructure')
      .map(({ kind }) => kind);
    const plan = { seed: 51, days: 5, rate: 30, past: false };
    const [clean, faulty] = [
      await live(plan),
      await live({ ...plan, faults: 'hostile', faultKinds: passing }),
    ];
    expect(faulty.planted.length).toBeGreaterThan(50);
    expect(faulty.planted.filter((one) => one.lasting)).toEqual([]);
    expect(logOf(faulty)).toEqual(logOf(clean));
    expect(faulty.world.erp.documents).toEqual(clean.world.erp.documents);
    expect(faulty.world.store.state.inventory).toEqual(clean.world.store.state.inventory);
    expect(faulty.world.store.state.payments).toEqual(clean.world.store.state.payments);
  });

  test.each(['DE', 'US', 'CA'])('alone bring what nobody has mapped (%s)', async (country) => {
    const { orders, world } = await live({ seed: 41, country, days: 25, rate: 40, faults: 'hostile' });
    const { gateways, taxes } = mappingOf(world.store.state.shop);
    const found = { honest: 0, planted: 0 };
    for (const { order, planted } of orders) {
      const strange = [
        ...order.lines.filter((line) => line.sku === null && !line.tip).map((line) => line.title),
        ...order.transactions.filter((one) => !gateways.includes(one.gateway)).map((one) => one.gateway),
        ...order.lines
          .flatMap((line) => line.taxes)
          .filter((tax) => !taxes.has(`${tax.title} ${tax.rate}`))
          .map((tax) => tax.title),
      ];
      if (strange.length === 0) continue;
      found[planted.some((one) => one.causes.includes('UNMAPPED')) ? 'planted' : 'honest'] += 1;
    }
    expect(found.honest).toBe(0);
    expect(found.planted).toBeGreaterThan(5);
  });

  test('in the ERP are there as the truth tells', async () => {
    const { planted, world } = await live({ seed: 31, days: 40, rate: 40, faults: 'hostile' });
    const { documents } = world.erp;
    const of = (kind: FaultKind): Planted[] => planted.filter((one) => one.kind === kind);
    const found = (one: Planted) => documents.find(({ number }) => number === one.subject);
    expect(of('document-canceled').length).toBeGreaterThan(0);
    for (const one of of('document-canceled')) expect(found(one)?.status).toBe('canceled');
    for (const one of of('document-without-order')) expect(found(one)?.order).toBeNull();
    for (const one of of('document-under-other-order')) expect(found(one)?.order).not.toBe(one.order);
    for (const one of of('document-typed-twice')) {
      const same = documents.filter(
        ({ kind, order, total }) =>
          kind === 'invoice' && order === one.order && total.minor === found(one)?.total.minor,
      );
      expect(same.length).toBeGreaterThanOrEqual(2);
    }
    for (const one of of('document-amount-edited'))
      expect(found(one)?.modifiedAt).not.toBe(found(one)?.createdAt);
  });
});
