import { describe, expect, test } from 'vitest';
import type { ErpLedgerLine } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { nothingKnown } from '#domain/shop.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import type { KnownDocument } from '#src/stabilize/know.ts';
import { prove } from '#src/stabilize/prove.ts';
import { held } from '#tests/support/due-facts.ts';
import {
  at,
  eur,
  known,
  lamp,
  type OrderStory,
  payment,
  shipment,
  shopSettings,
  transactionId,
} from '#tests/support/order-facts.ts';

const day = 24 * 60;

/** Paid, shipped, and taken back whole two hours after nine; its invoice and receipt are there. */
const back: OrderStory = {
  transactions: [payment(1, 5), payment(2, 120, { kind: 'refund' })],
  fulfillments: [shipment(1, 9)],
  agreements: [
    {
      agreement: gid('SalesAgreement', '2'),
      reason: 'REFUND',
      happenedAt: at(120),
      refund: gid('Refund', '1'),
      return: null,
      sales: [
        {
          ...lamp,
          sale: gid('Sale', '9'),
          quantity: -1,
          total: eur('-119.00'),
          tax: eur('-19.00'),
          taxes: lamp.taxes.map((one) => ({ ...one, amount: eur('-19.00') })),
        },
      ],
    },
  ],
};

const sales = held({ kind: 'sales_order', documentId: 'so', number: 'SO-1', status: 'open', date: null });
const deposit = held({ kind: 'customer_deposit', documentId: 'dep', number: 'DEP-1' });
const memo = held({ kind: 'credit_memo', documentId: 'cm', number: 'CM-1', createdAt: at(125) });
const repaid = held({ kind: 'refund_payment', documentId: 'ref', number: 'REF-1', createdAt: at(125) });

function refundOf(story: OrderStory, documents: readonly KnownDocument[], minute = 200) {
  const order = known({ header: { total: eur('0'), outstanding: eur('0') }, ...story });
  const whole = { ...order, documents: [sales, deposit, held(), ...documents] };
  const shop = shopSettings();
  const { dues, obligations, course } = expectOrder(whole, shop);
  const now = at(minute);
  const shopFacts = { ...nothingKnown, erpReadThrough: now };
  const ought = { dues, obligations, anomalies: course.anomalies, conflicts: [] };
  const { proof } = prove(whole, ought, { now, shop, shopFacts, claims: [], posts: false });
  const leg = proof.legs.find((one) => one.leg === 'refund');
  const breaks = proof.breaks.map(
    ({ leg: of, cause, about, amount }) =>
      `${of} ${cause} ${about} ${amount === null ? '–' : String(amount.minor)}`,
  );
  return { leg, breaks, state: proof.state };
}

describe('the refund leg', () => {
  test('is only there where something went back', () => {
    const { leg } = refundOf({ transactions: [payment(1, 5)], header: {} }, []);
    expect(leg).toBeUndefined();
  });

  test('matches when the credit memo and the payment of a refund are in the ERP', () => {
    expect(refundOf(back, [memo, repaid])).toMatchObject({
      state: 'matched',
      breaks: [],
      leg: {
        state: 'matched',
        sentence: 'What was refunded is in the ERP: credit memo CM-1, refund payment REF-1.',
      },
    });
  });

  test('waits for each document as long as it may take, and then names it', () => {
    expect(refundOf(back, [], 180)).toMatchObject({ breaks: [], leg: { state: 'pending' } });
    expect(refundOf(back, []).breaks).toEqual(['refund MISSING_ERP due/credit_memo/2 11900']);
    expect(refundOf(back, [], 120 + 6 * day).breaks).toEqual([
      'refund MISSING_ERP due/credit_memo/2 11900',
      'refund MISSING_ERP due/refund_payment/389179128262 11900',
    ]);
  });

  test('names a refund that is credited twice, and a credit memo that no refund calls for', () => {
    const twin = { ...memo, documentId: 'cm2', number: 'CM-2' };
    expect(refundOf(back, [memo, twin, repaid]).breaks).toEqual(['refund DUPLICATE CM-2 11900']);
    const paid: OrderStory = { transactions: [payment(1, 5)], fulfillments: [shipment(1, 9)] };
    const credited = refundOf({ ...paid, header: { total: eur('119.00') } }, [
      { ...memo, total: eur('20.00') },
    ]);
    expect(credited.breaks).toEqual(['refund MISSING_STORE CM-1 2000']);
  });

  test('names money that went back beyond what came in by exactly that', () => {
    const beyond = {
      ...back,
      transactions: [payment(1, 5), payment(2, 120, { kind: 'refund', amount: eur('142.80') })],
    };
    const { breaks } = refundOf({ ...beyond, header: { total: eur('0'), outstanding: eur('23.80') } }, [
      memo,
      { ...repaid, total: eur('142.80') },
    ]);
    expect(breaks).toEqual([`refund AMOUNT ${transactionId(2)} 2380`]);
  });
});

describe('a refund of which the money', () => {
  const on = (status: string): OrderStory => ({
    ...back,
    transactions: [payment(1, 5), payment(2, 120, { kind: 'refund', status })],
    header: { total: eur('0'), outstanding: eur('-119.00') },
  });

  test('is pending is pending for as long as a refund may take', () => {
    expect(refundOf(on('pending'), [memo])).toMatchObject({ breaks: [], leg: { state: 'pending' } });
    expect(refundOf(on('pending'), [memo], 120 + 5 * day).breaks).toEqual([]);
    expect(refundOf(on('pending'), [memo], 121 + 5 * day).breaks).toEqual([
      `refund STATUS ${transactionId(2)} 11900`,
    ]);
  });

  test('never left is named by its transaction, unless the customer got it by another', () => {
    expect(refundOf(on('failure'), [memo]).breaks).toEqual([`refund STATUS ${transactionId(2)} 11900`]);
    const again = { ...on('failure'), header: { total: eur('0'), outstanding: eur('0') } };
    const transactions = [...(again.transactions ?? []), payment(3, 130, { kind: 'refund' })];
    expect(refundOf({ ...again, transactions }, [memo, repaid]).breaks).toEqual([]);
  });
});

describe("the ERP's own ledger", () => {
  const lineOf = (id: string, account: string, amount: string): ErpLedgerLine => ({
    id,
    account,
    amount: eur(amount),
    taxKey: null,
    date: '2026-11-02',
    reverses: null,
  });
  const tax = { taxKey: 'DE MwSt@0.190' };
  const right = [
    lineOf('1', '8720', '100.00'),
    { ...lineOf('2', '1776', '19.00'), ...tax },
    lineOf('3', '1400', '-119.00'),
  ];
  const booked = (ledgerLines: readonly ErpLedgerLine[]) =>
    refundOf(back, [{ ...memo, ledgerLines }, repaid]).breaks;

  test('agrees line by line with what the refund ought to do, whatever its accounts are called', () => {
    expect(booked(right)).toEqual([]);
  });

  test('differs by the tax that a credit memo of the right total books otherwise', () => {
    const without = [lineOf('1', '8720', '119.00'), lineOf('3', '1400', '-119.00')];
    expect(booked(without)).toEqual(['refund SPLIT CM-1 -1900']);
    const other = right.map((one) => (one.taxKey === null ? one : { ...one, taxKey: 'DE MwSt@0.07' }));
    expect(booked(other)).toEqual(['refund SPLIT CM-1 0']);
  });

  test('differs where it books another amount than the document says, and counts no line that was taken back', () => {
    const less = [
      lineOf('1', '8720', '80.00'),
      { ...lineOf('2', '1776', '19.00'), ...tax },
      lineOf('3', '1400', '-99.00'),
    ];
    expect(booked(less)).toEqual(['refund SPLIT CM-1 -2000']);
    const undone = less.map((one, n) => ({
      ...one,
      id: `r${n}`,
      amount: { ...one.amount, minor: -one.amount.minor },
      reverses: one.id,
    }));
    const redone = right.map((one) => ({ ...one, id: `n${one.id}` }));
    expect(booked([...less, ...undone, ...redone])).toEqual([]);
  });
});
