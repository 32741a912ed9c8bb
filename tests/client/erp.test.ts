import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AmendmentBody } from '#domain/amendment.ts';
import type { DocumentBody } from '#domain/document.ts';
import { Ambiguous, Park, RetryLater } from '#domain/obstacle.ts';
import type { Obligation } from '#domain/posting.ts';
import { virtualClock } from '#sandbox/clock.ts';
import { openErp as openSandboxErp } from '#sandbox/erp/erp.ts';
import { type ErpAnswer, openErp } from '#src/client/erp/contract.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import {
  charge,
  eur,
  known,
  orderId,
  payment,
  shipment,
  shopSettings,
  threeUnits,
} from '#tests/support/order-facts.ts';

const baseUrl = 'https://erp.plumbline.test';
const clock = virtualClock(Date.parse('2026-11-02T12:00:00Z'));
let sandbox = openSandboxErp({ clock, token: 'erp-token' });
/** Answers in the ERP's place when a test needs what no ERP of ours would say. */
let instead: ((request: Request) => Response) | undefined;

const server = setupServer(
  http.all(`${baseUrl}/*`, async ({ request }) => {
    try {
      return instead?.(request) ?? (await sandbox.fetch(request));
    } catch {
      return HttpResponse.error();
    }
  }),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());
beforeEach(() => {
  sandbox = openSandboxErp({ clock, token: 'erp-token' });
  instead = undefined;
});

const erp = openErp({ baseUrl, token: 'erp-token' });

/** One document of each kind, as a real order obliges them, each after what it needs. */
const orderCalled = (name: string) =>
  expectOrder(
    known({
      header: { name },
      sales: [threeUnits, charge('SHIPPING', '4.90')],
      transactions: [payment(1, 1, { amount: eur('123.90') })],
      fulfillments: [shipment(1, 9, { units: 3 })],
    }),
    shopSettings(),
  ).obligations;
const obligations = orderCalled('#1001');

function first(of: readonly Obligation<DocumentBody>[]): Obligation<DocumentBody> {
  const [one] = of;
  if (one === undefined) throw new Error('the order obliges documents');
  return one;
}
const { key, body } = first(obligations);

async function createAll(): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const one of obligations) ids.set(one.key, (await erp.create(one.key, one.body, ids)).id);
  return ids;
}

const refused = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );
const create = (of: DocumentBody = body, under = key) => refused(erp.create(under, of, new Map()));
const find = () => refused(erp.findByKey('sales_order', key));

describe('the ERP contract', () => {
  test('every kind of document that an order obliges is taken, and found by key and by order', async () => {
    const ids = await createAll();
    expect(sandbox.counts()).toEqual({
      salesOrders: 1,
      deposits: 1,
      invoices: 1,
      applications: 1,
      duplicates: 0,
    });
    for (const one of obligations) {
      const [byKey] = await erp.findByKey(one.kind, one.key);
      const byOrder = await erp.findByOrder(one.kind, orderId);
      expect(byKey).toMatchObject({ id: ids.get(one.key), key: one.key, kind: one.kind });
      expect(byOrder).toEqual([byKey]);
      expect(byKey?.total).toEqual({ minor: String(one.body.total.minor), currency: 'EUR' });
    }
  });

  test('the same document sent twice is one document', async () => {
    const one = await erp.create(key, body, new Map());
    expect(await erp.create(key, body, new Map())).toEqual(one);
    expect(sandbox.documents).toHaveLength(1);
  });

  test('what is not there is found by nobody', async () => {
    expect(await erp.findByKey('invoice', 'no such key')).toEqual([]);
    expect(await erp.findByOrder('invoice', orderId)).toEqual([]);
  });

  test('a document that a person made has no key', async () => {
    sandbox.enterByHand('sales_order', { order: orderId, total: { minor: '1', currency: 'EUR' } });
    expect(await erp.findByOrder('sales_order', orderId)).toMatchObject([{ key: null }]);
  });

  test('a body that names a document without a receipt does not leave', async () => {
    const deposit = first(obligations.filter((one) => one.kind === 'customer_deposit'));
    expect(await create(deposit.body, deposit.key)).toEqual(
      new Error('a document names another that has no receipt'),
    );
    expect(sandbox.documents).toEqual([]);
  });
});

describe('a sales order that is changed', () => {
  const order = { id: orderId, name: '#1001', store: 'lamp-shop.myshopify.com' };
  const about = { order, salesOrder: key, from: [body.total], after: [], total: eur('0') };
  const amendment: AmendmentBody = { kind: 'amend_sales_order', ...about, lines: [], charges: [] };
  const amend = (change: AmendmentBody, seen: ErpAnswer) => refused(erp.amend('a', change, seen));

  test('is amended and canceled as it was seen', async () => {
    const seen = await erp.create(key, body, new Map());
    const amended = await erp.amend('a', amendment, seen);
    expect(amended).toMatchObject({ id: seen.id, key, amendedWith: 'a', total: { minor: '0' } });
    const canceled = await erp.amend('c', { kind: 'cancel_sales_order', ...about }, amended);
    expect(canceled).toMatchObject({ amendedWith: 'c', status: 'canceled' });
  });

  test('is looked at again where somebody changed it meanwhile', async () => {
    const seen = await erp.create(key, body, new Map());
    for (const one of sandbox.documents) sandbox.editByHand(one, { date: '2026-11-01' });
    expect(await amend(amendment, seen)).toMatchObject({
      name: 'RetryLater',
      message: `${seen.number} changed at the ERP meanwhile`,
    });
  });

  test('may have been changed where no answer came', async () => {
    const seen = await erp.create(key, body, new Map());
    for (const fault of ['500-after-success', 'timeout-after-success', '500', 'timeout'] as const) {
      sandbox.plant(fault, { of: 'amend' });
      expect(await amend(amendment, seen)).toBeInstanceOf(Ambiguous);
    }
  });

  test('parks with the sentence of an ERP that refuses it', async () => {
    const seen = await erp.create(key, body, new Map());
    expect(await amend({ ...amendment, total: eur('1.00') }, seen)).toEqual(
      new Park('the ERP refused: The lines add up to 0, but the total says 100. (total_mismatch)'),
    );
  });
});

describe('obstacles', () => {
  test('429 is patience for as long as the ERP asks', async () => {
    sandbox.plant('429');
    sandbox.plant('429', { of: 'find' });
    for (const error of [await create(), await find()]) {
      expect(error).toBeInstanceOf(RetryLater);
      expect(error).not.toBeInstanceOf(Ambiguous);
      expect(error).toMatchObject({ afterMs: 2000 });
    }
  });

  test('429 without a time, or with an unreadable one, is patience all the same', async () => {
    for (const headers of [{}, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }]) {
      instead = () => new Response(null, { status: 429, headers });
      expect(await create()).toMatchObject({ name: 'RetryLater', afterMs: 30_000 });
    }
  });

  test('500 to a create leaves open whether the document exists, and it is found if it does', async () => {
    sandbox.plant('500-after-success');
    expect(await create()).toBeInstanceOf(Ambiguous);
    expect(await erp.findByKey('sales_order', key)).toHaveLength(1);
    sandbox.plant('500');
    expect(await create()).toBeInstanceOf(Ambiguous);
  });

  test('500 to a search is only to be asked again', async () => {
    sandbox.plant('500', { of: 'find' });
    const error = await find();
    expect(error).toBeInstanceOf(RetryLater);
    expect(error).not.toBeInstanceOf(Ambiguous);
  });

  test('a create without an answer leaves open whether the document exists', async () => {
    sandbox.plant('timeout-after-success');
    expect(await create()).toBeInstanceOf(Ambiguous);
    expect(sandbox.documents).toHaveLength(1);
  });

  test('a search without an answer is only to be asked again', async () => {
    sandbox.plant('timeout', { of: 'find' });
    const error = await find();
    expect(error).toBeInstanceOf(RetryLater);
    expect(error).not.toBeInstanceOf(Ambiguous);
  });

  test('a refusal parks with the sentence of the ERP', async () => {
    expect(await create({ ...body, total: eur('1.00') })).toEqual(
      new Park('the ERP refused: The lines add up to 12390, but the total says 100. (total_mismatch)'),
    );
  });

  test('a closed period and a spent credit limit park with the sentence of the ERP, and pass once they are lifted', async () => {
    const ids = await createAll();
    const invoice = first(obligations.filter((one) => one.kind === 'invoice'));
    if (invoice.body.kind !== 'invoice') throw new Error('an invoice is an invoice');
    const month = invoice.body.invoicedOn.slice(0, 7);
    const again = async () => refused(erp.create(`${invoice.key}-again`, invoice.body, ids));
    sandbox.closePeriod(month);
    expect(await again()).toEqual(
      new Park(`the ERP refused: The period ${month} is closed. (period_closed)`),
    );
    sandbox.reopenPeriod(month);
    sandbox.credit.limit(invoice.body.order.store, { minor: '100', currency: 'EUR' });
    const error = await again();
    expect(error).toBeInstanceOf(Park);
    expect(String(error)).toContain('credit_limit_exceeded');
    sandbox.credit.limit(invoice.body.order.store, null);
    expect(await again()).toBeUndefined();
  });

  test('an outage leaves a create open and a search to be asked again', async () => {
    sandbox.plantDuring('503', { until: clock.now() + 60_000 });
    expect(await create()).toBeInstanceOf(Ambiguous);
    expect(await find()).toMatchObject({ name: 'RetryLater', afterMs: 30_000 });
    expect(sandbox.documents).toEqual([]);
  });

  test('a slow ERP leaves a create open, which has made the document all the same', async () => {
    sandbox.plantDuring('slow', { until: clock.now() + 60_000 });
    expect(await create()).toBeInstanceOf(Ambiguous);
    expect(sandbox.documents).toHaveLength(1);
  });

  test('our key under another body parks and changes nothing', async () => {
    await erp.create(key, body, new Map());
    const error = await create(first(orderCalled('#1002')).body);
    expect(error).toBeInstanceOf(Park);
    expect(String(error)).toContain('idempotency_key_reused');
    expect(sandbox.documents).toHaveLength(1);
  });

  test('a refusal in words we do not know parks with its status', async () => {
    instead = () => new Response('<html>', { status: 400 });
    expect(await create()).toEqual(new Park('the ERP refused a document (400)'));
    expect(await find()).toEqual(new Park('the ERP refused a search (400)'));
  });

  test('a token that is refused is tried again later, for a person may renew it', async () => {
    const stranger = openErp({ baseUrl, token: 'guess' });
    for (const error of [
      await refused(stranger.create(key, body, new Map())),
      await refused(stranger.findByKey('sales_order', key)),
    ])
      expect(error).toMatchObject({
        name: 'RetryLater',
        afterMs: 900_000,
        message: 'the ERP refuses our credentials (401)',
      });
  });

  test.each([
    ['no JSON', 'OK'],
    ['another shape', '{"id":7}'],
    ['nothing', ''],
  ])('a create answered 200 with %s leaves open whether the document exists', async (_, text) => {
    instead = () => new Response(text, { status: 200 });
    expect(await create()).toBeInstanceOf(Ambiguous);
  });

  test('no message repeats the token', async () => {
    sandbox.plant('500');
    for (const error of [
      await create(),
      await refused(openErp({ baseUrl, token: 'guess' }).findByKey('invoice', 'k')),
    ])
      expect(String(error)).not.toMatch(/erp-token|guess/);
  });
});

describe('these tests', () => {
  test('let no request out that nobody answers', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await expect(fetch('https://nobody.plumbline.test/')).rejects.toThrow();
    vi.restoreAllMocks();
  });
});
