import { describe, expect, test } from 'vitest';
import { Park } from '#domain/obstacle.ts';
import { sweepExamples } from '#src/contract/example-sweep.ts';
import { factsOf } from '#tests/support/store-read.ts';

const order = 'gid://shopify/Order/820982911946154508';
const home = 'order/820982911946154508';
const asked = { connectionId: '7', askedAt: '2026-11-23T10:00:00.000Z' };
const [example] = sweepExamples.documents.documents;
if (example === undefined) throw new Error('the contract shows a document');

const documents = (rows: readonly unknown[], more: object = {}) =>
  factsOf('erp-sweep', 'documents', JSON.stringify({ ...asked, documents: rows, ...more }));
const periods = (rows: readonly unknown[]) =>
  factsOf('erp-sweep', 'periods', JSON.stringify({ ...asked, periods: rows }));

describe('a page of what changed in the ERP', () => {
  test('holds each document with its day and its lines of the general ledger, in the lane of its order', () => {
    expect(documents([example])).toEqual([
      {
        kind: 'erp_document',
        key: `7/${example.kind}/${example.id}/seen`,
        lanes: [home],
        happenedAt: new Date(example.modifiedAt).toISOString(),
        authority: true,
        body: {
          connectionId: '7',
          kind: example.kind,
          documentId: example.id,
          number: example.number,
          postingKey: example.key,
          adopted: false,
          told: 'sweep',
          status: example.status,
          total: { minor: 11900n, currency: 'EUR' },
          createdAt: new Date(example.createdAt).toISOString(),
          date: '2026-11-23',
          ledgerLines: [
            ['1400', 11900n, null],
            ['8400', -10000n, null],
            ['1776', -1900n, 'DE MwSt@0.19'],
          ].map(([account, minor, taxKey], at) => ({
            id: `${example.id}.${at + 1}`,
            account,
            amount: { minor, currency: 'EUR' },
            taxKey,
            date: '2026-11-23',
            reverses: null,
          })),
        },
      },
    ]);
  });

  test('holds a journal of ours that sums a day in the lane of that day, and nothing else of ours without its order', () => {
    const alone = (key: string) => ({ ...example, id: 'journal_9', kind: 'journal', key, order: null });
    const key = 'plumb-demo-journal-summary-2026-11-23-eur-2';
    expect(documents([alone(key)]).map((fact) => fact.lanes)).toEqual([['summary/2026-11-23/EUR']]);
    expect(() => documents([alone('plumb-demo-journal-255858046-1')])).toThrow('names no order');
    expect(() => documents([{ ...alone(key), kind: 'invoice' }])).toThrow('names no order');
  });

  test('speaks of many orders at once, and of documents of none, whoever made them', () => {
    const other = { ...example, id: 'refund_1', kind: 'refund_payment', key: null, order: `${order}1` };
    const journal = { ...example, id: 'journal_9', kind: 'journal', key: null, order: null };
    expect(documents([example, other, journal]).map((fact) => fact.lanes)).toEqual([
      [home],
      [`${home}1`],
      // A journal may book the change of a gift card, which only its amounts can tell.
      [
        'erp/journal_9',
        'gift_card_change/EUR-11900',
        'gift_card_change/EUR10000',
        'gift_card_change/EUR1900',
      ],
    ]);
  });

  test('of an ERP that says nothing of its general ledger knows that nobody said it', () => {
    const { glLines: _, date: __, ...plain } = example;
    expect(documents([plain])).toMatchObject([{ body: { date: null, ledgerLines: null } }]);
    expect(documents([{ ...plain, glLines: [] }])).toMatchObject([{ body: { ledgerLines: [] } }]);
  });

  test('says which documents are gone, each in the lane it was known in, until they change again', () => {
    const gone = [
      { kind: 'invoice', documentId: 'invoice_4', modifiedAt: '2026-11-20T08:00:00Z', order },
      { kind: 'journal', documentId: 'journal_2', modifiedAt: '2026-11-21T08:00:00Z', order: null },
    ];
    expect(documents([], { gone })).toEqual([
      {
        kind: 'erp_document_gone',
        key: '7/invoice/invoice_4/gone',
        lanes: [home],
        happenedAt: '2026-11-20T08:00:00.000Z',
        authority: true,
        body: {
          connectionId: '7',
          kind: 'invoice',
          documentId: 'invoice_4',
          modifiedAt: '2026-11-20T08:00:00.000Z',
        },
      },
      expect.objectContaining({ key: '7/journal/journal_2/gone', lanes: ['erp/journal_2'] }),
    ]);
  });

  test.each<[string, object, string]>([
    ['a document with a key that names no order', { order: null }, 'a document with a key names no order'],
    ['a kind that no ERP has', { kind: 'poem' }, 'not as we know it: documents.0.kind'],
    ['a status that no document has', { status: 'half' }, 'not as we know it: documents.0.status'],
    [
      'an amount with a point',
      { total: { minor: '1.00', currency: 'EUR' } },
      'not as we know it: documents.0.total.minor',
    ],
    [
      'a currency that nobody knows',
      { total: { minor: '100', currency: 'XBT' } },
      'the currency XBT is not in the ISO 4217 table',
    ],
    [
      'a ledger line without an account',
      { glLines: [{ ...example.glLines?.[0], account: undefined }] },
      'not as we know it: documents.0.glLines.0.account',
    ],
    ['a time that is none', { modifiedAt: 'yesterday' }, 'not as we know it: documents.0.modifiedAt'],
  ])('is parked for %s, and says why', (_, changes, reason) => {
    expect(() => documents([{ ...example, ...changes }])).toThrow(new Park(reason));
  });

  test('of something else, or that is no JSON, is parked', () => {
    expect(() => factsOf('erp-sweep', 'poems', '{}')).toThrow(
      new Park('a sweep of poems is not one we read'),
    );
    expect(() => factsOf('erp-sweep', 'documents', '{')).toThrow(new Park('the body is not JSON'));
  });
});

describe('the periods of the ERP', () => {
  test('are known by their newest word, in a lane of their own', () => {
    const [closed] = sweepExamples.periods.periods;
    if (closed === undefined) throw new Error('the contract shows a period');
    expect(periods([closed])).toEqual([
      {
        kind: 'erp_period',
        key: '7/2026-10',
        lanes: ['erp/periods'],
        happenedAt: new Date(closed.modifiedAt).toISOString(),
        authority: true,
        body: { period: '2026-10', from: '2026-10-01', to: '2026-10-31', status: 'closed' },
      },
    ]);
  });

  test('that are neither open nor closed are parked', () => {
    const odd = { ...sweepExamples.periods.periods[0], status: 'ajar' };
    expect(() => periods([odd])).toThrow(new Park('not as we know it: periods.0.status'));
  });
});

describe('a page of orders that changed in the store', () => {
  const seen = (orders: readonly object[]) =>
    factsOf('shopify-sweep', 'orders', JSON.stringify({ ...asked, foundAt: asked.askedAt, orders }));

  test('says of each that it was seen so, and when that was found', () => {
    expect(seen([{ id: order, updatedAt: '2026-11-23T09:58:00Z' }])).toEqual([
      {
        kind: 'order_seen',
        key: order,
        lanes: [home],
        happenedAt: '2026-11-23T09:58:00.000Z',
        authority: true,
        body: { updatedAt: '2026-11-23T09:58:00.000Z', foundAt: '2026-11-23T10:00:00.000Z' },
      },
    ]);
  });

  test('with something that is no order, or without a time, is parked', () => {
    const updatedAt = '2026-11-23T09:58:00Z';
    expect(() => seen([{ id: 'gid://shopify/Product/1', updatedAt }])).toThrow(
      new Park('not as we know it: orders.0.id'),
    );
    expect(() => seen([{ id: order, updatedAt: 'soon' }])).toThrow(new Park('a time is not a time'));
  });
});
