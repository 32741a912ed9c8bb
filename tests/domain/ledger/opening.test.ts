import { describe, expect, test } from 'vitest';
import { entryDigest } from '#domain/journal.ts';
import { amendments } from '#src/stabilize/ledger/reconcile.ts';
import { balances, booksOf, goods, invoiced, paid } from '#tests/support/course.ts';
import { at, eur, transactionId } from '#tests/support/order-facts.ts';

const tax = '2000.DE MwSt@0.19';

describe('from the cut-over on', () => {
  const gross = eur('119.00');
  const invoice = invoiced(1, 10, { lines: [goods(1, { gross: '100.00', tax: '19.00' })] });
  const course = {
    payments: [paid(1, 5, { amount: gross })],
    invoices: [invoice],
    applications: [
      { from: { deposit: transactionId(1) }, invoice: invoice.anchor, happenedAt: at(10), amount: gross },
    ],
  };
  const opened = (minutes: number) =>
    booksOf({
      course,
      shop: { workflows: [{ name: 'invoice posting', mode: 'auto', cutOverAt: at(minutes) }] },
    });

  test('a deposit that stood at the cut-over is an opening balance, and what follows uses it', () => {
    const entries = opened(7);
    expect(entries.map(({ key, happenedAt }) => [key.split('/')[0], happenedAt])).toEqual([
      ['opening', at(7)],
      ['invoice', at(10)],
      ['application', at(10)],
    ]);
    expect(balances(entries.slice(0, 1))).toEqual({ '2120': -11900n, '3000': 11900n });
    expect(balances(entries)).toEqual({ '3000': 11900n, '4000': -10000n, [tax]: -1900n });
  });

  test('a receivable that stood at the cut-over is one, too', () => {
    const owed = booksOf({
      course: { invoices: [invoice], payments: [paid(1, 20, { amount: gross, settled: gross })] },
      shop: { workflows: [{ name: 'invoice posting', mode: 'auto', cutOverAt: at(15) }] },
    });
    expect(balances(owed.slice(0, 1))).toEqual({ '1100': 11900n, '3000': -11900n });
    expect(balances(owed)).toEqual({ '1020.shopify_payments': 11900n, '3000': -11900n });
  });

  test('an order that was settled by then leaves nothing in the books', () => {
    expect(opened(11)).toEqual([]);
  });

  test('what was opened wrongly is reversed and opened anew', () => {
    const before = opened(7).map((one) => ({ ...one, digest: entryDigest(one) }));
    const later = booksOf({
      course: { ...course, payments: [paid(1, 5, { amount: eur('100.00') })], applications: [] },
      shop: { workflows: [{ name: 'invoice posting', mode: 'auto', cutOverAt: at(7) }] },
    });
    const written = amendments(later, before, []);
    expect(written.map(({ key }) => key.split('/')[0])).toEqual(['reversal', 'reversal', 'opening']);
    expect(balances([...before, ...written])).toEqual(balances(later));
  });
});
