import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ErpDocument, Kind } from '#sandbox/erp/contract.ts';
import type { Erp } from '#sandbox/erp/erp.ts';
import { anyDocument, readableKinds } from '#src/contract/document.ts';
import type { LedgerLine } from '#src/contract/ledger.ts';
import { application, call, deposit, eur, invoice, open, order, salesOrder } from './support/erp.ts';

/** A document's lines as `account tax amount`, reversals included. */
function booked(erp: Erp, document: Pick<ErpDocument, 'id'> | undefined): string[] {
  const whole = erp.documents.find(({ id }) => id === document?.id);
  const lines = whole === undefined ? [] : (erp.look(whole)?.glLines ?? []);
  return lines.map(({ account, taxKey, amount }) =>
    [account, taxKey, amount.minor].filter((one) => one !== null).join(' '),
  );
}

function sumsOf(lines: readonly LedgerLine[]): bigint[] {
  const sums = new Map<string, bigint>();
  for (const { documentId, amount } of lines) {
    const name = `${documentId} ${amount.currency}`;
    sums.set(name, (sums.get(name) ?? 0n) + BigInt(amount.minor));
  }
  return [...sums.values()];
}

const linesOf = (erp: Erp): LedgerLine[] =>
  erp.documents.flatMap((document) => erp.look(document)?.glLines ?? []);

describe('what the ERP books', () => {
  test('of an order that was paid, shipped and settled is what the accounts of a shop say', async () => {
    const { erp } = open();
    await call(erp, 'sales-orders', salesOrder('so'));
    await call(erp, 'customer-deposits', deposit('dep', 'sales_order_1'));
    await call(erp, 'invoices', invoice('inv', 'sales_order_1'));
    await call(erp, 'applications', application('app', eur(11900)));
    expect(erp.documents.map((document) => booked(erp, document))).toEqual([
      [],
      ['1360.paypal 11900', '1710 -11900'],
      ['1400 11900', '8400 -10000', '1776 DE|0.19 -1900'],
      ['1710 11900', '1400 -11900'],
    ]);
  });

  test.each<{ kind: Kind; written: object; lines: string[] }>([
    { kind: 'payment', written: { method: 'cash' }, lines: ['1800 11900', '1400 -11900'] },
    {
      kind: 'refund_payment',
      written: { account: '1360.paypal' },
      lines: ['1400 11900', '1360.paypal -11900'],
    },
    {
      kind: 'credit_memo',
      written: { taxes: [{ key: 'DE|0.19', minor: 1900n }] },
      lines: ['1776 DE|0.19 1900', '8720 10000', '1400 -11900'],
    },
    {
      kind: 'invoice',
      written: { taxes: [{ key: 'channel:DE|0.19', minor: 1900n }] },
      lines: ['1400 11900', '1777 channel:DE|0.19 -1900', '8400 -10000'],
    },
  ])('of a $kind by hand follows from its total and taxes', ({ kind, written, lines }) => {
    const { erp } = open();
    const document = erp.enterByHand(kind, { order: order.id, total: eur(11900), ...written });
    expect(booked(erp, document)).toEqual(lines);
  });

  test.each([
    { goods: 'returned', is: 'an allowance', lines: ['1776 DE|0.19 1900', '8720 10000', '1400 -11900'] },
    {
      goods: 'unshipped',
      is: 'revenue taken back',
      lines: ['1776 DE|0.19 1900', '8400 10000', '1400 -11900'],
    },
  ])('of a credit memo for $goods goods is $is', async ({ goods, lines }) => {
    const { erp } = open();
    const sold = invoice('inv', 'sales_order_1');
    await call(erp, 'sales-orders', salesOrder('so'));
    await call(erp, 'invoices', sold);
    const memo = {
      key: 'memo',
      order,
      salesOrderId: 'sales_order_1',
      credits: 'gid://shopify/SalesAgreement/1',
      refund: null,
      return: null,
      creditedOn: '2026-11-23',
      lines: sold.lines.map((line) => ({ ...line, goods, restockedAt: null })),
      charges: [],
      total: sold.total,
    };
    await call(erp, 'credit-memos', memo);
    expect(booked(erp, erp.documents[2]).toSorted()).toEqual(lines.toSorted());
  });

  test('is taken back by further lines when a document is edited or canceled, and nothing is lost', () => {
    const { erp } = open();
    const document = erp.enterByHand('invoice', { order: order.id, total: eur(100) });
    const edited = erp.editByHand(document, { total: eur(90) });
    const before = linesOf(erp);
    expect(booked(erp, edited)).toEqual([
      '1400 100',
      '8400 -100',
      '1400 -100',
      '8400 100',
      '1400 90',
      '8400 -90',
    ]);
    expect(before.map(({ reverses }) => reverses)).toEqual([
      null,
      null,
      'invoice_1.1',
      'invoice_1.2',
      null,
      null,
    ]);
    erp.editByHand(edited, { status: 'canceled' });
    expect(linesOf(erp).slice(0, before.length)).toEqual(before);
    expect(booked(erp, edited).slice(6)).toEqual(['1400 -90', '8400 90']);
  });

  test('of a document that is edited without effect stays as it is', () => {
    const { erp } = open();
    const document = erp.enterByHand('invoice', { order: order.id, total: eur(100) });
    erp.editByHand(document, { order: 'gid://shopify/Order/2' });
    expect(booked(erp, document)).toEqual(['1400 100', '8400 -100']);
  });

  test('by a journal is what the person wrote, and a journal to one side only is refused', () => {
    const { erp } = open();
    const one = (account: string, minor: bigint) => ({ account, minor, taxKey: null });
    const entries = [one('6000', 300n), one('1360.paypal', -300n)];
    const journal = erp.enterByHand('journal', { order: null, total: eur(300), entries });
    expect(booked(erp, journal)).toEqual(['6000 300', '1360.paypal -300']);
    const lopsided = { order: null, total: eur(300), entries: entries.slice(1) };
    expect(() => erp.enterByHand('journal', lopsided)).toThrow('off by -300');
  });
});

const currencies = ['EUR', 'JPY', 'KWD'] as const;
const place = fc.nat({ max: 1000 });
const act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('enter' as const),
      kind: fc.constantFrom(...readableKinds),
      status: fc.constantFrom('open' as const, undefined),
      minor: fc.bigInt({ min: 0n, max: 10n ** 12n }),
      taxed: fc.bigInt({ min: 0n, max: 10n ** 6n }),
      currency: fc.constantFrom(...currencies),
      quantity: fc.integer({ min: -50, max: 50 }),
    }),
  },
  fc.record({ do: fc.constant('edit' as const), place, minor: fc.bigInt({ min: 0n, max: 10n ** 12n }) }),
  fc.record({ do: fc.constantFrom('post' as const, 'cancel' as const, 'delete' as const), place }),
);

type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

function live(erp: Erp, one: Act): void {
  if (one.do === 'enter') {
    const { kind, currency, minor, quantity, taxed, status } = one;
    erp.enterByHand(kind, {
      order: order.id,
      total: { minor: String(minor), currency },
      taxes: [{ key: 'DE|0.19', minor: taxed }],
      units: [{ sku: 'LAMP', location: 'BERLIN', quantity }],
      ...(status && { status }),
    });
    return;
  }
  const document = erp.documents[one.place % Math.max(1, erp.documents.length)];
  if (document === undefined) return;
  if (one.do === 'delete') return erp.deleteByHand(document);
  if (document.status === 'canceled') return;
  const { currency } = document.total;
  if (one.do === 'edit') erp.editByHand(document, { total: { minor: String(one.minor), currency } });
  else if (one.do === 'cancel') erp.editByHand(document, { status: 'canceled' });
  else if (document.kind !== 'sales_order') erp.editByHand(document, { status: 'posted' });
}

describe('whatever people type, edit, post, cancel and delete', () => {
  test('each document comes to nothing in each currency, what is canceled in each account, and reads by the contract', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (history) => {
        const { erp } = open();
        erp.receiveByHand({ sku: 'LAMP', location: 'BERLIN', quantity: 500, unitCost: 1234n });
        for (const one of history) live(erp, one);
        expect(sumsOf(linesOf(erp)).filter((sum) => sum !== 0n)).toEqual([]);
        for (const document of erp.documents) {
          const whole = erp.look(document);
          expect(anyDocument.parse(whole)).toEqual(whole);
          if (document.status === 'posted') continue;
          const accounts = new Map<string, bigint>();
          for (const { account, amount } of whole?.glLines ?? [])
            accounts.set(account, (accounts.get(account) ?? 0n) + BigInt(amount.minor));
          expect([...accounts.values()].filter((sum) => sum !== 0n)).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('stock is what the posted documents moved', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (history) => {
        const { erp } = open();
        erp.receiveByHand({ sku: 'LAMP', location: 'BERLIN', quantity: 500 });
        for (const one of history) live(erp, one);
        const moved = erp.documents
          .filter(({ status }) => status === 'posted')
          .flatMap((document) => erp.look(document)?.units ?? [])
          .reduce((sum, { quantity }) => sum + quantity, 0);
        expect(erp.stockLevels.get('LAMP@BERLIN')?.onHand ?? 0).toBe(moved);
      }),
      { numRuns: 200 },
    );
  });
});

const ledgerPage = z.object({ lines: z.array(z.object({ amount: z.object({ minor: z.string() }) })) });

test('the trial balance of a day of every kind is nothing', async () => {
  const { erp } = open();
  await call(erp, 'sales-orders', salesOrder('so'));
  await call(erp, 'customer-deposits', deposit('dep', 'sales_order_1'));
  await call(erp, 'invoices', invoice('inv', 'sales_order_1'));
  await call(erp, 'applications', application('app', eur(11900)));
  erp.enterByHand('credit_memo', { order: order.id, total: eur(2000) });
  erp.enterByHand('refund_payment', { order: order.id, total: eur(2000) });
  erp.receiveByHand({ sku: 'LAMP', location: 'BERLIN', quantity: 7, unitCost: 4000n });
  const { answer } = await call(erp, 'general-ledger-lines');
  const amounts = ledgerPage.parse(answer).lines.map(({ amount }) => BigInt(amount.minor));
  expect(amounts).toHaveLength(13);
  expect(amounts.reduce((sum, minor) => sum + minor, 0n)).toBe(0n);
});
