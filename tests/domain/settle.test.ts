import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money, sum } from '#domain/money.ts';
import { receipts, settle as settleAll } from '#src/stabilize/settle.ts';
import { at, eur, fulfillmentId, payment, transactionId } from '#tests/support/order-facts.ts';

type Bills = Parameters<typeof settleAll>[1]['invoices'];
const settle = (transactions: Parameters<typeof settleAll>[0], invoices: Bills) =>
  settleAll(transactions, { invoices, credits: [] });

const invoice = (n: number, minutes: number, total: string) => ({
  anchor: fulfillmentId(n),
  happenedAt: at(minutes),
  total: eur(total),
});
const paid = (n: number, minutes: number, amount: string) => payment(n, minutes, { amount: eur(amount) });
const applied = (of: number, to: number, amount: string) => ({
  from: { deposit: transactionId(of) },
  invoice: fulfillmentId(to),
  amount: eur(amount),
});

describe('what was received', () => {
  const till = (n: number, kind: string, amount: string) =>
    payment(n, n, { kind, gateway: 'cash', amount: eur(amount) });

  test('at a till is the note less the change', () => {
    expect(receipts([till(1, 'sale', '30.00'), till(2, 'change', '2.10')])).toMatchObject([
      { transaction: transactionId(1), amount: eur('27.90') },
    ]);
  });

  test('by card is not touched by change that the drawer gave', () => {
    const card = paid(1, 1, '10.00');
    const received = receipts([card, till(2, 'sale', '20.00'), till(3, 'change', '1.00')]);
    expect(received.map(({ amount }) => amount)).toEqual([eur('10.00'), eur('19.00')]);
  });

  test('is nothing where all of a note was given back', () => {
    expect(receipts([till(1, 'sale', '20.00'), till(2, 'change', '20.00')])).toEqual([]);
  });

  test('stays whole while the change has not succeeded', () => {
    const change = { ...till(2, 'change', '1.00'), status: 'pending' };
    expect(receipts([till(1, 'sale', '20.00'), change])).toMatchObject([{ amount: eur('20.00') }]);
  });
});

describe('settling', () => {
  test('a payment before its invoice is a deposit, and the invoice takes it', () => {
    const { payments, applications } = settle([paid(1, 1, '119.00')], [invoice(1, 9, '119.00')]);
    expect(payments).toMatchObject([{ settled: eur('0'), deposited: eur('119.00') }]);
    expect(applications).toEqual([{ ...applied(1, 1, '119.00'), happenedAt: at(9) }]);
  });

  test('a payment after its invoice settles the receivable and is no deposit', () => {
    const { payments, applications } = settle([paid(1, 9, '119.00')], [invoice(1, 1, '119.00')]);
    expect(payments).toMatchObject([{ settled: eur('119.00'), deposited: eur('0') }]);
    expect(applications).toEqual([]);
  });

  test('what a late payment has too much becomes a deposit for the next invoice', () => {
    const invoices = [invoice(1, 1, '50.00'), invoice(2, 9, '69.00')];
    const { payments, applications } = settle([paid(1, 5, '119.00')], invoices);
    expect(payments).toMatchObject([{ settled: eur('50.00'), deposited: eur('69.00') }]);
    expect(applications).toMatchObject([applied(1, 2, '69.00')]);
  });

  test('a capture in the instant of the shipment comes before it', () => {
    const { payments } = settle([paid(1, 5, '119.00')], [invoice(1, 5, '119.00')]);
    expect(payments).toMatchObject([{ deposited: eur('119.00') }]);
  });

  test('one payment is split over two invoices', () => {
    const { applications } = settle([paid(1, 1, '119.00')], [invoice(1, 5, '40.00'), invoice(2, 9, '79.00')]);
    expect(applications).toMatchObject([applied(1, 1, '40.00'), applied(1, 2, '79.00')]);
  });

  test('two payments settle one invoice, the oldest first', () => {
    const { applications } = settle(
      [paid(1, 1, '30.00'), paid(2, 2, '139.00')],
      [invoice(1, 5, '100.00'), invoice(2, 9, '69.00')],
    );
    expect(applications).toMatchObject([
      applied(1, 1, '30.00'),
      applied(2, 1, '70.00'),
      applied(2, 2, '69.00'),
    ]);
  });

  test.each([
    ['an authorization', { kind: 'authorization' }],
    ['a void', { kind: 'void' }],
    ['a refund', { kind: 'refund' }],
    ['change given', { kind: 'change' }],
    ['a payment that is pending', { status: 'pending' }],
    ['a payment that failed', { status: 'failure' }],
    ['a test payment', { test: true }],
  ])('%s brings no money', (_, rest) => {
    expect(settle([payment(1, 1, rest)], []).payments).toEqual([]);
  });

  test('no cent is used twice, and none is left while an invoice is open', () => {
    const amount = fc.integer({ min: 1, max: 50_000 }).map(BigInt);
    const events = fc.array(fc.tuple(fc.nat(500), amount), { maxLength: 8 });
    fc.assert(
      fc.property(events, events, (pays, bills) => {
        const inTime = (some: typeof pays) => some.toSorted(([one], [other]) => one - other);
        const { payments, applications } = settle(
          inTime(pays).map(([minutes, minor], n) => payment(n, minutes, { amount: money(minor, 'EUR') })),
          inTime(bills).map(([minutes, minor], n) => ({
            ...invoice(n, minutes, '0'),
            total: money(minor, 'EUR'),
          })),
        );
        const of = (some: readonly { minor: bigint; currency: string }[]) => sum(some, 'EUR').minor;
        const received = of(payments.map((one) => one.transaction.amount));
        const billed = bills.reduce((total, [, minor]) => total + minor, 0n);
        const used = of([...payments.map((one) => one.settled), ...applications.map((one) => one.amount)]);
        expect(used).toBe(received < billed ? received : billed);
        for (const one of payments) {
          expect(of([one.settled, one.deposited])).toBe(one.transaction.amount.minor);
          const spent = applications.filter(
            ({ from }) => 'deposit' in from && from.deposit === one.transaction.transaction,
          );
          expect(of(spent.map((each) => each.amount))).toBeLessThanOrEqual(one.deposited.minor);
        }
      }),
    );
  });
});
