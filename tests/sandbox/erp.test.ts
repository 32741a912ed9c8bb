import { describe, expect, test } from 'vitest';
import { application, call, deposit, eur, invoice, open, order, salesOrder } from './support/erp.ts';

describe('an ERP that enforces keys', () => {
  test('answers the same key and body with the first document, and the same key with another body with 409', async () => {
    const { erp } = open();
    const first = await call(erp, 'sales-orders', salesOrder('a'));
    expect(first).toMatchObject({
      status: 201,
      answer: { id: 'sales_order_1', number: 'SO-00001', key: 'a', total: eur(11900) },
    });
    const { order: about, ...rest } = salesOrder('a');
    const sameInOtherOrder = { ...rest, order: about };
    expect(await call(erp, 'sales-orders', sameInOtherOrder)).toEqual({ status: 200, answer: first.answer });
    const other = { ...salesOrder('a'), taxesIncluded: false };
    expect(await call(erp, 'sales-orders', other)).toMatchObject({
      status: 409,
      answer: { error: { code: 'idempotency_key_reused' } },
    });
    expect(erp.counts()).toMatchObject({ salesOrders: 1, duplicates: 0 });
  });

  test('finds documents by key and by order', async () => {
    const { erp } = open();
    await call(erp, 'sales-orders', salesOrder('a'));
    expect((await call(erp, 'sales-orders?key=a')).answer).toMatchObject({ documents: [{ key: 'a' }] });
    expect((await call(erp, `sales-orders?order=${encodeURIComponent(order.id)}`)).answer).toMatchObject({
      documents: [{ key: 'a' }],
    });
    expect((await call(erp, 'sales-orders?key=b')).answer).toEqual({ documents: [] });
  });

  test('takes the four documents of an order, and no more of a deposit than it holds', async () => {
    const { erp } = open();
    expect((await call(erp, 'sales-orders', salesOrder('so'))).status).toBe(201);
    expect((await call(erp, 'customer-deposits', deposit('dep', 'sales_order_1'))).status).toBe(201);
    expect((await call(erp, 'invoices', invoice('inv', 'sales_order_1'))).status).toBe(201);
    expect((await call(erp, 'applications', application('app', eur(11900)))).status).toBe(201);
    expect(await call(erp, 'applications', application('app2', eur(1)))).toMatchObject({
      status: 422,
      answer: { error: { code: 'larger_than_open', message: 'Document DEP-00001 has 0 open, not 1.' } },
    });
    expect(erp.counts()).toEqual({
      salesOrders: 1,
      deposits: 1,
      invoices: 1,
      applications: 1,
      duplicates: 0,
    });
  });

  test.each([
    {
      what: 'a total that the lines do not add up to',
      path: 'sales-orders',
      body: salesOrder('k', 11901),
      code: 'total_mismatch',
    },
    {
      what: 'an unknown sales order',
      path: 'customer-deposits',
      body: deposit('k', 'sales_order_9'),
      code: 'unknown_sales_order',
    },
    {
      what: 'an unknown deposit',
      path: 'applications',
      body: application('k', eur(1), 'customer_deposit_9'),
      code: 'unknown_deposit',
    },
    {
      what: 'a total in another currency',
      path: 'sales-orders',
      body: { ...salesOrder('k'), total: { minor: '11900', currency: 'USD' } },
      code: 'other_currency',
    },
    {
      what: 'a field it does not know',
      path: 'sales-orders',
      body: { ...salesOrder('k'), mood: 'good' },
      code: 'invalid_body',
    },
  ])('refuses $what', async ({ path, body, code }) => {
    const { erp } = open();
    expect(await call(erp, path, body)).toMatchObject({ status: 422, answer: { error: { code } } });
    expect(erp.documents).toHaveLength(0);
  });

  test('answers 401 to another token', async () => {
    const { erp } = open();
    const response = await erp.fetch(new Request('https://erp.plumbline.test/v1/invoices?key=a'));
    expect(response.status).toBe(401);
  });
});

describe('an ERP that fails', () => {
  test('before the work: nothing is booked', async () => {
    const { erp } = open();
    erp.plant('500');
    erp.plant('429');
    erp.plant('timeout');
    expect((await call(erp, 'sales-orders', salesOrder('a'))).status).toBe(500);
    expect((await call(erp, 'sales-orders', salesOrder('a'))).status).toBe(429);
    await expect(call(erp, 'sales-orders', salesOrder('a'))).rejects.toThrow('fetch failed');
    expect(erp.documents).toHaveLength(0);
  });

  test('after the work: the document is there, and shows itself once the execution time has passed', async () => {
    const { erp, clock } = open({ executionTimeMs: 30_000 });
    erp.plant('timeout-after-success');
    await expect(call(erp, 'sales-orders', salesOrder('a'))).rejects.toThrow('fetch failed');
    expect((await call(erp, 'sales-orders?key=a')).answer).toEqual({ documents: [] });
    await clock.run({ until: clock.now() + 30_000 });
    expect((await call(erp, 'sales-orders?key=a')).answer).toMatchObject({ documents: [{ key: 'a' }] });
    expect((await call(erp, 'sales-orders', salesOrder('a'))).status).toBe(200);
  });
});

describe('a search-only ERP', () => {
  test('creates twice for one key, and the second is counted as a duplicate', async () => {
    const { erp } = open({ enforcesKeys: false });
    await call(erp, 'sales-orders', salesOrder('a'));
    expect((await call(erp, 'sales-orders', salesOrder('a'))).status).toBe(201);
    expect(erp.counts()).toMatchObject({ salesOrders: 2, duplicates: 1 });
  });
});

describe('documents made by hand', () => {
  test('have no key, are found by order, and count as duplicates of the same thing', async () => {
    const { erp } = open();
    erp.enterByHand('sales_order', { order: order.id, total: eur(11900) });
    expect((await call(erp, `sales-orders?order=${encodeURIComponent(order.id)}`)).answer).toMatchObject({
      documents: [{ key: null, total: eur(11900) }],
    });
    expect(erp.counts().duplicates).toBe(0);
    await call(erp, 'sales-orders', salesOrder('a'));
    expect(erp.counts().duplicates).toBe(1);
  });
});
