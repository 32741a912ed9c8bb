import { describe, expect, test } from 'vitest';
import { call, deposit, eur, invoice, noon, open, salesOrder } from './support/erp.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('an outage', () => {
  test('refuses every call with 503 for its time, and makes nothing', async () => {
    const { erp, clock } = open();
    erp.plantDuring('503', { from: noon + minute, until: noon + hour });
    expect((await call(erp, 'sales-orders', salesOrder('a'))).status).toBe(201);
    await clock.run({ until: noon + minute });
    for (const path of ['sales-orders?key=a', 'documents', 'periods'])
      expect((await call(erp, path)).status).toBe(503);
    expect((await call(erp, 'sales-orders', salesOrder('b'))).status).toBe(503);
    await clock.run({ until: noon + hour });
    expect((await call(erp, 'sales-orders?key=a')).status).toBe(200);
    expect(erp.documents).toHaveLength(1);
  });

  test('of creates alone leaves searches as they are', async () => {
    const { erp } = open();
    erp.plantDuring('500', { until: noon + hour, of: 'create' });
    expect((await call(erp, 'sales-orders', salesOrder('a'))).status).toBe(500);
    expect((await call(erp, 'sales-orders?key=a')).status).toBe(200);
  });
});

describe('a slow day', () => {
  test('loses the answers of half the calls, though each was executed', async () => {
    const { erp, clock } = open({ executionTimeMs: minute });
    erp.plantDuring('slow', { until: noon + hour, of: 'create', every: 2 });
    await expect(call(erp, 'sales-orders', salesOrder('a'))).rejects.toThrow('fetch failed');
    expect((await call(erp, 'customer-deposits', deposit('dep', 'sales_order_1'))).status).toBe(201);
    expect((await call(erp, 'sales-orders?key=a')).answer).toEqual({ documents: [] });
    expect((await call(erp, 'documents')).answer).toMatchObject({ documents: [{ key: 'dep' }] });
    await clock.run({ until: noon + minute });
    expect((await call(erp, 'sales-orders?key=a')).answer).toMatchObject({ documents: [{ key: 'a' }] });
  });

  test('tells of what was posted in it as late as it shows it', async () => {
    const told: number[] = [];
    const carry = async (): Promise<Response> => {
      told.push(clock.now() - noon);
      return new Response();
    };
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const callbacks = { url: 'https://app.plumbline.test/', secret, carry };
    const { erp, clock } = open({ executionTimeMs: minute, announces: true, callbacks });
    await call(erp, 'sales-orders', salesOrder('a'));
    await call(erp, 'invoices', invoice('one', 'sales_order_1'));
    erp.plantDuring('slow', { until: noon + hour });
    await expect(call(erp, 'invoices', invoice('two', 'sales_order_1'))).rejects.toThrow('fetch failed');
    await clock.run();
    expect(told).toEqual([0, minute]);
  });
});

describe('a rate limit', () => {
  test('answers 429 beyond its calls, and says when there is room again', async () => {
    const { erp, clock } = open();
    erp.throttle({ calls: 2, perMs: minute });
    const fetch = async () =>
      erp.fetch(
        new Request('https://erp.plumbline.test/v1/invoices?key=a', {
          headers: { Authorization: 'Bearer erp-token' },
        }),
      );
    expect([(await fetch()).status, (await fetch()).status]).toEqual([200, 200]);
    const third = await fetch();
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, '30']);
    await clock.run({ until: noon + 30_000 });
    expect([(await fetch()).status, (await fetch()).status]).toEqual([200, 429]);
    erp.throttle(null);
    expect((await fetch()).status).toBe(200);
  });

  test('makes nothing of what it refuses', async () => {
    const { erp } = open();
    erp.throttle({ calls: 1, perMs: minute });
    await call(erp, 'sales-orders', salesOrder('a'));
    expect((await call(erp, 'sales-orders', salesOrder('b'))).status).toBe(429);
    expect(erp.documents.map(({ total }) => total)).toEqual([eur(11900)]);
  });
});
