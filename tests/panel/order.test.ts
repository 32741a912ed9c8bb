import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '#sandbox/world.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { plantBreak, plantFact } from './plant.ts';
import { lamp, page, paid, textOf } from './support.ts';

const at = '2026-11-23T08:01:30.000Z';
const eur = (minor: string) => ({ minor, currency: 'EUR' });

function made(kind: string, number: string, more: Record<string, unknown> = {}) {
  return {
    connectionId: '1',
    kind,
    documentId: `id-${number}`,
    number,
    postingKey: null,
    adopted: false,
    told: 'sweep',
    status: 'open',
    total: eur('2000'),
    createdAt: at,
    date: '2026-11-23',
    ledgerLines: null,
    ...more,
  };
}

describe('the page of an order that was refunded in the store and by people in the ERP', () => {
  let world: World & AsyncDisposable;
  let html: string;
  let lane: string;

  beforeAll(async () => {
    world = await testWorld();
    const order = world.store.placeOrder({ taxesIncluded: true, lines: [lamp], payment: paid });
    await live(world, 2 * minute);
    lane = `order/${order.id}`;
    const refund = {
      refund: 'gid://shopify/Refund/1',
      createdAt: at,
      total: eur('3000'),
      lines: [],
      adjustments: [{ reason: 'DAMAGE', amount: eur('3000'), tax: eur('0') }],
      transactions: [],
    };
    await plantFact(world, { kind: 'refund', key: 'gid://shopify/Refund/1', home: lane, at, body: refund });
    for (const [kind, number] of [
      ['credit_memo', 'CM-119'],
      ['refund_payment', 'RP-7'],
      ['invoice', 'INV-GONE'],
    ] as const)
      await plantFact(world, {
        kind: 'erp_document',
        key: `sweep/${number}`,
        home: lane,
        at,
        body: made(kind, number),
      });
    await plantFact(world, {
      kind: 'erp_document_gone',
      key: 'gone/INV-GONE',
      home: lane,
      at,
      body: { connectionId: '1', kind: 'invoice', documentId: 'id-INV-GONE', modifiedAt: at },
    });
    await plantBreak(world, {
      lane,
      cause: 'AMOUNT',
      leg: 'refund',
      minor: -1000n,
      since: at,
      order: order.name,
      sentence: 'The credit memo is 10.00 EUR short.',
    });
    await plantBreak(world, {
      lane,
      cause: 'MISSING_ERP',
      about: 'refund payment',
      since: at,
      closed: { at: '2026-11-23T08:02:00.000Z', how: 'RP-7 was found in the ERP' },
    });
    html = await page(world, `/orders/${order.id}`);
  }, 60_000);
  afterAll(async () => world[Symbol.asyncDispose]());

  test('has a row for each step, with the ERP’s documents whoever made them', () => {
    const text = textOf(html);
    expect(text).toContain('Ordered €119.00 €119.00 SO-00001');
    expect(text).toContain('Refunded −€30.00 −€20.00');
    expect(text).toContain('CM-119, RP-7');
    expect(text).toMatch(/Fee – – – not measured yet/);
  });

  test('explains every difference: cause, amount, since when, what happens next; and how one closed', () => {
    const text = textOf(html);
    expect(text).toContain(
      'Other amount −€10.00 since 23 Nov 2026, 09:01, 0 min The credit memo is €10.00 short. Next: Correct the document',
    );
    expect(text).toContain('Closed: Missing in the ERP');
    expect(text).toContain('Closed 23 Nov 2026, 09:02: RP-7 was found in the ERP');
  });

  test('lists documents that people made, and says of one that it is not there any more', () => {
    const text = textOf(html);
    expect(text).toContain('Credit memo Open CM-119 €20.00 Made in the ERP, booked 23 Nov 2026');
    expect(text).toContain('Invoice Not there any more INV-GONE');
  });

  test('gives the refund with its reason', () => {
    expect(textOf(html)).toContain('Refund €30.00 Damage €30.00');
  });

  test('tells all that happened in one order of time: store, ERP, deliveries and decisions', () => {
    const times = [...html.matchAll(/<time datetime="([^"]+)">/g)].map(([, time]) => time ?? '');
    expect(times).toEqual(times.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0)));
    for (const said of [
      'The order was placed in the store.',
      '€119.00 was paid by Shopify Payments.',
      'A refund of €30.00 was made in the store.',
      'The credit memo CM-119 of €20.00 was made in the ERP.',
    ])
      expect(html).toContain(said);
  });

  test('is found by the number of a document that people made', async () => {
    expect(await page(world, '/orders?q=cm-119')).toContain(`href="/orders/${lane.slice(6)}"`);
  });
});

describe('a document that stands without an order', () => {
  test('has a page with what it is, what it could belong to and why it differs', async () => {
    await using world = await testWorld();
    const lane = 'erp/id-INV-77';
    await plantFact(world, {
      kind: 'erp_document',
      key: 'sweep/INV-77',
      home: lane,
      at,
      body: made('invoice', 'INV-77', { total: eur('5000') }),
    });
    await plantBreak(world, { lane, cause: 'AMBIGUOUS', about: 'INV-77', minor: 5000n, since: at });
    await world.ask(
      `insert into open_item (shop_id, ref, lane, side, item_group, kind, minor, currency, on_date, label)
       select id, 'document/invoice/id-INV-77', $1, 'document', 'invoice', 'invoice', 5000, 'EUR', '2026-11-23', 'INV-77' from shop`,
      [lane],
    );
    for (const label of ['#1001', '#1002'])
      await world.ask(
        `insert into claim (shop_id, due_ref, document_ref, due_lane, document_lane, due_label, document_label, state, claimed_at)
         select id, $1, 'document/invoice/id-INV-77', $2, $3, $4, 'INV-77', 'tied', $5 from shop`,
        [`due/invoice/${label}`, `order/${label.slice(1)}`, lane, label, at],
      );
    const html = await page(world, '/documents/id-INV-77');
    const text = textOf(html);
    expect(text).toContain('Invoice Open INV-77 €50.00');
    expect(text).toContain('It could belong to #1001 , and so could others');
    expect(html).toContain('href="/orders/1002"');
    expect(text).toContain('Several fit €50.00');
  });

  test('and whose order the store does not show is found under that order’s address', async () => {
    await using world = await testWorld();
    await plantFact(world, {
      kind: 'erp_document',
      key: 'sweep/INV-78',
      home: 'order/4711',
      at,
      body: made('invoice', 'INV-78'),
    });
    const text = textOf(await page(world, '/orders/4711'));
    expect(text).toContain('The store shows no order for this.');
    expect(text).toContain('INV-78');
  });

  test('that nobody knows is said to be unknown', async () => {
    await using world = await testWorld();
    expect(await page(world, '/documents/whatever')).toContain('Document not found');
  });
});
