import { describe, expect, test, vi } from 'vitest';
import { Webhook } from 'standardwebhooks';
import type { Erp } from '#sandbox/erp/erp.ts';
import { translateCallback } from '#webhooks/erp/callback.ts';
import { call, deposit, eur, invoice, noon, open, order, salesOrder } from './support/erp.ts';

const written = { order: order.id, total: eur(11900) };
const lamps = { sku: 'LAMP', location: 'BERLIN' };

const statusesOf = (erp: Erp) => erp.documents.map(({ status }) => status);

describe('the status of a document', () => {
  test('goes from open to posted to canceled, and never back', () => {
    const { erp } = open();
    const document = erp.enterByHand('invoice', { ...written, status: 'open' });
    expect(erp.look(document)?.glLines).toEqual([]);
    erp.editByHand(document, { status: 'posted' });
    expect(erp.look(document)?.glLines).toHaveLength(2);
    expect(() => erp.editByHand(document, { status: 'open' })).toThrow('cannot become open');
    erp.editByHand(document, { status: 'canceled' });
    expect(() => erp.editByHand(document, { status: 'posted' })).toThrow('cannot become posted');
    expect(() => erp.editByHand(document, { total: eur(1) })).toThrow('INV-00001 is canceled');
    expect(statusesOf(erp)).toEqual(['canceled']);
  });

  test('of a sales order goes from open to closed, which takes no further document', async () => {
    const { erp } = open();
    await call(erp, 'sales-orders', salesOrder('so'));
    const [document] = erp.documents;
    if (document === undefined) throw new Error('it was taken');
    expect(() => erp.editByHand(document, { status: 'posted' })).toThrow('cannot become posted');
    erp.editByHand(document, { status: 'closed' });
    expect(await call(erp, 'customer-deposits', deposit('dep', document.id))).toMatchObject({
      status: 422,
      answer: { error: { code: 'sales_order_closed' } },
    });
    erp.editByHand(document, { status: 'open' });
    expect((await call(erp, 'customer-deposits', deposit('dep', document.id))).status).toBe(201);
    expect(() => erp.enterByHand('sales_order', { ...written, status: 'posted' })).toThrow(
      'cannot be posted',
    );
  });
});

describe('a closed month', () => {
  test('takes no document that is dated in it, and the same document once it is open again', async () => {
    const { erp } = open();
    await call(erp, 'sales-orders', salesOrder('so'));
    erp.closePeriod('2026-11');
    for (const [path, body] of [
      ['invoices', invoice('inv', 'sales_order_1')],
      ['customer-deposits', deposit('dep', 'sales_order_1')],
    ] as const)
      expect(await call(erp, path, body)).toMatchObject({
        status: 422,
        answer: { error: { code: 'period_closed', message: 'The period 2026-11 is closed.' } },
      });
    expect((await call(erp, 'sales-orders', { ...salesOrder('so2') })).status).toBe(201);
    erp.reopenPeriod('2026-11');
    expect((await call(erp, 'invoices', invoice('inv', 'sales_order_1'))).status).toBe(201);
  });

  test('lets nobody type, edit, cancel, delete or redate what is in it', () => {
    const { erp } = open();
    const inside = erp.enterByHand('invoice', { ...written, date: '2026-10-31' });
    const outside = erp.enterByHand('invoice', written);
    erp.closePeriod('2026-10');
    const closed = 'The period 2026-10 is closed.';
    expect(() => erp.enterByHand('credit_memo', { ...written, date: '2026-10-01' })).toThrow(closed);
    expect(() => erp.editByHand(inside, { total: eur(1) })).toThrow(closed);
    expect(() => erp.editByHand(inside, { status: 'canceled' })).toThrow(closed);
    expect(() => erp.deleteByHand(inside)).toThrow(closed);
    expect(() => erp.editByHand(outside, { date: '2026-10-31' })).toThrow(closed);
    expect(erp.documents).toEqual([inside, outside]);
  });

  test('answers a key that it took before as it did then', async () => {
    const { erp } = open();
    await call(erp, 'sales-orders', salesOrder('so'));
    const first = await call(erp, 'invoices', invoice('inv', 'sales_order_1'));
    erp.closePeriod('2026-11');
    const second = await call(erp, 'invoices', invoice('inv', 'sales_order_1'));
    expect(second).toEqual({ status: 200, answer: first.answer });
  });

  test('is one of the months that the ERP lists, from the first to the present one', async () => {
    const { erp, clock } = open();
    erp.enterByHand('invoice', { ...written, date: '2026-09-30' });
    erp.closePeriod('2026-09');
    await clock.run({ until: Date.parse('2026-12-01T00:00:00Z') });
    const month = (id: string, to: string) => ({
      id,
      from: `${id}-01`,
      to,
      modifiedAt: `${id}-01T00:00:00.000Z`,
    });
    expect((await call(erp, 'periods')).answer).toEqual({
      periods: [
        { ...month('2026-09', '2026-09-30'), status: 'closed', modifiedAt: new Date(noon).toISOString() },
        { ...month('2026-10', '2026-10-31'), status: 'open' },
        { ...month('2026-11', '2026-11-30'), status: 'open' },
        { ...month('2026-12', '2026-12-31'), status: 'open' },
      ],
    });
  });
});

describe('a credit limit', () => {
  const other = { ...order, id: 'gid://shopify/Order/2', name: '#1002' };

  test('refuses the order that goes beyond it, until it is raised', async () => {
    const { erp } = open();
    erp.credit.limit(order.store, eur(20_000));
    expect((await call(erp, 'sales-orders', salesOrder('a'))).status).toBe(201);
    const second = { ...salesOrder('b'), order: { ...salesOrder('b').order, ...other } };
    expect(await call(erp, 'sales-orders', second)).toMatchObject({
      status: 422,
      answer: { error: { code: 'credit_limit_exceeded' } },
    });
    erp.credit.limit(order.store, eur(23_800));
    expect((await call(erp, 'sales-orders', second)).status).toBe(201);
  });

  test('counts an order once, ordered or invoiced, and not what is paid of it', async () => {
    const { erp } = open();
    erp.credit.limit(order.store, eur(11_900));
    await call(erp, 'sales-orders', salesOrder('a'));
    expect((await call(erp, 'invoices', invoice('inv', 'sales_order_1'))).status).toBe(201);
    const second = { ...salesOrder('b'), order: { ...salesOrder('b').order, ...other } };
    expect((await call(erp, 'sales-orders', second)).status).toBe(422);
    expect((await call(erp, 'customer-deposits', deposit('dep', 'sales_order_1'))).status).toBe(201);
    expect((await call(erp, 'sales-orders', second)).status).toBe(201);
  });

  test('of one customer leaves the orders of another alone', async () => {
    const { erp } = open();
    erp.credit.assign(order.id, 'ACME');
    erp.credit.limit('ACME', eur(100));
    expect((await call(erp, 'sales-orders', salesOrder('a'))).status).toBe(422);
    const second = { ...salesOrder('b'), order: { ...salesOrder('b').order, ...other } };
    expect((await call(erp, 'sales-orders', second)).status).toBe(201);
  });
});

describe('a document that is deleted by hand', () => {
  test('leaves no trace in any read, and its key may be used again', async () => {
    const { erp } = open();
    await call(erp, 'sales-orders', salesOrder('so'));
    await call(erp, 'invoices', invoice('inv', 'sales_order_1'));
    const gone = erp.documents[1];
    if (gone === undefined) throw new Error('it was taken');
    erp.deleteByHand(gone);
    expect((await call(erp, 'invoices?key=inv')).answer).toEqual({ documents: [] });
    expect((await call(erp, 'documents')).answer).toMatchObject({ documents: [{ kind: 'sales_order' }] });
    expect((await call(erp, 'general-ledger-lines')).answer).toMatchObject({ lines: [] });
    const otherwise = { ...invoice('inv', 'sales_order_1'), invoicedOn: '2026-11-03' };
    expect(await call(erp, 'invoices', otherwise)).toMatchObject({
      status: 201,
      answer: { id: 'invoice_3', number: 'INV-00002' },
    });
    expect(() => erp.editByHand(gone, { total: eur(1) })).toThrow('There is no document invoice_2.');
  });
});

describe('the stock of the ERP', () => {
  test('rises with receipts, falls with shipments, and becomes what is counted', () => {
    const { erp } = open();
    erp.receiveByHand({ ...lamps, quantity: 10, unitCost: 4000n });
    const parcel = { order: order.id, units: [{ ...lamps, quantity: -3 }] };
    const shipment = erp.enterByHand('shipment', parcel);
    expect(shipment.total).toEqual(eur(12_000));
    expect(erp.stockLevels.get('LAMP@BERLIN')).toMatchObject({ onHand: 7, available: 7 });
    expect(erp.countByHand({ ...lamps, quantity: 7 })).toBeNull();
    expect(erp.countByHand({ ...lamps, quantity: 5 })?.total).toEqual(eur(-8000));
    erp.editByHand(shipment, { status: 'canceled' });
    expect(erp.stockLevels.get('LAMP@BERLIN')?.onHand).toBe(8);
    expect(erp.look(shipment)?.glLines?.map(({ account, amount }) => [account, amount.minor])).toEqual([
      ['1140', '-12000'],
      ['4000', '12000'],
      ['1140', '12000'],
      ['4000', '-12000'],
    ]);
  });
});

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

test('what people do by hand is told in the callback of its kind, which the product verifies and reads', async () => {
  // Their library compares with the time of this machine.
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
  const bodies: string[] = [];
  const carry = async (request: Request): Promise<Response> => {
    const body = await request.text();
    new Webhook(secret).verify(body, Object.fromEntries(request.headers));
    bodies.push(body);
    return new Response();
  };
  const { erp, clock } = open({ callbacks: { url: 'https://app.plumbline.test/', secret, carry } });
  const announce = { announce: true };
  erp.receiveByHand({ ...lamps, quantity: 10 }, announce);
  const parcel = { order: order.id, units: [{ ...lamps, quantity: -3 }] };
  const shipment = erp.enterByHand('shipment', parcel, announce);
  erp.enterByHand('credit_memo', { ...written, reason: 'damaged' }, announce);
  erp.enterByHand('payment', written, announce);
  erp.enterByHand('refund_payment', written, announce);
  erp.enterByHand('journal', { order: null, total: eur(0) }, announce);
  erp.editByHand(shipment, { status: 'canceled' });
  await clock.run();
  vi.useRealTimers();
  expect(erp.told.map(({ accepted }) => accepted)).toEqual(bodies.map(() => true));
  const received = new Date(noon).toISOString();
  const facts = bodies.flatMap((body) => {
    const topic = /"type":"([^"]+)"/.exec(body)?.[1] ?? '';
    const delivery = { id: '1', source: 'erp', topic, receivedAt: received, triggeredAt: received, body };
    return translateCallback(delivery, { shop: order.store, erpConnectionId: '7' });
  });
  expect(facts.map(({ kind, body }) => ({ kind, body }))).toMatchObject([
    { kind: 'erp_stock', body: { sku: 'LAMP', onHand: 10 } },
    {
      kind: 'erp_shipment',
      body: { location: 'BERLIN', lines: [{ sku: 'LAMP', quantity: 3 }], status: 'shipped' },
    },
    { kind: 'erp_stock', body: { onHand: 7 } },
    { kind: 'erp_document', body: { kind: 'credit_memo', total: { minor: 11900n }, date: '2026-11-02' } },
    { kind: 'erp_document', body: { kind: 'payment', total: { minor: 11900n } } },
    { kind: 'erp_document', body: { kind: 'payment', total: { minor: -11900n } } },
    { kind: 'erp_shipment', body: { status: 'canceled' } },
    { kind: 'erp_stock', body: { onHand: 10 } },
  ]);
});
