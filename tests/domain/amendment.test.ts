import { describe, expect, test } from 'vitest';
import type { ErpDocument } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import type { Posting } from '#domain/posting.ts';
import { plan } from '#src/automate/plan.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import { left, postsAll as shop } from '#tests/support/left-facts.ts';
import { documentFor } from '#tests/support/document-facts.ts';
import { type Around, differences, leg, proof, proven } from '#tests/support/proof-facts.ts';
import {
  agreed,
  at,
  charge,
  eur,
  known,
  lamp,
  line,
  type OrderStory,
  payment,
  refundOf,
  sale,
  shipment,
} from '#tests/support/order-facts.ts';

const paid: OrderStory = { transactions: [payment(1, 5)] };
const shade = sale({ total: '50.00' }, { lineItem: line(2) });
const added = (n: number, minutes: number) => agreed(n, minutes, { sales: [shade] });
const unlamp = sale({ total: '-119.00', tax: '-19.00' }, { quantity: -1 });

const expected = (story: OrderStory, postings: readonly Posting[] = []) =>
  expectOrder(known(story), shop, postings);
const firstSaid = left(expected(paid).obligations);

describe('a sales order of which the facts change', () => {
  const edited = { ...paid, agreements: [added(2, 30)] };

  test('says what the order holds now as long as it has not left, and is not amended', () => {
    const { obligations, amendments } = expected(edited);
    expect(obligations[0]?.body).toMatchObject({ total: eur('169.00'), lines: [{}, { sku: 'SKU-2' }] });
    expect(amendments).toEqual([]);
  });

  test('stays as it left and is amended to what the order holds now, under the name of the change', () => {
    const { obligations, amendments } = expected(edited, firstSaid);
    expect(obligations[0]?.body.total).toEqual(eur('119.00'));
    expect(amendments).toMatchObject([
      {
        key: 'plumb-demo-amend_sales_order-2-1',
        happenedAt: at(30),
        dependsOn: ['plumb-demo-sales_order-820982911946154508-1'],
        body: { from: [eur('119.00')], after: [], total: eur('169.00') },
      },
    ]);
  });

  test('is amended once for what changed twice before anything left; the earlier change is withdrawn', () => {
    const first = expected(edited, firstSaid).amendments;
    const twice = { ...paid, agreements: [added(2, 30), added(3, 31)] };
    const waiting = left(first, { state: 'planned', frozen: false, body: null });
    const { obligations, amendments } = expected(twice, [...firstSaid, ...waiting]);
    expect(amendments).toMatchObject([
      { key: 'plumb-demo-amend_sales_order-3-1', body: { after: ['plumb-demo-amend_sales_order-2-1'] } },
    ]);
    const planned = plan([...obligations, ...amendments], [...firstSaid, ...waiting], shop.workflows);
    expect(planned.withdraw).toEqual(['plumb-demo-amend_sales_order-2-1']);
    expect(planned.write.map((one) => one.obligation.key)).toEqual(['plumb-demo-amend_sales_order-3-1']);
    expect(planned.conflicts).toEqual([]);
  });

  test('is amended once more by a later change, even back to what it held', () => {
    const said = [...firstSaid, ...left(expected(edited, firstSaid).amendments)];
    expect(expected(edited, said).amendments).toMatchObject([{ key: 'plumb-demo-amend_sales_order-2-1' }]);
    const unshade = sale({ total: '-50.00' }, { lineItem: line(2), quantity: -1 });
    const undone = { ...paid, agreements: [added(2, 30), agreed(3, 40, { sales: [unshade] })] };
    expect(expected(undone, said).amendments).toMatchObject([
      { key: 'plumb-demo-amend_sales_order-3-1', body: { total: eur('119.00') } },
    ]);
    // Had the first change not left, there would be nothing to say.
    expect(expected(undone, firstSaid).amendments).toEqual([]);
  });

  test('is not amended by goods that came back: their credit memo says so', () => {
    const returned: OrderStory = {
      ...paid,
      fulfillments: [shipment(1, 10)],
      agreements: [agreed(2, 20, { reason: 'RETURN', sales: [unlamp] })],
    };
    const { amendments, obligations } = expected(returned, firstSaid);
    expect(amendments).toEqual([]);
    expect(obligations.map(({ kind }) => kind)).toContain('credit_memo');
  });

  test('loses what was refunded before it was invoiced, and keeps what was invoiced', () => {
    const two = { ...lamp, quantity: 2, total: eur('238.00'), tax: eur('38.00') };
    const whole: OrderStory = {
      sales: [{ ...two, taxes: lamp.taxes.map((one) => ({ ...one, amount: eur('38.00') })) }],
      transactions: [payment(1, 5, { amount: eur('238.00') })],
    };
    const said = left(expected(whole).obligations);
    const { amendments, course } = expected(
      {
        ...whole,
        fulfillments: [shipment(1, 10)],
        agreements: [agreed(2, 20, { reason: 'REFUND', refund: gid('Refund', '2'), sales: [unlamp] })],
        refunds: [refundOf(2, 20, { restock: ['cancel'] })],
      },
      said,
    );
    expect(course.credits).toEqual([]);
    expect(amendments).toMatchObject([{ body: { total: eur('119.00'), lines: [{ quantity: 1 }] } }]);
  });

  test('is amended by what is charged beside the goods, before and after the invoice', () => {
    const shipped = { ...paid, fulfillments: [shipment(1, 10)] };
    for (const minutes of [8, 20])
      expect(
        expected(
          { ...shipped, agreements: [agreed(2, minutes, { sales: [charge('SHIPPING', '4.90')] })] },
          firstSaid,
        ).amendments,
      ).toMatchObject([{ body: { total: eur('123.90'), charges: [{ kind: 'shipping' }] } }]);
  });
});

/** Of the sales order alone. */
function erpDifferences(story: OrderStory, around: Around): string[] {
  return differences(story, around).filter((one) => !one.includes('MISSING_ERP'));
}

/** The ERP's sales order, as our receipt told of it and as it stands. */
function held(receipt: Partial<ErpDocument> = {}, now?: Partial<ErpDocument>): ErpDocument[] {
  const [salesOrder] = expected(paid).obligations;
  if (salesOrder === undefined) throw new Error('a paid order has a sales order');
  const told = documentFor(salesOrder, { status: 'open', ...receipt });
  return now === undefined ? [told] : [told, { ...told, told: 'callback', ...now }];
}

describe('a sales order that people had a hand in', () => {
  const edited = { ...paid, agreements: [added(2, 30)] };

  test.each([
    ['made', held({ adopted: true })],
    ['canceled', held({}, { status: 'canceled' })],
    ['closed', held({}, { status: 'closed' })],
  ])('that they %s is not amended, and may say either total', (_, documents) => {
    const { amendments, dues } = expected({ ...edited, documents }, firstSaid);
    expect(amendments).toEqual([]);
    expect(dues[0]).toMatchObject({
      total: eur('119.00'),
      also: { totals: [eur('169.00')], until: null },
    });
  });

  test('is broken if it says neither, and by a hand where it said what was posted', () => {
    const total = eur('100.00');
    const late = { now: at(600) };
    expect(erpDifferences({ ...edited, documents: held({}, { total }) }, late)).toEqual([
      'erp EDITED_BY_HAND -6900',
    ]);
    expect(erpDifferences({ ...edited, documents: held({ postingKey: null, total }) }, late)).toEqual([
      'erp AMOUNT -6900',
    ]);
  });
});

describe('the proof of a sales order that is to be amended', () => {
  const edited = { ...paid, agreements: [added(2, 30)] };

  test('waits as long as posting may take from the change, and is broken then', () => {
    const documents = [
      ...held(),
      ...expected(paid)
        .obligations.slice(1)
        .map((one) => documentFor(one)),
    ];
    const story = { ...edited, documents };
    expect(erpDifferences(story, { now: at(89) })).toEqual([]);
    expect(leg('erp', proof(story, { now: at(89) }))).toMatchObject({
      state: 'pending',
      sentence: "The ERP's sales order is yet to be amended.",
    });
    expect(proven(story, { now: at(89) }).againAt).toBe(new Date(Date.parse(at(90)) + 1).toISOString());
    expect(erpDifferences(story, { now: at(91) })).toEqual(['erp AMOUNT -5000']);
  });

  test('agrees once the ERP says what the order holds now', () => {
    expect(erpDifferences({ ...edited, documents: held({ total: eur('169.00') }) }, { now: at(91) })).toEqual(
      [],
    );
  });
});

describe('an order that was called off', () => {
  const back = agreed(2, 30, { reason: 'REFUND', sales: [unlamp] });
  const refunded = payment(2, 31, { kind: 'refund' });
  const called: OrderStory = { ...paid, header: { cancelledAt: at(30) }, agreements: [back] };
  const [, deposit] = expected(paid).obligations;
  const deposits = deposit === undefined ? [] : [documentFor(deposit)];

  test('is canceled at the ERP once its money went back there', () => {
    const transactions = [payment(1, 5), refunded];
    const { amendments, obligations } = expected(
      { ...called, transactions, documents: [...held(), ...deposits] },
      firstSaid,
    );
    const [refund] = obligations;
    expect(refund?.kind).toBe('refund_payment');
    expect(amendments).toMatchObject([
      {
        key: 'plumb-demo-cancel_sales_order-820982911946154508-1',
        happenedAt: at(30),
        dependsOn: ['plumb-demo-sales_order-820982911946154508-1', refund?.key],
        body: { from: [eur('119.00'), eur('0')], after: ['plumb-demo-amend_sales_order-2-1'] },
      },
    ]);
  });

  test.each([
    ['its deposit lies there still', [...held(), ...deposits]],
    ['the ERP has no sales order of it', []],
    ['people made that one', held({ adopted: true })],
    ['people canceled it', held({}, { status: 'canceled' })],
    ['it is canceled by us already', held({ status: 'canceled' })],
  ])('is not canceled at the ERP while %s', (_, documents) => {
    expect(expected({ ...called, documents }, firstSaid).amendments).toEqual([]);
  });
});
