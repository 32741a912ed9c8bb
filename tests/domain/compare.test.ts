import { describe, expect, test } from 'vitest';
import type { Due } from '#src/stabilize/due.ts';
import type { KnownDocument } from '#src/stabilize/know.ts';
import { compared, due, found, held, placed, readingAt } from '#tests/support/due-facts.ts';
import { at, eur, payment } from '#tests/support/order-facts.ts';

const second: Partial<Due> = {
  ref: 'due/invoice/2',
  happenedAt: at(10),
  label: 'the invoice for shipment 2',
};
const other: Partial<KnownDocument> = { documentId: 'invoice_2', number: 'INV-2', createdAt: at(6) };
const november = { period: '2026-11', from: '2026-11-01', to: '2026-11-30', status: 'closed' } as const;
const october = { period: '2026-10', from: '2026-10-01', to: '2026-10-31', status: 'closed' } as const;

describe('a document of the amount that is due', () => {
  test('matches whoever made it, and by our key before any other', () => {
    expect(placed(compared([due()], [held()]))).toEqual(['due/invoice/1 matched', 'invoice INV-1 matched']);
    const ours = held({ ...other, postingKey: 'key', total: eur('119.00') });
    const places = compared([due({ postingKey: 'key' })], [held(), ours]);
    expect(places.find(({ is }) => is === 'matched')?.documents).toEqual([ours]);
  });

  test('matches in another kind of its group', () => {
    const receipt = { group: 'receipt', kind: 'customer_deposit' } as const;
    expect(found(compared([due(receipt)], [held({ kind: 'payment' })]))).toEqual([]);
  });

  test('beside another of the same is its duplicate, and the older one stands', () => {
    const places = compared([due()], [held(other), held()]);
    expect(found(places)).toEqual(['DUPLICATE INV-2 11900']);
  });

  test('under one key with another is its duplicate whatever its amount', () => {
    const ours = held({ postingKey: 'key' });
    const twin = held({ ...other, postingKey: 'key', total: eur('5.00') });
    expect(found(compared([due({ postingKey: 'key' })], [ours, twin]))).toEqual(['DUPLICATE INV-2 500']);
  });

  test('stands for what may be there only where nothing else needs it', () => {
    const optional = due({ ...second, force: 'stands' });
    expect(placed(compared([optional, due()], [held()]))).toEqual([
      'due/invoice/1 matched',
      'due/invoice/2 ignored',
      'invoice INV-1 matched',
    ]);
    expect(found(compared([optional], [held()]))).toEqual([]);
  });
});

describe('one due and one document of another amount', () => {
  const off = (total: string, rest: Partial<KnownDocument> = {}) => held({ total: eur(total), ...rest });

  test('differ by what is there less what ought to be', () => {
    expect(found(compared([due()], [off('191.00')]))).toEqual(['AMOUNT INV-1 7200']);
    expect(found(compared([due()], [off('100.00')]))).toEqual(['AMOUNT INV-1 -1900']);
  });

  test('are not compared before the time of the due has passed, for another may come', () => {
    const early = { reading: readingAt(at(60)) };
    expect(placed(compared([due()], [off('100.00')], early))).toEqual([
      'due/invoice/1 pending',
      'invoice INV-1 pending',
    ]);
  });

  test('are off by rounding up to a unit a tax, and by an amount beyond', () => {
    expect(found(compared([due()], [off('118.99')]))).toEqual(['TAX_ROUNDING INV-1 -1']);
    expect(found(compared([due()], [off('118.98')]))).toEqual(['AMOUNT INV-1 -2']);
    expect(found(compared([due({ books: [] })], [off('118.99')]))).toEqual(['AMOUNT INV-1 -1']);
  });

  test('are off by cash rounding when that is the difference', () => {
    const cash = (rounding: string) => ({
      transactions: [payment(1, 0, { gateway: 'cash', rounding: eur(rounding) })],
    });
    expect(found(compared([due()], [off('119.02')], cash('0.02')))).toEqual(['CASH_ROUNDING INV-1 2']);
    expect(found(compared([due()], [off('119.02')], cash('0.03')))).toEqual(['AMOUNT INV-1 2']);
  });

  test('are off by a rate up to two percent where the customer paid in another currency', () => {
    const foreign = { header: { presentmentCurrency: 'USD' } };
    expect(found(compared([due()], [off('119.60')], foreign))).toEqual(['FX INV-1 60']);
    expect(found(compared([due()], [off('119.01')], foreign))).toEqual(['TAX_ROUNDING INV-1 1']);
    expect(found(compared([due()], [off('122.00')], foreign))).toEqual(['AMOUNT INV-1 300']);
    expect(found(compared([due()], [off('119.60')]))).toEqual(['AMOUNT INV-1 60']);
    // Two digits that changed places are no rate.
    expect(found(compared([due({ total: eur('998.70') })], [off('997.80')], foreign))).toEqual([
      'AMOUNT INV-1 -90',
    ]);
  });

  test('of another currency differ by the whole', () => {
    const dollars = held({ total: { minor: 13000n, currency: 'USD' } });
    expect(found(compared([due()], [dollars]))).toEqual(['CURRENCY INV-1 11900']);
  });

  test('were equal once where the receipt or the ledger says so: a person changed it', () => {
    const ours = off('130.00', { asPosted: held() });
    expect(found(compared([due()], [ours]))).toEqual(['EDITED_BY_HAND INV-1 1100']);
    const line = { account: '1400', taxKey: null, date: '2026-11-02', reverses: null };
    const rest = { account: '8400', taxKey: null, date: '2026-11-02', reverses: null };
    const ledger = (first: string) => [
      { ...line, id: '1', amount: eur(first) },
      { ...rest, id: '2', amount: eur(`-${first}`) },
      { ...line, id: '3', amount: eur(`-${first}`), reverses: '1' },
      { ...rest, id: '4', amount: eur(first), reverses: '2' },
      { ...line, id: '5', amount: eur('130.00') },
      { ...rest, id: '6', amount: eur('-130.00') },
    ];
    expect(found(compared([due()], [off('130.00', { ledgerLines: ledger('119.00') })]))).toEqual([
      'EDITED_BY_HAND INV-1 1100',
    ]);
    expect(found(compared([due()], [off('130.00', { ledgerLines: ledger('118.00') })]))).toEqual([
      'AMOUNT INV-1 1100',
    ]);
  });
});

describe('several of each', () => {
  test('that come to the same are split otherwise', () => {
    const dues = [due({ total: eur('50.00') }), due({ ...second, total: eur('69.00') })];
    expect(found(compared(dues, [held()]))).toEqual(['SPLIT INV-1 –']);
    expect(placed(compared(dues, [held()]))).toEqual([
      'due/invoice/1 broken',
      'due/invoice/2 broken',
      'invoice INV-1 broken',
    ]);
  });

  test('that do not are named one by one, and never guessed', () => {
    const dues = [due({ total: eur('50.00') }), due({ ...second, total: eur('69.00') })];
    expect(found(compared(dues, [held({ total: eur('70.00') })]))).toEqual([
      'AMOUNT INV-1 7000',
      'MISSING_ERP due/invoice/1 5000',
      'MISSING_ERP due/invoice/2 6900',
    ]);
  });
});

describe('a due alone', () => {
  test('is pending to the last millisecond of its time, and missing after it', () => {
    expect(found(compared([due()], [], { reading: readingAt(at(60)) }))).toEqual([]);
    const after = new Date(Date.parse(at(60)) + 1).toISOString();
    expect(found(compared([due()], [], { reading: readingAt(after) }))).toEqual([
      'MISSING_ERP due/invoice/1 11900',
    ]);
  });

  test('is pending until the ERP was looked at after its time, unless it is ours to post', () => {
    const read = (erpReadThrough: string | null, posts = false) => ({
      reading: readingAt(at(120), { erpReadThrough, posts }),
    });
    expect(found(compared([due()], [], read(at(59))))).toEqual([]);
    expect(found(compared([due()], [], read(at(60))))).toHaveLength(1);
    expect(found(compared([due()], [], read(null)))).toEqual([]);
    expect(found(compared([due()], [], read(null, true)))).toHaveLength(1);
  });

  test('was deleted, or canceled, where a document of it was there', () => {
    expect(found(compared([due()], [], { gone: [held()] }))).toEqual(['DELETED INV-1 11900']);
    expect(found(compared([due()], [held({ status: 'canceled' })]))).toEqual(['STATUS INV-1 11900']);
    const ours = held({ status: 'canceled', asPosted: held() });
    expect(found(compared([due()], [ours]))).toEqual(['EDITED_BY_HAND INV-1 11900']);
    expect(found(compared([due()], [], { gone: [held({ total: eur('1.00') })] }))).toEqual([
      'MISSING_ERP due/invoice/1 11900',
    ]);
  });

  test('is filed elsewhere or has several candidates, when the matcher says so', () => {
    const documents = [{ ref: 'document/invoice/9', label: 'INV-9' }];
    const claim = { due: 'due/invoice/1', dueLabel: '#1001', documents, claimedAt: at(90) };
    const claimed = readingAt(at(120), { claims: [{ ...claim, state: 'claimed' }] });
    expect(found(compared([due()], [], { reading: claimed }))).toEqual(['IDENTITY due/invoice/1 11900']);
    const tied = readingAt(at(120), { claims: [{ ...claim, state: 'tied' }] });
    expect(found(compared([due()], [], { reading: tied }))).toEqual(['AMBIGUOUS due/invoice/1 11900']);
    const [place] = compared([due()], [], { reading: tied });
    expect(place).toMatchObject({ open: true, found: { evidence: { candidates: 'INV-9' } } });
  });
});

describe('a document alone', () => {
  const unread = readingAt(at(120));

  test('is something that nothing calls for', () => {
    expect(found(compared([], [held()]))).toEqual(['AMOUNT INV-1 11900']);
    expect(found(compared([], [held({ kind: 'credit_memo' })]))).toEqual(['MISSING_STORE INV-1 11900']);
    expect(found(compared([], [held({ kind: 'refund_payment' })]))).toEqual(['MISSING_STORE INV-1 11900']);
    expect(found(compared([], [held({ status: 'canceled' })]))).toEqual([]);
  });

  test('of a payment is one that the store waits for, where that is what is outstanding', () => {
    const receipt = held({ kind: 'payment' });
    expect(found(compared([], [receipt], { header: { outstanding: eur('119.00') } }))).toEqual([
      'STATUS INV-1 11900',
    ]);
    expect(found(compared([], [receipt], { header: { outstanding: eur('100.00') } }))).toEqual([
      'AMOUNT INV-1 11900',
    ]);
  });

  test('of an order that is not due yet is a promise', () => {
    expect(placed(compared([], [held({ kind: 'sales_order' })]))).toEqual(['sales order INV-1 ignored']);
  });

  test('belongs to another order whose due has claimed it, even as a twin', () => {
    const documents = [{ ref: 'document/invoice/invoice_2', label: 'INV-2' }];
    const claims = [
      { due: 'due/invoice/9', dueLabel: '#1009', documents, state: 'claimed', claimedAt: at(90) },
    ] as const;
    const reading = readingAt(at(120), { claims });
    expect(found(compared([due()], [held(), held(other)], { reading }))).toEqual(['IDENTITY INV-2 11900']);
    const foreign = held({ ...other, total: eur('50.00') });
    expect(found(compared([due()], [foreign], { reading }))).toEqual([
      'IDENTITY INV-2 5000',
      'MISSING_ERP due/invoice/1 11900',
    ]);
  });

  test('waits for a while after it was made, and while a due of its group may yet be its own', () => {
    expect(found(compared([], [held()], { reading: readingAt(at(64)) }))).toEqual([]);
    const dues = [due({ total: eur('1.00') }), due({ ...second, total: eur('2.00'), lateAt: at(500) })];
    expect(placed(compared(dues, [held()], { reading: unread }))).toEqual([
      'due/invoice/1 broken',
      'due/invoice/2 pending',
      'invoice INV-1 pending',
    ]);
  });
});

describe('the day of a document', () => {
  const closed = (...periods: (typeof november | typeof october)[]) => ({
    reading: readingAt(at(120), { periods }),
  });

  test('in a closed period before what it stands for happened breaks it', () => {
    const dated = held({ date: '2026-10-31' });
    expect(found(compared([due()], [dated], closed(october)))).toEqual(['PERIOD INV-1 11900']);
    expect(found(compared([due()], [dated]))).toEqual([]);
    expect(found(compared([due({ on: '2026-10-30' })], [dated], closed(october)))).toEqual([]);
  });

  test('is the first open one after a late shipment into a closed month', () => {
    const late = due({ on: '2026-10-01' });
    expect(found(compared([late], [held({ date: '2026-11-30' })], closed(october)))).toEqual([]);
    expect(found(compared([late], [held({ date: '2026-11-30' })]))).toEqual(['DATE INV-1 11900']);
    expect(found(compared([late], [held({ date: '2026-11-01' })]))).toEqual([]);
  });

  test('says nothing of a sales order', () => {
    const order = { kind: 'sales_order', group: 'sales_order' } as const;
    expect(
      found(compared([due(order)], [held({ kind: 'sales_order', date: '2026-10-31' })], closed(october))),
    ).toEqual([]);
  });
});

describe('a document that is still open', () => {
  test('is in no ledger once its time has passed, and was reopened where we posted it', () => {
    expect(found(compared([due()], [held({ status: 'open' })]))).toEqual(['STATUS INV-1 11900']);
    expect(found(compared([due()], [held({ status: 'open' })], { reading: readingAt(at(60)) }))).toEqual([]);
    expect(found(compared([due()], [held({ status: 'open', asPosted: held() })]))).toEqual([
      'EDITED_BY_HAND INV-1 11900',
    ]);
  });
});
