import { describe, expect, test } from 'vitest';
import { gid } from '#domain/gid.ts';
import { formatMoney } from '#domain/money.ts';
import { defaultPolicy } from '#domain/policy.ts';
import type { Obligation } from '#domain/posting.ts';
import type { ShopSettings } from '#domain/shop.ts';
import { workflowOf } from '#domain/workflow.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import {
  agreed,
  at,
  charge,
  eur,
  known,
  type OrderStory,
  payment,
  sale,
  shipment,
  shopSettings,
} from '#tests/support/order-facts.ts';

const byPeople = shopSettings({
  workflows: [{ name: 'invoice posting', mode: 'auto', cutOverAt: at(10_000) }],
});

function dues(story: OrderStory, shop: ShopSettings = shopSettings()) {
  return expectOrder(known(story), shop).dues.map(
    ({ kind, total, force }) => `${kind} ${formatMoney(total)} ${force}`,
  );
}

const back = sale({ total: '-119.00', tax: '-19.00' }, { quantity: -1 });
const returned: OrderStory = {
  agreements: [agreed(2, 20, { reason: 'RETURN', sales: [back, charge('FEE', '10.00')] })],
  transactions: [payment(1, 1), payment(2, 21, { kind: 'refund', amount: eur('109.00') })],
  fulfillments: [shipment(1, 10)],
};

describe('the documents that ought to be there', () => {
  test('are those of the whole course, whoever makes them', () => {
    const documents = [
      'customer_deposit 119.00 due',
      'invoice 119.00 due',
      'invoice 10.00 due',
      'credit_memo 119.00 due',
      'refund_payment 109.00 due',
    ];
    // The fee that the return costs is sold as well, so we have the sales order say it.
    expect(dues(returned)).toEqual(['sales_order 129.00 due', ...documents]);
    expect(dues(returned, byPeople)).toEqual(['sales_order 119.00 due', ...documents]);
    expect(expectOrder(known(returned), shopSettings()).invoiced).toEqual(eur('10.00'));
  });

  test('have the key of our posting where we make them, and name what they are about', () => {
    const { dues: all, obligations } = expectOrder(known(returned), shopSettings());
    expect(all.map((one) => [one.ref, one.label])).toEqual([
      ['due/sales_order/820982911946154508', 'the sales order'],
      ['due/customer_deposit/389179128261', 'the deposit for payment 389179128261'],
      ['due/invoice/123858654001', 'the invoice for shipment 123858654001'],
      ['due/invoice/agreement-2', 'the invoice for agreement 2'],
      ['due/credit_memo/2', 'the credit memo for agreement 2'],
      ['due/refund_payment/389179128262', 'the refund payment 389179128262'],
    ]);
    const posted = all.flatMap((one) => one.postingKey ?? []);
    const isDue = ({ kind }: Obligation) => workflowOf(kind) === 'invoice posting' && kind !== 'application';
    expect(posted).toEqual(obligations.filter(isDue).map((one) => one.key));
    expect(posted.at(-1)).toBe('plumb-demo-invoice-agreement-2-1');
  });

  test('may be missing until their time has run out: an hour for documents, days for the money of a refund', () => {
    const lateBy = expectOrder(known(returned), shopSettings()).dues.map(
      (one) => Date.parse(one.lateAt) - Date.parse(one.happenedAt),
    );
    const { erpSlaMs, refundSlaMs } = defaultPolicy;
    expect(lateBy).toEqual([erpSlaMs, erpSlaMs, erpSlaMs, erpSlaMs, erpSlaMs, refundSlaMs]);
  });

  test('lie on the day of the legal entity, and say what they do to the general ledger', () => {
    const transactions = [payment(1, 0, { processedAt: '2026-11-02T23:30:00.000Z' })];
    const [, deposit] = expectOrder(known({ transactions }), shopSettings()).dues;
    expect(deposit).toMatchObject({
      on: '2026-11-03',
      books: [
        { account: '1020.shopify_payments', minor: 11_900n },
        {},
        { account: '2120', minor: -11_900n },
        {},
      ],
    });
    for (const { books, kind } of expectOrder(known(returned), shopSettings()).dues) {
      expect(books.reduce((sum, one) => sum + one.minor, 0n)).toBe(0n);
      expect(books.length > 0).toBe(kind !== 'sales_order');
    }
  });
});

describe('a payment that is partly late', () => {
  const story: OrderStory = {
    sales: [sale({ total: '238.00', tax: '38.00' }, { quantity: 2 })],
    transactions: [payment(1, 15, { amount: eur('238.00') })],
    fulfillments: [shipment(1, 10), shipment(2, 20)],
  };

  test('is one receipt where people enter it', () => {
    expect(dues(story, byPeople)).toContain('payment 238.00 due');
  });

  test('is a deposit of ours and a payment that is left to people, where we post', () => {
    expect(dues(story).slice(1, 3)).toEqual(['customer_deposit 119.00 due', 'payment 119.00 due']);
    expect(
      expectOrder(known(story), shopSettings()).obligations.filter((one) => one.kind === 'customer_deposit'),
    ).toHaveLength(1);
  });
});

describe('an order that comes to nothing', () => {
  const story: OrderStory = {
    header: { cancelledAt: at(20), financialStatus: 'refunded' },
    agreements: [agreed(2, 20, { reason: 'REFUND', refund: gid('Refund', '7'), sales: [back] })],
    transactions: [payment(1, 1), payment(2, 20, { kind: 'refund' })],
  };

  test('cancelled before anything left obliges us to nothing, but the money that moved has to be there', () => {
    expect(expectOrder(known(story), shopSettings()).obligations).toEqual([]);
    expect(dues(story)).toEqual([
      'sales_order 119.00 stands',
      'customer_deposit 119.00 stands',
      'refund_payment 119.00 due',
    ]);
    expect(dues(story, byPeople)).toEqual([
      'sales_order 119.00 stands',
      'customer_deposit 119.00 due',
      'refund_payment 119.00 due',
    ]);
  });

  test('as long as it is paid in part is no order at the ERP yet; its money is awaited where people enter it', () => {
    const part = {
      header: { financialStatus: 'partially_paid' },
      transactions: [payment(1, 1, { amount: eur('50.00') })],
    };
    expect(dues(part)).toEqual(['customer_deposit 50.00 stands']);
    expect(dues(part, byPeople)).toEqual(['customer_deposit 50.00 due']);
  });

  test('its sales order is due when it was paid, of whatever was agreed since', () => {
    const edited: OrderStory = {
      agreements: [agreed(2, 30, { sales: [sale({ total: '50.00' }, { lineItem: gid('LineItem', '9') })] })],
      transactions: [payment(1, 5), payment(2, 40, { amount: eur('50.00') })],
    };
    const [salesOrder] = expectOrder(known(edited), shopSettings()).obligations;
    expect(salesOrder).toMatchObject({ happenedAt: at(5), body: { total: eur('169.00') } });
    expect(dues(edited)[0]).toBe('sales_order 169.00 due');
  });
});
